"""Questions about invitations."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from conum.commons.accounts.models import Actor, Invitation


def waiting(now: datetime) -> QuerySet[Invitation]:
    """Return the invitations that may still be accepted, latest first."""
    rows = Invitation.objects.filter(accepted_at=None, revoked_at=None, expires_at__gt=now)
    return rows.select_related("organisation", "department", "region").order_by("-created_at", "pk")


def waiting_of(actor: Actor, now: datetime) -> QuerySet[Invitation]:
    """Return those of the actor's organisation and role; all of them for a national administrator."""
    if actor.role == "national_admin":
        return waiting(now)
    if actor.organisation_id is None:
        return Invitation.objects.none()
    return waiting(now).filter(organisation=actor.organisation_id, role=actor.role)
