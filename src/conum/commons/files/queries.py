"""Reading files."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from itertools import chain

from django.db import models
from django.http import StreamingHttpResponse
from django.utils.http import content_disposition_header

from conum.commons.files.gateways import encryption, storage
from conum.commons.files.models import StoredFile

LEDGER = "erasures"  # folder of the storage


def of(owner: tuple[str, str] | models.Model, *, purpose: str | None = None) -> models.QuerySet[StoredFile]:
    """Return the files of a row, latest first, of one purpose when it is named."""
    kind, key = owner if isinstance(owner, tuple) else (owner._meta.label, str(owner.pk))
    found = StoredFile.objects.filter(owner_type=kind, owner_id=str(key)).order_by("-created_at", "-pk")
    return found.filter(purpose=purpose) if purpose else found


def stored_bytes(path: str) -> Iterator[bytes]:
    """Yield the bytes of a stored file as they are stored, encrypted ones included: what a backup copies.

    Raises:
        FileNotFoundError: the bytes are not in the storage.
    """
    return storage.read(path)


def erasures_since(instant: datetime) -> Iterator[tuple[str, str]]:
    """Yield the model and key of each row in the ledger of erasures (PRI-07) since this instant."""
    for path, _at in storage.listed(LEDGER):
        if path.split("/")[1] >= f"{instant:%Y-%m-%d}":
            line = json.loads(b"".join(storage.read(path)))
            if datetime.fromisoformat(line["at"]) >= instant:
                yield line["model"], line["key"]


def content(file: StoredFile) -> Iterator[bytes]:
    """Yield the clear bytes of the file.

    Raises:
        Unreadable: the stored bytes were altered or their key is not configured.
        FileNotFoundError: the bytes are not in the storage.
    """
    stored = storage.read(file.path)
    return encryption.decrypt(stored, file.key_id) if file.key_id else stored


def response(file: StoredFile) -> StreamingHttpResponse:
    """Return the download: always an attachment, never guessed, never cached, unable to run anything.

    The first piece is read before answering, so that a missing or altered file is a fault and not half a file.

    Raises:
        Unreadable, FileNotFoundError: see `content`.
    """
    pieces = content(file)
    first = next(pieces, b"")
    answer = StreamingHttpResponse(chain([first], pieces), content_type=file.content_type)
    answer["Content-Length"] = str(file.size)
    answer["Content-Disposition"] = content_disposition_header(True, file.name)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer
