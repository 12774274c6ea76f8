"""Workshops: made, changed, opened, cancelled, held."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F
from psycopg.types.range import TimestamptzRange

from conum.commons.accounts.models import Actor
from conum.domains.booking.enums import LIVE, BookingState, TypeKind, WorkshopState
from conum.domains.booking.events import (
    WorkshopCancelled,
    WorkshopChanged,
    WorkshopHandedOver,
    WorkshopHeld,
    WorkshopOpened,
)
from conum.domains.booking.models import AppointmentType, EngagedTime, Registration, Workshop
from conum.domains.booking.operations.chains import journal
from conum.domains.booking.operations.locks import lock_people, locked, seen
from conum.domains.booking.operations.registrations import give_back
from conum.domains.booking.operations.reminders import plan_reminders, skip_reminders
from conum.domains.booking.operations.seats import renumber
from conum.domains.booking.permissions import MANAGE_WORKSHOPS, calendar, workshops_visible_to
from conum.domains.booking.queries.clocks import zone_of
from conum.domains.booking.rules import booking as rules
from conum.domains.booking.workflow import WORKSHOP
from conum.kernel.events import publish

DESCRIBED = (
    "title", "level", "themes", "description", "public_audience", "equipment_provided", "seats",
)  # fmt: skip


@dataclass(frozen=True)
class Plan:
    """What a workshop, or a series, is; `seats` None has no limit."""

    type_id: UUID
    people: Collection[UUID]
    title: str
    place_id: UUID | None = None
    seats: int | None = 10
    level: str = ""
    themes: Collection[str] = field(default=())
    description: str = ""
    public_audience: str = ""
    equipment_provided: bool = False

    def described(self) -> dict[str, Any]:
        """Return the values of the fields that a workshop and its series share."""
        return {name: getattr(self, name) for name in DESCRIBED} | {"themes": list(self.themes)}


@transaction.atomic
def create(
    *,
    plan: Plan,
    starts_at: datetime,
    ends_at: datetime,
    actor: Actor,
    now: datetime,
    registration_opens_at: datetime | None = None,
    registration_closes_at: datetime | None = None,
) -> Workshop:
    """Make a draft workshop and take the time of those who lead it.

    Raises: PermissionRefused, OutOfSight; RuleBroken: BOO-01, BOO-10 when one of them is taken, BOO-11.
    """
    asked = workshop_type(plan, actor)
    lock_people(plan.people, now)
    workshop = Workshop(organisation_id=asked.organisation_id, created_at=now)
    workshop.registration_opens_at, workshop.registration_closes_at = registration_opens_at, registration_closes_at
    return save(workshop, asked, plan, starts_at, ends_at, "workshop.create", actor, now)


@transaction.atomic
def change(
    *, workshop_id: UUID, plan: Plan, starts_at: datetime, ends_at: datetime, actor: Actor, now: datetime
) -> Workshop:
    """Change one workshop, of a series or alone; a workshop of a series then no longer follows it.

    Seats are lowered down to those taken at most (BOO-11); raising them leaves a trace in the journal.

    Raises: as `create`; TransitionRefused once begun.
    """
    asked = workshop_type(plan, actor)
    workshop = taken(workshop_id, actor, now, plan.people)
    WORKSHOP.target(workshop.state, "cancel")  # what may still be cancelled may still be changed
    workshop.detached = workshop.series_id is not None
    return save(workshop, asked, plan, starts_at, ends_at, "workshop.change", actor, now)


@transaction.atomic
def open_workshop(*, workshop_id: UUID, actor: Actor, now: datetime) -> Workshop:
    """Open the registrations of a draft.

    Raises: OutOfSight, PermissionRefused, TransitionRefused.
    """
    workshop = taken(workshop_id, actor, now)
    _to(workshop, "open", actor, now)
    publish(WorkshopOpened(workshop.pk, workshop.organisation_id, now))
    return workshop


@transaction.atomic
def cancel(*, workshop_id: UUID, reason: str, actor: Actor, now: datetime) -> Workshop:
    """Cancel a workshop: its registrations are revoked, the time of those who lead it is free again.

    Raises: OutOfSight, PermissionRefused, TransitionRefused; RuleBroken: BOO-26 without a reason.
    """
    workshop = taken(workshop_id, actor, now)
    rules.reason_given.check(reason)
    return cancel_taken(workshop, reason.strip(), actor, now)


@transaction.atomic
def hold(*, workshop_id: UUID, actor: Actor, now: datetime, unregistered_arrivals: int = 0) -> Workshop:
    """Say that a workshop took place; those who came without registration are a count (BOO-43, BOO-45).

    Raises: OutOfSight, PermissionRefused; TransitionRefused before its start.
    """
    workshop = taken(workshop_id, actor, now)
    if workshop.state in (WorkshopState.OPEN, WorkshopState.FULL) and workshop.starts_at <= now:
        workshop.state = WORKSHOP.target(workshop.state, "start")
    workshop.unregistered_arrivals = unregistered_arrivals
    _to(workshop, "hold", actor, now)
    came = workshop.registrations.filter(state=BookingState.ATTENDED).values_list("attended_size", flat=True)
    attended = sum(size or 0 for size in came) + unregistered_arrivals
    publish(WorkshopHeld(workshop.pk, workshop.organisation_id, attended, now))
    return workshop


def workshop_type(plan: Plan, actor: Actor) -> AppointmentType:
    """Return the type of a plan, the actor being allowed to hold workshops with its people."""
    types = AppointmentType.objects.filter(kind=TypeKind.WORKSHOP, active=True, organisation=actor.organisation_id)
    asked = seen(types, plan.type_id)
    MANAGE_WORKSHOPS.require(actor, calendar(asked.organisation_id, plan.people))
    rules.capacity_known.check(plan.seats)
    return asked


def taken(workshop_id: UUID, actor: Actor, now: datetime, people: Collection[UUID] = ()) -> Workshop:
    """Return the workshop, locked after the calendars of those who lead it. Raises: OutOfSight, PermissionRefused."""
    found = seen(workshops_visible_to(actor), workshop_id)
    lock_people([*people, *found.people.values_list("pk", flat=True)], now)
    workshop = locked(workshops_visible_to(actor).select_related("type"), workshop_id)
    MANAGE_WORKSHOPS.require(actor, workshop)
    return workshop


def save(
    workshop: Workshop,
    asked: AppointmentType,
    plan: Plan,
    starts_at: datetime,
    ends_at: datetime,
    action: str,
    actor: Actor | None,
    now: datetime,
) -> Workshop:
    """Write a workshop whose people are locked, with the time it takes; tells those registered of another time."""
    rules.ends_later.check(starts_at, ends_at)
    rules.capacity_holds.check(plan.seats, workshop.registered + workshop.held)
    before, was = workshop.starts_at, (workshop.starts_at, workshop.ends_at, workshop.place_id)
    if plan.seats is not None and workshop.seats != plan.seats:
        renumber(workshop, plan.seats)
    for name, value in plan.described().items():
        setattr(workshop, name, value)
    workshop.type, workshop.place_id = asked, plan.place_id
    workshop.starts_at, workshop.ends_at, workshop.updated_at = starts_at, ends_at, now
    workshop.timezone = zone_of(plan.place_id, workshop.organisation_id)
    moved = before is not None and was != (starts_at, ends_at, plan.place_id)
    workshop.sequence += int(moved)
    workshop.save()
    others = set(plan.people) - set(workshop.people.values_list("pk", flat=True))
    workshop.people.set(plan.people)
    engage_leaders(workshop, plan.people)
    seats = {"seats": workshop.seats, "taken": workshop.registered}
    journal(action, workshop, workshop.organisation_id, actor, now, starts_at=starts_at, **seats)
    if moved:
        _tell_moved(workshop, before, now)
    elif others and before is not None:
        tell_other_leader(workshop, now)
    return workshop


def tell_other_leader(workshop: Workshop, now: datetime) -> None:
    """Tell those registered in a locked workshop that somebody else leads it; their calendars learn it too."""
    Registration.objects.filter(workshop=workshop, state__in=LIVE).update(sequence=F("sequence") + 1, updated_at=now)
    publish(WorkshopHandedOver(workshop.pk, workshop.organisation_id, now))


def engage_leaders(workshop: Workshop, people: Collection[UUID]) -> None:
    """Take the time of those who lead a workshop, buffers included.

    Raises: RuleBroken: BOO-10 when one of them is already taken.
    """
    workshop.engaged.all().delete()
    start = workshop.starts_at - timedelta(minutes=workshop.type.buffer_before)
    during = TimestamptzRange(start, workshop.ends_at + timedelta(minutes=workshop.type.buffer_after))
    try:
        with transaction.atomic():
            EngagedTime.objects.bulk_create(
                EngagedTime(person_id=person, during=during, workshop=workshop) for person in people
            )
    except IntegrityError:
        rules.people_are_free.check(False)


def cancel_taken(workshop: Workshop, reason: str, actor: Actor | None, now: datetime) -> Workshop:
    """Cancel a locked workshop with its registrations and waiting entries."""
    mark_cancelled(workshop, reason, actor, now)
    return revoke_registrations(workshop, actor, now)


def mark_cancelled(workshop: Workshop, reason: str, actor: Actor | None, now: datetime) -> None:
    """Say that a locked workshop will not be, before anybody is told: no message proposes a date cancelled as well."""
    workshop.state_reason = reason
    _to(workshop, "cancel", actor, now)


def revoke_registrations(workshop: Workshop, actor: Actor | None, now: datetime) -> Workshop:
    """Revoke the registrations of a workshop marked as cancelled, and give the time of its leaders back."""
    rows = list(workshop.registrations.filter(state__in=LIVE).select_related("contact").order_by("pk"))
    for row in rows:
        give_back(workshop, row, BookingState.REVOKED, workshop.state_reason, actor, now)
    workshop.engaged.all().delete()
    keys = tuple(row.pk for row in rows)
    publish(WorkshopCancelled(workshop.pk, workshop.organisation_id, keys, now))
    return workshop


def _to(workshop: Workshop, event: str, actor: Actor | None, now: datetime) -> None:
    workshop.state, workshop.updated_at = WORKSHOP.target(workshop.state, event), now
    workshop.sequence += int(event == "cancel")
    workshop.save()
    journal(f"workshop.{event}", workshop, workshop.organisation_id, actor, now, state=workshop.state)


def _tell_moved(workshop: Workshop, before: datetime, now: datetime) -> None:
    for row in workshop.registrations.filter(state__in=LIVE).select_related("contact"):
        row.sequence, row.updated_at = row.sequence + 1, now
        row.save(update_fields=["sequence", "updated_at"])
        skip_reminders(now, registration=row)
        plan_reminders(row, workshop.starts_at, workshop.timezone, workshop.type, now)
    publish(WorkshopChanged(workshop.pk, workshop.organisation_id, before, workshop.starts_at, now))
