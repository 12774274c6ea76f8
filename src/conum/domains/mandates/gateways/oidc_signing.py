"""Signing and verifying JSON Web Tokens (RFC 7515, 7519), and keeping private keys hidden at rest.

Private keys are encrypted (AES-256-GCM) under a key derived (HKDF, RFC 5869) from the ring of file keys, which is
never in the database. After a change of that ring, `conum oidc-keys rotate` twice leaves no key under the older one.
"""

from __future__ import annotations

import base64
import json
import secrets
from functools import cache, lru_cache
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, KeySet, RSAKey

NONCE = 12  # bytes
RSA_BITS = 2048
CURVE = "P-256"


class Unreadable(Exception):
    """No key of the ring opens the private key."""


class Untrusted(Exception):
    """The token is not one of those keys' own, or its claims are wrong; the reason is for nobody but a test."""


def new_pair(algorithm: str) -> tuple[str, bytes, dict[str, Any]]:
    """Make a key pair; returns its name (RFC 7638 thumbprint), the private key encrypted, the public JWK."""
    key: Any = RSAKey.generate_key(RSA_BITS) if algorithm == "RS256" else ECKey.generate_key(CURVE)
    kid = key.thumbprint()
    public = {**key.as_dict(private=False), "kid": kid, "use": "sig", "alg": algorithm}
    return kid, _sealed(key.as_der(private=True), kid), public


def sign(claims: dict[str, Any], *, kid: str, algorithm: str, private: bytes) -> str:
    """Return the claims as a compact JWT."""
    key = _opened(kid, algorithm, bytes(private))
    return str(jwt.encode({"alg": algorithm, "kid": kid, "typ": "JWT"}, claims, key, algorithms=[algorithm]))


def verified(token: str, keys: list[dict[str, Any]], algorithms: list[str]) -> dict[str, Any]:
    """Return the claims of a token signed by one of the public keys; dates and audience are the caller's to check.

    Raises:
        Untrusted: unreadable, an algorithm that is not allowed, or no key fits.
    """
    try:
        return dict(jwt.decode(token, KeySet.import_key_set({"keys": keys}), algorithms=algorithms).claims)  # type: ignore
    except (JoseError, ValueError, KeyError, TypeError, AttributeError) as wrong:
        raise Untrusted(type(wrong).__name__) from wrong


def unverified_issuer(token: str) -> str:
    """Return whom a token says it comes from, before anything is checked: only good to look up whose keys to try."""
    try:
        payload = token.split(".")[1]
        found = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
        return str(found["iss"])
    except (IndexError, ValueError, KeyError, TypeError):
        return ""


def readable_key(jwk: dict[str, Any]) -> bool:
    """Tell whether it is a public key we can verify with, RSA of 2048 bits or more, or P-256, without private part."""
    try:
        key: Any = {"RSA": RSAKey, "EC": ECKey}[jwk["kty"]].import_key(jwk)
    except (JoseError, ValueError, KeyError, TypeError):
        return False
    if key.is_private:
        return False
    return bool(key.raw_value.key_size >= RSA_BITS if jwk["kty"] == "RSA" else jwk.get("crv") == CURVE)


@lru_cache(maxsize=32)
def _opened(kid: str, algorithm: str, sealed: bytes) -> Any:
    for master in (settings.FILE_KEY, *settings.FILE_KEYS_OLDER.replace(",", " ").split()):
        try:
            der = AESGCM(_derived(master)).decrypt(sealed[:NONCE], sealed[NONCE:], kid.encode())
        except InvalidTag:
            continue
        return (RSAKey if algorithm == "RS256" else ECKey).import_key(der)
    raise Unreadable(f"signing key {kid} was encrypted under a file key that is not configured")


def _sealed(clear: bytes, kid: str) -> bytes:
    nonce = secrets.token_bytes(NONCE)
    return nonce + AESGCM(_derived(settings.FILE_KEY)).encrypt(nonce, clear, kid.encode())


@cache
def _derived(text: str) -> bytes:
    master = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    return HKDF(SHA256(), 32, salt=None, info=b"conum mandates signing keys").derive(master)
