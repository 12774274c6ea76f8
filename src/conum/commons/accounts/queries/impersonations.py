"""Questions about the agreements to act in the place of somebody."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from conum.commons.accounts.models import Impersonation


def in_force(now: datetime) -> QuerySet[Impersonation]:
    """Return the agreements neither withdrawn, nor over, nor left."""
    return Impersonation.objects.filter(withdrawn_at=None, left_at=None, expires_at__gt=now)


def given_by(person_id: UUID, now: datetime) -> Impersonation | None:
    """Return the agreement of this person that is in force, entered or not; None when there is none."""
    rows = in_force(now).select_related("administrator", "membership__organisation")
    return rows.filter(person=person_id).order_by("-agreed_at").first()


def open_to(administrator_id: UUID, person_id: UUID, now: datetime) -> bool:
    """Tell whether this administrator may enter in the place of this person now."""
    waiting = in_force(now).filter(person=person_id, entered_at=None)
    return person_id != administrator_id and waiting.exists()


def entered(impersonation_id: UUID, administrator_id: UUID, now: datetime) -> Impersonation | None:
    """Return the agreement under which this administrator acts now; None once it is over or withdrawn."""
    rows = in_force(now).select_related("person").filter(pk=impersonation_id, administrator=administrator_id)
    return rows.filter(person__is_active=True).first()
