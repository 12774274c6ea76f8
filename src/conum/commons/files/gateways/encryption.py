"""Encryption at rest: AES-256-GCM in pieces of 64 KiB, each bound to its rank and to being the last or not.

Layout: `CNM1`, a 7-byte random prefix, then pieces of at most 65 536 bytes each followed by its 16-byte tag. The nonce
of a piece is prefix + rank (4 bytes) + 1 for the last piece, 0 before (the STREAM construction): a piece moved,
repeated, removed or a file cut short does not decrypt.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
from collections.abc import Iterable, Iterator
from functools import cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

MAGIC = b"CNM1"
PREFIX = 7
PIECE = 65_536
TAG = 16


class Unreadable(Exception):
    """The stored bytes are not what was written, or their key is not configured."""


def current_key() -> str:
    """Return the identifier of the key that new files are encrypted with."""
    return next(iter(_ring()))


def encrypt(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the encrypted form of the chunks, under the current key."""
    prefix = secrets.token_bytes(PREFIX)
    cipher = AESGCM(_ring()[current_key()])
    yield MAGIC + prefix
    for rank, piece, last in _numbered(_pieces(chunks, PIECE)):
        yield cipher.encrypt(_nonce(prefix, rank, last), piece, None)


def decrypt(chunks: Iterable[bytes], key_id: str) -> Iterator[bytes]:
    """Yield the clear bytes.

    Raises:
        Unreadable: the key is not in the ring, or a piece was altered, moved or cut.
    """
    if key_id not in _ring():
        raise Unreadable(f"key {key_id} is not configured")
    cipher = AESGCM(_ring()[key_id])
    head, rest = _split_head(iter(chunks))
    if head[: len(MAGIC)] != MAGIC:
        raise Unreadable("not an encrypted file")
    for rank, piece, last in _numbered(_pieces(rest, PIECE + TAG)):
        try:
            yield cipher.decrypt(_nonce(head[len(MAGIC) :], rank, last), piece, None)
        except InvalidTag as fault:
            raise Unreadable(f"piece {rank} was altered") from fault


def _ring() -> dict[str, bytes]:
    """Keys by identifier, the current one first; they come from the environment, never from the database."""
    return _keys(settings.FILE_KEY, settings.FILE_KEYS_OLDER)


@cache
def _keys(current: str, older: str) -> dict[str, bytes]:
    texts = [current, *(part for part in older.replace(",", " ").split() if part)]
    keys = [base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)) for text in texts]
    return {hashlib.sha256(b"conum file key" + key).hexdigest()[:12]: key for key in keys}


def _nonce(prefix: bytes, rank: int, last: bool) -> bytes:
    return prefix + rank.to_bytes(4, "big") + (b"\x01" if last else b"\x00")


def _pieces(chunks: Iterable[bytes], size: int) -> Iterator[bytes]:
    """Cut the stream again into pieces of `size`; at least one piece, perhaps empty."""
    buffer = b""
    cut = False
    for chunk in chunks:
        buffer += chunk
        while len(buffer) >= size:
            yield buffer[:size]
            buffer, cut = buffer[size:], True
    if buffer or not cut:
        yield buffer


def _numbered(pieces: Iterator[bytes]) -> Iterator[tuple[int, bytes, bool]]:
    rank, held = 0, next(pieces)
    for piece in pieces:
        yield rank, held, False
        rank, held = rank + 1, piece
    yield rank, held, True


def _split_head(chunks: Iterator[bytes]) -> tuple[bytes, Iterator[bytes]]:
    size = len(MAGIC) + PREFIX
    buffer = b""
    while len(buffer) < size:
        chunk = next(chunks, b"")
        if not chunk:
            raise Unreadable("file too short")
        buffer += chunk

    def rest() -> Iterator[bytes]:
        yield buffer[size:]
        yield from chunks

    return buffer[:size], rest()
