"""Giving the bookings of who left to a colleague of the same place who is free, else cancelling them (REC-54)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from psycopg.types.range import TimestamptzRange

from conum.domains.booking.enums import Audience, BookingState, WorkshopState
from conum.domains.booking.events import AppointmentHandedOver
from conum.domains.booking.models import Appointment, AvailabilityRule, BusyTime, EngagedTime, Workshop
from conum.domains.booking.operations.appointments import engage, place_calendars
from conum.domains.booking.operations.chains import journal
from conum.domains.booking.operations.changes import release
from conum.domains.booking.operations.leaving_notices import tell_taker, tell_without_leader
from conum.domains.booking.operations.locks import lock_people, locked, seen
from conum.domains.booking.operations.workshops import engage_leaders, tell_other_leader
from conum.domains.booking.queries.clocks import zone_of
from conum.domains.booking.queries.load import bookings_of_day
from conum.domains.booking.queries.slots import Slot, slots_for
from conum.domains.booking.rules.booking import fewest_first
from conum.domains.booking.workflow import APPOINTMENT
from conum.kernel.events import publish

UNBEGUN = (WorkshopState.DRAFT, WorkshopState.OPEN, WorkshopState.FULL)


@transaction.atomic
def hand_over(*, appointment_id: UUID, person_id: UUID, now: datetime) -> None:
    """Give an appointment to a colleague present at that time for that type and free; cancel it when there is none.

    Does nothing when it is no longer planned with this professional.
    """
    found = seen(Appointment.objects.select_related("type"), appointment_id)
    held = set(found.people.values_list("pk", flat=True))
    others = ({*place_calendars(found.type, found.place_id)} | held) - {person_id, None}
    lock_people([person_id, *others], now)
    row = locked(Appointment.objects.select_related("type", "contact"), appointment_id)
    if row.state != BookingState.PLANNED or not row.people.filter(pk=person_id).exists():
        return
    slot = _takers(row, held - {person_id}, others, now)
    if slot:
        _give(row, slot, held, person_id, now)
    else:
        reason = _("La personne qui devait vous recevoir a quitté la structure.")
        release(row, APPOINTMENT.target(row.state, "cancel_by_service"), reason, None, now)


@transaction.atomic
def hand_over_workshop(*, workshop_id: UUID, person_id: UUID, now: datetime) -> None:
    """Leave a workshop to those who lead it too, else to a colleague of the place who is free.

    Without any, its registrations stay and a manager of the organisation is asked to find somebody, or to cancel it.
    """
    found = seen(Workshop.objects.select_related("type"), workshop_id)
    held = set(found.people.values_list("pk", flat=True)) - {person_id}
    others = held or _colleagues(found, now) - {person_id}
    lock_people([person_id, *others], now)
    workshop = locked(Workshop.objects.select_related("type", "organisation", "place"), workshop_id)
    if workshop.state not in UNBEGUN or not workshop.people.filter(pk=person_id).exists():
        return
    leaders = held or set(_free(workshop, others)[:1])
    workshop.people.set(leaders)
    workshop.updated_at = now
    workshop.save(update_fields=["updated_at"])
    engage_leaders(workshop, leaders)
    journal("workshop.hand_over", workshop, workshop.organisation_id, None, now, leaders=len(leaders))
    for taker in leaders - held:
        tell_taker(taker, person_id, workshop.organisation_id, now=now)
    if leaders - held:
        tell_other_leader(workshop, now)
    if not leaders and (workshop.series_id is None or workshop.detached):
        tell_without_leader(workshop, now=now)


def _takers(row: Appointment, kept: set[UUID], others: Collection[UUID], now: datetime) -> Slot | None:
    """The slot with those who stay and, for the rest, the colleagues with the fewest bookings that day (BOO-14)."""
    if not others:
        return None
    places = None if row.place_id is None else [row.place_id]
    window = {"first": row.starts_at, "last": row.starts_at, "now": now, "audience": Audience.STAFF, "but": row.pk}
    found = slots_for(type_id=row.type_id, place_ids=places, people=others, **window)
    free = next((slot for slot in found if slot.place_id == row.place_id), None)
    if free is None or not kept <= set(free.people):
        return None
    load = bookings_of_day(free.people, row.starts_at, zone_of(row.place_id, row.organisation_id))
    order = [*sorted(kept), *fewest_first(set(free.people) - kept, load)]
    return replace(free, people=tuple(order[: max(row.type.professionals, 1)]))


def _give(row: Appointment, slot: Slot, held: set[UUID], person_id: UUID, now: datetime) -> None:
    row.people.set(slot.people)
    row.engaged.all().delete()
    engage(row.type, slot, appointment=row)
    row.sequence, row.updated_at = row.sequence + 1, now
    row.save(update_fields=["sequence", "updated_at"])
    journal("appointment.hand_over", row, row.organisation_id, None, now, starts_at=row.starts_at)
    for taker in set(slot.people) - held:
        tell_taker(taker, person_id, row.organisation_id, now=now)
    publish(AppointmentHandedOver(row.pk, row.organisation_id, now))


def _colleagues(workshop: Workshop, now: datetime) -> set[UUID]:
    """Those of the organisation who hold presences at the place of a workshop."""
    if workshop.place_id is None:
        return set()
    going_on = Q(until=None) | Q(until__gte=localdate(now))
    rows = AvailabilityRule.objects.filter(
        going_on, organisation=workshop.organisation_id, place=workshop.place_id, active=True
    )
    return set(rows.values_list("people", flat=True)) - {None}


def _free(workshop: Workshop, people: Collection[UUID]) -> list[UUID]:
    """Those free for a whole workshop, buffers included; fewest bookings of the day first."""
    start = workshop.starts_at - timedelta(minutes=workshop.type.buffer_before)
    during = TimestamptzRange(start, workshop.ends_at + timedelta(minutes=workshop.type.buffer_after))
    taken: set[UUID] = set()
    for times in (EngagedTime, BusyTime):
        rows = times.objects.filter(person__in=people, during__overlap=during)
        taken |= set(rows.values_list("person", flat=True))
    return fewest_first(set(people) - taken, bookings_of_day(people, workshop.starts_at, workshop.timezone))
