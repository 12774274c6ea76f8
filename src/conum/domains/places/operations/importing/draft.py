"""The two steps of an import on screen: keep the file and show what it would do, then do it or drop it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from conum.commons.files import operations as files
from conum.commons.files import queries as kept_files
from conum.commons.files.models import StoredFile
from conum.domains.places.enums import IMPORT_DRAFT
from conum.domains.places.operations.importing.file import PlacesFile
from conum.domains.places.operations.importing.report import ImportReport, ReportFile
from conum.domains.places.operations.importing.run import import_places
from conum.domains.places.parameters import DRAFT_KEPT
from conum.domains.places.permissions import IMPORT_PLACES
from conum.kernel.errors import Conflict
from conum.kernel.permissions import ActorLike

OWNER = "places.ImportDraft"
MOST_SOURCE = 64


@transaction.atomic
def keep_draft(upload: UploadedFile, *, source: str, actor: ActorLike, now: datetime) -> StoredFile:
    """Keep a file that can be read, for a day; older drafts are dropped.

    Args:
        source: name of the source; empty to take that of each row.

    Raises:
        FileRefused: the file cannot be read at all; nothing is kept.
        PermissionRefused: the actor may not.
    """
    IMPORT_PLACES.require(actor)
    content = upload.read()
    with _on_disk([content], upload.name or "lieux") as file:
        name = Path(file.name).stem + (".json.txt" if file.is_json else ".csv")
        for _line in file.lines():  # read to the end: what stops in the middle is refused here, not at step 2
            pass
        if file.encoding == "utf-16":
            content = content.decode("utf-16", errors="replace").encode()
    for old in StoredFile.objects.filter(
        purpose=IMPORT_DRAFT.name, created_at__lt=now - timedelta(days=DRAFT_KEPT.on(localdate(now)))
    ):
        files.erase(old, now=now)
    text = SimpleUploadedFile(name, content, "text/csv")
    return files.store(upload=text, purpose=IMPORT_DRAFT, owner=(OWNER, source[:MOST_SOURCE]), actor=actor, now=now)


def drafts() -> Any:
    """Return the drafts that wait."""
    return StoredFile.objects.filter(purpose=IMPORT_DRAFT.name)


def source_of(draft: StoredFile) -> str:
    """Return the source given with a draft; empty when each row tells its own."""
    return draft.owner_id


def preview_draft(
    draft: StoredFile, *, actor: ActorLike, now: datetime, sink: ReportFile | None = None
) -> ImportReport:
    """Return what applying the draft would do now; all remarks go to `sink`."""
    return _run(draft, actor=actor, now=now, apply=False, sink=sink)


@transaction.atomic
def apply_draft(draft: StoredFile, *, actor: ActorLike, now: datetime) -> ImportReport:
    """Import the good lines of the draft and drop it.

    Raises:
        Conflict: somebody applied or dropped it meanwhile.
        PermissionRefused: the actor may not.
    """
    IMPORT_PLACES.require(actor)
    locked = drafts().select_for_update().filter(pk=draft.pk).first()
    if locked is None:
        raise Conflict(_("Ce fichier a déjà été importé ou abandonné."))
    report = _run(locked, actor=actor, now=now, apply=True)
    files.erase(locked, now=now)
    return report


def drop_draft(draft: StoredFile, *, actor: ActorLike, now: datetime) -> None:
    """Forget the file; nothing is imported."""
    IMPORT_PLACES.require(actor)
    files.erase(draft, now=now)


def _run(
    draft: StoredFile, *, actor: ActorLike, now: datetime, apply: bool, sink: ReportFile | None = None
) -> ImportReport:
    with _on_disk(kept_files.content(draft), draft.name.removesuffix(".txt")) as file:
        return import_places(file, source=source_of(draft), actor=actor, now=now, apply=apply, sink=sink)


@contextmanager
def _on_disk(chunks: Any, name: str) -> Iterator[PlacesFile]:
    """Give the bytes as a file, for the time of a reading."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "lieux"
        with path.open("wb") as out:
            out.writelines(chunks)
        yield PlacesFile.open(path, name)
