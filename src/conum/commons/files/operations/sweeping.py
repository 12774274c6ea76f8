"""Files without row, rows without file."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice

from conum.commons.files.gateways import storage
from conum.commons.files.models import StoredFile
from conum.commons.files.operations.storing import FOLDER

GRACE = timedelta(hours=24)  # an upload whose transaction is still open has no row yet
BATCH = 500
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Sweep:
    """What a sweep found: bytes removed because no row names them, rows whose bytes are gone."""

    removed: int
    missing: tuple[str, ...]


def sweep(*, now: datetime) -> Sweep:
    """Remove the bytes of more than a day that no row names, and report the rows whose bytes are not there.

    Rows are left as they are: only a person can send the file again.
    """
    removed, seen = 0, set()
    listed = storage.listed(FOLDER)
    while batch := dict(islice(listed, BATCH)):
        known = set(StoredFile.objects.filter(path__in=batch).values_list("path", flat=True))
        seen |= known
        removed += sum(_remove(path) for path, at in batch.items() if path not in known and now - at > GRACE)
    missing = tuple(_missing(seen))
    if missing:
        log.error("%s stored files have lost their bytes: %s", len(missing), ", ".join(missing[:20]))
    return Sweep(removed, missing)


def _remove(path: str) -> bool:
    storage.remove(path)
    return True


def _missing(seen: set[str]) -> Iterator[str]:
    for pk, path in StoredFile.objects.order_by("pk").values_list("pk", "path").iterator(chunk_size=2000):
        if path not in seen and not storage.exists(path):
            yield str(pk)


def put_back(path: str, pieces: Iterable[bytes]) -> None:
    """Write the bytes of a stored file, as they were stored, at the place where its row looks for them.

    Args:
        path: of the row, `StoredFile.path`.
        pieces: what `queries.stored_bytes` gave.
    """
    if storage.exists(path):
        storage.remove(path)
    storage.write(path, pieces)
