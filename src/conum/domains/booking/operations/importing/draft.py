"""The two steps of an import on screen: keep the file and show what it would do, then do it or drop it."""

from __future__ import annotations

from datetime import datetime

from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from conum.commons.accounts.models import Actor
from conum.commons.files import operations as files
from conum.commons.files import queries as kept_files
from conum.commons.files.models import StoredFile
from conum.commons.territories.operations.cells import ImportReport
from conum.domains.booking.enums import IMPORT_DRAFT
from conum.domains.booking.operations.importing.run import import_appointments
from conum.domains.booking.permissions import IMPORT_APPOINTMENTS
from conum.kernel.errors import Conflict, OutOfSight

OWNER = "booking.ImportDraft"


@transaction.atomic
def keep_draft(upload: UploadedFile, *, actor: Actor, now: datetime) -> StoredFile:
    """Keep a file that can be read, encrypted, for a day.

    Raises: FileRefused: the file cannot be read at all, nothing is kept; PermissionRefused, OutOfSight.
    """
    content = upload.read()
    _run(content, actor=actor, now=now, apply=False)
    text = SimpleUploadedFile((upload.name or "rendez-vous.csv")[-100:], content, "text/csv")
    owner = (OWNER, str(actor.organisation_id))
    return files.store(upload=text, purpose=IMPORT_DRAFT, owner=owner, actor=actor, now=now)


def drafts_of(actor: Actor) -> QuerySet[StoredFile]:
    """Return the files that wait in the actor's organisation."""
    if not IMPORT_APPOINTMENTS.allows(actor) or actor.organisation_id is None:
        return StoredFile.objects.none()
    return StoredFile.objects.filter(purpose=IMPORT_DRAFT.name, owner_id=str(actor.organisation_id))


def preview_draft(draft: StoredFile, *, actor: Actor, now: datetime) -> ImportReport:
    """Return what applying the draft would do now."""
    return _run(_content(draft), actor=actor, now=now, apply=False)


@transaction.atomic
def apply_draft(draft: StoredFile, *, actor: Actor, now: datetime) -> ImportReport:
    """Import the good lines of the draft and drop it.

    Raises: Conflict: somebody applied or dropped it meanwhile; PermissionRefused.
    """
    locked = drafts_of(actor).select_for_update().filter(pk=draft.pk).first()
    if locked is None:
        raise Conflict(_("Ce fichier a déjà été importé ou abandonné."))
    report = _run(_content(locked), actor=actor, now=now, apply=True)
    files.erase(locked, now=now)
    return report


def drop_draft(draft: StoredFile, *, actor: Actor, now: datetime) -> None:
    """Forget the file; nothing is imported."""
    IMPORT_APPOINTMENTS.require(actor)
    files.erase(draft, now=now)


def _content(draft: StoredFile) -> bytes:
    return b"".join(kept_files.content(draft))


def _run(content: bytes, *, actor: Actor, now: datetime, apply: bool) -> ImportReport:
    if actor.organisation_id is None:
        raise OutOfSight(_("Cette page n'existe pas, ou ne vous est pas ouverte."))
    return import_appointments(content, organisation_id=actor.organisation_id, actor=actor, now=now, apply=apply)
