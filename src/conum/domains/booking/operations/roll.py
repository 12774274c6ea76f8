"""The roll of a workshop, taken at once or sent later by a device that had no network (BOO-43).

One rule when two people noted: what changed on the server since the list was opened stays, and is told. Sending again
what is noted already changes nothing.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from conum.commons.accounts.models import Actor
from conum.domains.booking.enums import LIVE, BookingState
from conum.domains.booking.models import Registration, Workshop
from conum.domains.booking.operations import registrations
from conum.domains.booking.operations.chains import journal
from conum.domains.booking.operations.workshops import taken
from conum.domains.booking.rules import booking as rules


@dataclass(frozen=True)
class Tick:
    """Came, with how many, or not. `seen`: since when the registration was in its state when the list was opened."""

    registration_id: UUID
    came: bool
    size: int | None
    seen: datetime


@dataclass(frozen=True)
class Count:
    """Who came without registration, and the count that the list showed when it was opened."""

    arrivals: int
    seen: int


@dataclass(frozen=True)
class Roll:
    """What holds now. `kept`: registrations where somebody else's answer stayed; `count_kept`: likewise the count."""

    workshop: Workshop
    kept: list[Registration]
    count_kept: bool


@transaction.atomic
def take_roll(*, workshop_id: UUID, ticks: Collection[Tick], count: Count | None, actor: Actor, now: datetime) -> Roll:
    """Note who came to a workshop that has begun: all or nothing.

    Raises:
        OutOfSight, PermissionRefused; TransitionRefused; RuleBroken: BOO-43 before the start or once the workshop is
        held, BOO-41 more people than the party, BOO-25 too late.
    """
    workshop = taken(workshop_id, actor, now)
    rules.roll_has_begun.check(workshop.starts_at, now)
    known = {row.pk: row for row in workshop.registrations.select_related("contact")}
    asked = [(known[tick.registration_id], tick) for tick in ticks if tick.registration_id in known]
    kept = [row for row, tick in asked if not _noted(row, tick, actor, now)]
    return Roll(workshop, kept, count is not None and not _counted(workshop, count, actor, now))


def _noted(row: Registration, tick: Tick, actor: Actor, now: datetime) -> bool:
    size = (tick.size or row.party_size) if tick.came else None
    target = BookingState.ATTENDED if tick.came else BookingState.NO_SHOW
    if (row.state, row.attended_size) == (target, size):
        return True
    if row.state_at != tick.seen:
        return False
    given = {"registration_id": row.pk, "actor": actor, "now": now, "attended_size": size}
    if row.state in LIVE:
        registrations.confirm(came=tick.came, **given)
    else:
        registrations.correct(state=target, **given)
    return True


def _counted(workshop: Workshop, count: Count, actor: Actor, now: datetime) -> bool:
    before = workshop.unregistered_arrivals
    if before == count.arrivals:
        return True
    if before != count.seen:
        return False
    rules.arrivals_are_open.check(workshop.state, before, count.arrivals)
    workshop.unregistered_arrivals, workshop.updated_at = count.arrivals, now
    workshop.save(update_fields=["unregistered_arrivals", "updated_at"])
    journal("workshop.arrivals", workshop, workshop.organisation_id, actor, now, arrivals=count.arrivals)
    return True
