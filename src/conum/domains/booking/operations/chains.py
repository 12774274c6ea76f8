"""Writing to the journal: several chains, so that bookings of different organisations do not wait for each other."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Model

from conum.commons.journal.operations import record
from conum.kernel.permissions import ActorLike

CHAINS = 16


def family(organisation_id: UUID) -> str:
    """Return the chain of an organisation, one of sixteen."""
    return f"booking.{organisation_id.int % CHAINS:02d}"


def journal(
    action: str, subject: Model, organisation_id: UUID, actor: ActorLike | None, now: datetime, **payload: Any
) -> None:
    """Record what was done to a row of an organisation; the payload holds keys, states and dates, never a person."""
    record(family=family(organisation_id), action=action, actor=actor, subject=subject, payload=payload, now=now)
