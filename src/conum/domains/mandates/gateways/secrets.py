"""Seeds of cards sealed at rest (PRI-18), and the keyed mark of a network address.

Keys are derived (HKDF, RFC 5869) from the ring of file keys, which comes from the environment: a dump of the database
alone shows no code and names no address.
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

NONCE = 12  # bytes, random


class Unreadable(Exception):
    """The sealed bytes are not what was written, or their key is not configured."""


def current_key() -> str:
    """Return the identifier of the key that new seeds are sealed with."""
    return next(iter(_ring()))


def seal(clear: bytes, bound_to: str) -> bytes:
    """Encrypt under the current key (AES-256-GCM); it opens only for the same `bound_to`."""
    nonce = secrets.token_bytes(NONCE)
    return nonce + AESGCM(_derived(_ring()[current_key()], "seeds")).encrypt(nonce, clear, bound_to.encode())


def unseal(sealed: bytes | memoryview, key_id: str, bound_to: str) -> bytes:
    """Return the clear bytes.

    Raises:
        Unreadable: altered, moved to another row, or the key is not in the ring.
    """
    data, master = bytes(sealed), _ring().get(key_id)
    if master is None:
        raise Unreadable(f"key {key_id} is not configured")
    try:
        return AESGCM(_derived(master, "seeds")).decrypt(data[:NONCE], data[NONCE:], bound_to.encode())
    except InvalidTag as fault:
        raise Unreadable("the sealed seed does not open") from fault


def seal_batch(rows: list[tuple[str, str]], bound_to: str) -> str:
    """Return checked lines (serial, seed) as a text that only we can read, for the page that asks to confirm."""
    return base64.urlsafe_b64encode(seal(json.dumps(rows).encode(), f"batch {bound_to}")).decode()


def unseal_batch(text: str, bound_to: str) -> list[tuple[str, str]]:
    """Return the lines of `seal_batch`.

    Raises:
        Unreadable: not one of ours, or prepared for somebody else.
    """
    try:
        clear = unseal(base64.urlsafe_b64decode(text.encode()), current_key(), f"batch {bound_to}")
    except ValueError as fault:
        raise Unreadable("not a batch") from fault
    return [(serial, seed) for serial, seed in json.loads(clear)]


def mark_of(address: str) -> str:
    """Return the keyed hash (HMAC-SHA-256, 32 digits) of a network address: what the journal keeps for good."""
    key = _derived(_ring()[current_key()], "addresses")
    return hmac.new(key, address.encode(), hashlib.sha256).hexdigest()[:32]


def _ring() -> dict[str, bytes]:
    return _keys(settings.FILE_KEY, settings.FILE_KEYS_OLDER)


@cache
def _keys(current: str, older: str) -> dict[str, bytes]:
    texts = [current, *(part for part in older.replace(",", " ").split() if part)]
    keys = [base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)) for text in texts]
    return {hashlib.sha256(b"conum mandates key" + key).hexdigest()[:12]: key for key in keys}


@cache
def _derived(master: bytes, use: str) -> bytes:
    return HKDF(SHA256(), 32, salt=None, info=f"conum mandates {use}".encode()).derive(master)
