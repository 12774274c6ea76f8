"""Secret addresses at rest: AES-256-GCM under a key outside the database, bound to their row (PRI-18)."""

from __future__ import annotations

import base64
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

NONCE = 12  # bytes


class Unsealable(Exception):
    """No key of this installation opens the text."""


def seal(text: str, bound_to: str) -> bytes:
    """Return the text encrypted under the current key, readable with `bound_to` only."""
    nonce = secrets.token_bytes(NONCE)
    return nonce + AESGCM(_key(settings.FILE_KEY)).encrypt(nonce, text.encode(), bound_to.encode())


def unseal(sealed: bytes | memoryview, bound_to: str) -> str:
    """Return the text.

    Raises:
        Unsealable: sealed under a key that is gone, or for another row.
    """
    raw = bytes(sealed)
    for key in (settings.FILE_KEY, *settings.FILE_KEYS_OLDER.split()):
        try:
            return AESGCM(_key(key)).decrypt(raw[:NONCE], raw[NONCE:], bound_to.encode()).decode()
        except InvalidTag:
            continue
    raise Unsealable


def _key(text: str) -> bytes:
    material = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    return HKDF(SHA256(), 32, salt=None, info=b"conum.booking.calendars").derive(material)
