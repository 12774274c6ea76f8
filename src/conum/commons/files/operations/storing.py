"""Keeping and erasing files."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import models, transaction

from conum.commons.files.enums import FileKind, Purpose
from conum.commons.files.gateways import encryption, storage
from conum.commons.files.models import StoredFile
from conum.commons.files.rules import ENDINGS, HEAD, TAIL, check_upload
from conum.kernel.errors import ConumError
from conum.kernel.ids import new_id
from conum.kernel.permissions import ActorLike

FOLDER = "stored"


def check(upload: UploadedFile, purpose: Purpose, *, field: str = "file") -> FileKind:
    """Return the kind of the upload, read from its content; only its first and last bytes are read.

    Args:
        field: name of the form's field that a refusal marks.

    Raises:
        FileRefused: empty, over the limit, or not of an accepted kind; the sentence names the limit.
    """
    size = upload.size or 0
    head, tail = _ends(upload, size) if size <= purpose.max_bytes else (b"", b"")
    return check_upload(upload.name or "fichier", size, head, tail, purpose, field=field)


@transaction.atomic
def store(
    *,
    upload: UploadedFile,
    purpose: Purpose,
    owner: tuple[str, str] | models.Model,
    actor: ActorLike | None,
    now: datetime,
    field: str = "file",
) -> StoredFile:
    """Check, encrypt when the purpose says so, and keep the upload; the caller has asked the permission.

    A rollback after it leaves bytes without a row: the sweep removes them.

    Raises:
        FileRefused: see `check`.
    """
    kind = check(upload, purpose, field=field)
    tally = Tally()
    chunks = tally.over(upload.chunks())
    path = storage.write(path_for(purpose.name, now), encryption.encrypt(chunks) if purpose.encrypted else chunks)
    return StoredFile.objects.create(
        purpose=purpose.name,
        **_owner(owner),
        uploaded_by=actor.person_id if actor else None,
        name=_named(upload.name or "fichier", kind),
        content_type=kind.value,
        size=tally.size,
        sha256=tally.digest.hexdigest(),
        path=path,
        key_id=encryption.current_key() if purpose.encrypted else "",
        created_at=now,
    )


@transaction.atomic
def erase(file: StoredFile, *, now: datetime) -> None:
    """Delete the row, and the bytes once the transaction commits; already erased is no fault."""
    found = StoredFile.objects.select_for_update().filter(pk=file.pk).first()
    if found is None:
        return
    path = found.path
    found.delete()
    transaction.on_commit(lambda: storage.remove(path))


class Tally:
    """Counts and digests what passes, so that the stream is read once."""

    def __init__(self) -> None:
        self.size = 0
        self.digest = hashlib.sha256()

    def over(self, chunks: Iterator[bytes]) -> Iterator[bytes]:
        for chunk in chunks:
            self.size += len(chunk)
            self.digest.update(chunk)
            yield chunk


def _ends(upload: Any, size: int) -> tuple[bytes, bytes]:
    """Read the first and last bytes, wherever the upload lies (memory or temporary file)."""
    if not hasattr(upload, "seek"):
        raise ConumError("Le fichier n'a pas été reçu en entier : envoyez-le de nouveau.", field="file")
    upload.seek(0)
    head = upload.read(HEAD)
    upload.seek(max(size - TAIL, 0))
    tail = upload.read(TAIL)
    upload.seek(0)
    return head, tail


def _named(name: str, kind: FileKind) -> str:
    """A safe name of at most 110 characters, without folder, that ends as its content says."""
    bare = re.sub(r"[^\w.-]+", "_", name.replace("\\", "/").rpartition("/")[2]).strip("._-")
    stem, _, ending = bare.rpartition(".")
    known = stem and f".{ending.lower()}" in ENDINGS[kind]
    return f"{stem[:100]}.{ending.lower()}" if known else f"{(stem or ending)[:100] or 'fichier'}{ENDINGS[kind][0]}"


def path_for(purpose: str, now: datetime) -> str:
    """Return a new place in the storage: nothing of it says whose file or what file it is."""
    return f"{FOLDER}/{purpose}/{now:%Y/%m}/{new_id()}"


def _owner(owner: tuple[str, str] | models.Model) -> dict[str, str]:
    kind, key = owner if isinstance(owner, tuple) else (owner._meta.label, str(owner.pk))
    return {"owner_type": kind, "owner_id": str(key)}
