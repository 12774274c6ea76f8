"""The two steps of an import on screen: keep the file and show what it would do, then do it or drop it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from conum.commons.territories.enums import ImportKind
from conum.commons.territories.models import ImportDraft
from conum.commons.territories.operations.cells import ImportReport
from conum.commons.territories.operations.fragility import import_fragility
from conum.commons.territories.operations.zones import import_zones
from conum.commons.territories.permissions import IMPORT_REFERENCE
from conum.kernel.errors import Conflict
from conum.kernel.permissions import ActorLike

KEPT_FOR = timedelta(days=1)
IMPORTERS: dict[str, Callable[..., ImportReport]] = {
    ImportKind.FRAGILITY.value: import_fragility,
    ImportKind.ZONES.value: import_zones,
}


@transaction.atomic
def keep_draft(
    kind: str, content: bytes, *, file_name: str, source: str, actor: ActorLike, now: datetime
) -> ImportDraft:
    """Keep a file that can be read, for a day; older drafts are dropped.

    Raises:
        FileRefused: the file cannot be read at all; nothing is kept.
        PermissionRefused: the actor may not.
    """
    IMPORTERS[kind](content, source=source, actor=actor, now=now, apply=False)
    ImportDraft.objects.filter(created_at__lt=now - KEPT_FOR).delete()
    return ImportDraft.objects.create(
        kind=kind, content=content, file_name=file_name[-120:], source=source, created_at=now
    )


def preview_draft(draft: ImportDraft, *, actor: ActorLike, now: datetime) -> ImportReport:
    """Return what applying the draft would do today."""
    return IMPORTERS[draft.kind](bytes(draft.content), source=draft.source, actor=actor, now=now, apply=False)


@transaction.atomic
def apply_draft(draft_id: UUID, *, actor: ActorLike, now: datetime) -> ImportReport:
    """Write the good lines of the draft and drop it.

    Raises:
        Conflict: somebody applied or dropped it meanwhile.
        PermissionRefused: the actor may not.
    """
    IMPORT_REFERENCE.require(actor)
    draft = ImportDraft.objects.select_for_update().filter(pk=draft_id).first()
    if draft is None:
        raise Conflict(_("Ce fichier a déjà été importé ou abandonné."))
    report = IMPORTERS[draft.kind](bytes(draft.content), source=draft.source, actor=actor, now=now, apply=True)
    draft.delete()
    return report


@transaction.atomic
def drop_draft(draft_id: UUID, *, actor: ActorLike) -> None:
    """Forget the file; nothing is imported."""
    IMPORT_REFERENCE.require(actor)
    ImportDraft.objects.filter(pk=draft_id).delete()
