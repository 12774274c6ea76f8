"""Hiding identity at rest: keyed hash of subjects (MAN-32), encryption of what is not searched (PRI-18).

Both keys are derived (HKDF, RFC 5869) from `CONUM_BENEFICIARY_KEY`, which serves nothing else and is never in the
database: a dump alone neither names a citizen nor tells whether somebody known from elsewhere is in it.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
from functools import cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

NONCE = 12  # bytes, random: far from 2^32 messages under one key


class Unreadable(Exception):
    """The sealed bytes are not what was written, or were written under another key."""


def subject_hash(issuer: str, subject: str) -> str:
    """Return the 64 hexadecimal digits under which a subject of an issuer is known."""
    return hmac.new(_key("subject"), f"{issuer}\0{subject}".encode(), hashlib.sha256).hexdigest()


def seal(claims: dict[str, str], bound_to: str) -> bytes:
    """Encrypt the claims (AES-256-GCM); they open only for the same `bound_to`, the hash of their subject."""
    nonce = secrets.token_bytes(NONCE)
    return nonce + AESGCM(_key("claims")).encrypt(nonce, json.dumps(claims).encode(), bound_to.encode())


def unseal(sealed: bytes | memoryview | None, bound_to: str) -> dict[str, str]:
    """Return the claims, none for None.

    Raises:
        Unreadable: altered, moved to another row, or another key.
    """
    if sealed is None:
        return {}
    data = bytes(sealed)
    try:
        clear = AESGCM(_key("claims")).decrypt(data[:NONCE], data[NONCE:], bound_to.encode())
    except InvalidTag as fault:
        raise Unreadable("sealed claims do not open") from fault
    found: dict[str, str] = json.loads(clear)
    return found


def _key(use: str) -> bytes:
    return _derived(settings.BENEFICIARY_KEY, use)


@cache
def _derived(text: str, use: str) -> bytes:
    master = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    return HKDF(SHA256(), 32, salt=None, info=f"conum beneficiaries {use}".encode()).derive(master)
