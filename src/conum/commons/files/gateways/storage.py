"""The bytes: written to and read from Django's default storage, in pieces."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.core.files.base import File
from django.core.files.storage import default_storage

CHUNK = 65_536


class Stream(File):  # type: ignore[type-arg]
    """A file to write whose content is a generator; only what a storage needs to save it in one pass."""

    def __init__(self, chunks: Iterable[bytes], name: str) -> None:
        super().__init__(None, name)
        self._iterator = iter(chunks)
        self._rest = b""

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
        """Yield the pieces as they come."""
        yield from self._iterator

    def read(self, size: int = -1) -> bytes:
        """Return up to `size` bytes (S3 reads rather than iterates)."""
        while size < 0 or len(self._rest) < size:
            piece = next(self._iterator, None)
            if piece is None:
                break
            self._rest += piece
        cut = len(self._rest) if size < 0 else size
        out, self._rest = self._rest[:cut], self._rest[cut:]
        return out

    def seekable(self) -> bool:
        """A generator cannot go back."""
        return False

    def open(self, mode: str | None = None, *args: object, **kwargs: object) -> Stream:  # type: ignore[override]
        """Nothing to open."""
        return self

    def close(self) -> None:
        """Nothing to close."""


def write(path: str, chunks: Iterable[bytes]) -> str:
    """Save the chunks at `path` and return the place where they really are."""
    return default_storage.save(path, Stream(chunks, path))


def read(path: str) -> Iterator[bytes]:
    """Yield the stored bytes.

    Raises:
        FileNotFoundError: nothing is stored there.
    """
    with default_storage.open(path, "rb") as kept:
        while piece := kept.read(CHUNK):
            yield piece


def remove(path: str) -> None:
    """Remove what is stored at `path`; nothing there is no fault."""
    default_storage.delete(path)


def exists(path: str) -> bool:
    """Tell whether something is stored at `path`."""
    return default_storage.exists(path)


def listed(folder: str) -> Iterator[tuple[str, datetime]]:
    """Yield every stored path under `folder` and when it was last written."""
    try:
        folders, names = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    for name in names:
        path = f"{folder}/{name}"
        yield path, default_storage.get_modified_time(path)
    for inner in folders:
        yield from listed(f"{folder}/{inner}")
