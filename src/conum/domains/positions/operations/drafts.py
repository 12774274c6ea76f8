"""Drafts of requests, and interest registered before the opening date."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from conum.commons.accounts.models import Actor
from conum.domains.positions.models import HostRequestDraft, OpeningInterest
from conum.kernel.errors import OutOfSight


@transaction.atomic
def save_draft(
    draft_id: UUID | None, step: str, answers: dict[str, Any], *, actor: Actor | None, now: datetime
) -> HostRequestDraft:
    """Keep the answers of one step; a new draft is made when `draft_id` is None.

    Args:
        step: name of the step just filled.
        answers: JSON values of that step; they replace the earlier ones of the same names.

    Raises:
        OutOfSight: the draft is gone, or belongs to somebody else.
    """
    if draft_id is None:
        person = actor.person_id if actor else None
        return HostRequestDraft.objects.create(
            person_id=person, answers=answers, step=step, created_at=now, updated_at=now
        )
    draft = HostRequestDraft.objects.select_for_update(no_key=True).filter(pk=draft_id).first()
    if draft is None or (draft.person_id and draft.person_id != (actor.person_id if actor else None)):
        raise OutOfSight(_("Ce brouillon n'existe plus."))
    draft.answers = {**draft.answers, **answers}
    draft.step, draft.updated_at = step, now
    draft.save()
    return draft


@transaction.atomic
def drop_draft(draft_id: UUID) -> None:
    """Delete a draft: thrown away by its author, or turned into a request."""
    HostRequestDraft.objects.filter(pk=draft_id).delete()


@transaction.atomic
def register_interest(email: str, organisation_name: str, employer_class: str, *, now: datetime) -> None:
    """Remember who wants to be told of the opening date (POS-02); the same address twice is kept once."""
    OpeningInterest.objects.bulk_create(
        [
            OpeningInterest(
                email=email.strip().lower(),
                organisation_name=organisation_name[:200],
                employer_class=employer_class,
                created_at=now,
            )
        ],
        ignore_conflicts=True,
    )
