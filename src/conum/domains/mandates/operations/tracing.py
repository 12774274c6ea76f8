"""The journal of the module: every act of sheet 13 section 5 goes through here."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import models

from conum.commons.journal.models import JournalEntry
from conum.commons.journal.operations import record
from conum.domains.mandates.gateways.secrets import mark_of
from conum.domains.mandates.models import EntryOrigin
from conum.kernel.permissions import ActorLike

FAMILY = "mandates"


def trace(
    action: str,
    *,
    actor: ActorLike | None,
    subject: models.Model | tuple[str, str],
    now: datetime,
    payload: dict[str, Any] | None = None,
    organisation_id: UUID | None = None,
    address: str | None = None,
) -> JournalEntry:
    """Append a line to the chain of the mandates, in the transaction of the operation that did the thing.

    Args:
        action: kind of entry (`factor.checked`, `helper.suspend`…).
        actor: who did it; None for the system, and for a citizen or a visitor without account.
        subject: the row it was done to, or (type, identifier): no foreign key.
        payload: keys, states, dates: no direct identity.
        organisation_id: organisation of the fact, the actor's when not given.
        address: network address (`client_address(request)`). Its keyed hash is in the chain for good; the address
            itself is kept beside it for a year.
    """
    held: dict[str, Any] = dict(payload or {})
    organisation = organisation_id or getattr(actor, "organisation_id", None)
    if organisation:
        held["organisation"] = str(organisation)
    if address:
        held["from"] = mark_of(address)
    entry = record(family=FAMILY, action=action, actor=actor, subject=subject, payload=held, now=now)
    if address:
        EntryOrigin.objects.create(entry=entry, address=address, at=now)
    return entry
