"""Booking an appointment: the calendar of the professionals is taken, then the slot is looked at again (BOO-10..19)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from psycopg.types.range import TimestamptzRange

from conum.commons.accounts.models import Actor
from conum.domains.booking.enums import LIVE, Audience, CreatorKind, TypeKind
from conum.domains.booking.events import AppointmentBooked
from conum.domains.booking.models import Appointment, AppointmentType, AvailabilityRule, Contact, EngagedTime
from conum.domains.booking.operations.chains import journal
from conum.domains.booking.operations.contacts import (
    ReferrerDetails,
    Who,
    check_who,
    keep_referrer,
    new_contact,
)
from conum.domains.booking.operations.locks import in_sight, lock_calendars
from conum.domains.booking.operations.refusals import SlotTaken
from conum.domains.booking.operations.reminders import reminders_of
from conum.domains.booking.parameters import MAX_LIVE
from conum.domains.booking.permissions import BOOK
from conum.domains.booking.queries.clocks import zone_of
from conum.domains.booking.queries.contacts import is_followed
from conum.domains.booking.queries.load import bookings_of_day
from conum.domains.booking.queries.slots import Slot, nearest_slots, slots_for
from conum.domains.booking.rules import booking as rules
from conum.domains.booking.workflow import APPOINTMENT
from conum.kernel.events import publish
from conum.kernel.models import only
from conum.kernel.reading import Reading
from conum.kernel.statements import insert_together, planned

AUDIENCE = {
    CreatorKind.CITIZEN: Audience.PUBLIC,
    CreatorKind.REFERRER: Audience.REFERRER,
    CreatorKind.STAFF: Audience.STAFF,
    CreatorKind.WAITING_LIST: Audience.STAFF,
}
ONE_PER_RANK = "appointment_max_live_per_person_and_type"
OPEN_TYPE = Reading("FROM booking_appointmenttype t WHERE t.id = %s AND t.kind = %s AND t.active", t=AppointmentType)
LIVE_RANKS = "SELECT live_rank FROM booking_appointment WHERE person_key = %s AND type_id = %s AND state = ANY(%s)"
GUARDS = ("engaged_once_at_a_time", ONE_PER_RANK)


@dataclass(frozen=True)
class Booked:
    """An appointment, and the 6-digit code told once to the person; empty when the same request came again."""

    appointment: Appointment
    code: str


def book(
    *,
    type_id: UUID,
    starts_at: datetime,
    who: Who,
    by: str,
    now: datetime,
    place_id: UUID | None = None,
    people: Collection[UUID] = (),
    actor: Actor | None = None,
    referrer: ReferrerDetails | None = None,
    invited: bool = False,
    context: str = "",
    idempotency_key: UUID | None = None,
) -> Booked:
    """Book a slot for a person.

    Args:
        by: `enums.CreatorKind`: citizen and referrer act without account, staff with `actor`.
        people: keep these professionals; empty lets the fewest bookings of the day decide (BOO-14).
        invited: the person holds an invitation to this type.
        idempotency_key: made by the asker; the same one gives the same appointment (BOO-12).

    Raises:
        SlotTaken: the slot is not free any more; its `slots` are the five nearest that are.
        PermissionRefused; RuleBroken: BOO-13, BOO-16, BOO-17 beside the field; OutOfSight: no such type.
    """
    asked = in_sight(only(kind for (kind,) in OPEN_TYPE(type_id, TypeKind.INDIVIDUAL)))
    if by == CreatorKind.STAFF:
        BOOK.require(actor, asked)
    audience = Audience.INVITED if invited else AUDIENCE[CreatorKind(by)]
    rules.may_book.check(asked.bookable_by, by, invited)
    check_who(who, asked.fields_asked if by == CreatorKind.CITIZEN else ())
    try:
        with transaction.atomic():
            again = _same_request(idempotency_key)
            if again:
                return Booked(again, "")
            lock_calendars(asked.pk, place_id, now)
            again = _same_request(idempotency_key)  # it may have landed while we waited
            if again:
                return Booked(again, "")
            chosen = choose(asked, starts_at, place_id, people, audience, now)
            return _keep(asked, chosen, who, by, actor, keep_referrer(referrer, now), context, idempotency_key, now)
    except IntegrityError as error:  # what the locks did not see: another calendar, another organisation
        again = _same_request(idempotency_key)
        if again:
            return Booked(again, "")
        if ONE_PER_RANK in str(error):
            rules.live_rank_left.check(MAX_LIVE.on(localdate(now)), MAX_LIVE.on(localdate(now)))
        if not any(guard in str(error) for guard in GUARDS):
            raise
        raise SlotTaken(nearest_slots(type_id=type_id, around=starts_at, now=now, audience=audience)) from error


def choose(
    asked: AppointmentType,
    starts_at: datetime,
    place_id: UUID | None,
    people: Collection[UUID],
    audience: str,
    now: datetime,
    but: UUID | None = None,
) -> Slot:
    """Return the slot with the professionals who take it: as many as the type asks, fewest bookings first (BOO-14).

    Called with their calendars taken. Raises: SlotTaken.
    """
    places = None if place_id is None else [place_id]
    window = {"first": starts_at, "last": starts_at, "now": now, "audience": audience, "but": but}
    found = slots_for(type_id=asked.pk, place_ids=places, people=people, **window)
    if not found:
        near = nearest_slots(type_id=asked.pk, around=starts_at, now=now, audience=audience, but=but)
        raise SlotTaken(near)
    slot, wanted = found[0], max(asked.professionals, 1)
    order = slot.people
    if len(order) > wanted:
        order = tuple(
            rules.fewest_first(order, bookings_of_day(order, starts_at, zone_of(slot.place_id, asked.organisation_id)))
        )
    return Slot(slot.type_id, slot.place_id, slot.starts_at, slot.ends_at, order[:wanted])


def engage(
    asked: AppointmentType, slot: Slot, *, expires_at: datetime | None = None, **source: Appointment | object
) -> None:
    """Take the time of the professionals, buffers included; the database refuses an overlap (BOO-10)."""
    EngagedTime.objects.bulk_create(engaged_by(asked, slot, expires_at=expires_at, **source))


def engaged_by(
    asked: AppointmentType, slot: Slot, *, expires_at: datetime | None = None, **source: object
) -> list[EngagedTime]:
    """Return the time a slot takes from its professionals, for whoever writes it with its booking."""
    start = slot.starts_at - timedelta(minutes=asked.buffer_before)
    during = TimestamptzRange(start, slot.ends_at + timedelta(minutes=asked.buffer_after))
    return [EngagedTime(person_id=person, during=during, expires_at=expires_at, **source) for person in slot.people]


def live_rank(key: str, asked: AppointmentType, now: datetime) -> int:
    """Return a free rank among the live bookings of a person for a type.

    Raises: RuleBroken: BOO-13.
    """
    most = MAX_LIVE.on(localdate(now))
    used = {rank for (rank,) in planned(LIVE_RANKS, [key, asked.pk, list(LIVE)])}
    rules.live_rank_left.check(len(used), most)
    return min(set(range(1, most + 1)) - used)


def place_calendars(asked: AppointmentType, place_id: UUID | None) -> list[UUID]:
    """Return the professionals who may be asked for a type, at a place when one is given."""
    held = AvailabilityRule.objects.filter(types=asked, active=True)
    held = held if place_id is None else held.filter(place=place_id)
    return list(held.values_list("people", flat=True).distinct())


def keep_appointment(
    asked: AppointmentType, slot: Slot, contact: Contact, now: datetime, **fields: object
) -> Appointment:
    """Write an appointment by one statement, with the time it takes, its reminders and its contact when it is new."""
    appointment = Appointment(
        organisation_id=asked.organisation_id,
        type=asked,
        contact=contact,
        person_key=contact.person_key,
        place_id=slot.place_id,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        state=APPOINTMENT.transitions[0].target,
        state_at=now,
        created_at=now,
        updated_at=now,
        **fields,
    )
    met = [Appointment.people.through(appointment=appointment, person_id=person) for person in slot.people]
    taken = engaged_by(asked, slot, appointment_id=appointment.pk)
    zone = zone_of(slot.place_id, asked.organisation_id)
    reminders = reminders_of(appointment, slot.starts_at, zone, asked, now)
    insert_together(*[contact] if contact._state.adding else [], appointment, *met, *taken, *reminders)
    return appointment


def _same_request(idempotency_key: UUID | None) -> Appointment | None:
    return Appointment.objects.filter(idempotency_key=idempotency_key).first() if idempotency_key else None


def _keep(
    asked: AppointmentType,
    slot: Slot,
    who: Who,
    by: str,
    actor: Actor | None,
    referrer: object,
    context: str,
    idempotency_key: UUID | None,
    now: datetime,
) -> Booked:
    contact, code = new_contact(who, slot.ends_at, now)
    key = contact.person_key
    if by != CreatorKind.STAFF:
        rules.followed_already.check(asked.follow_up, not asked.follow_up or is_followed(key, slot.people))
    rank = live_rank(key, asked, now)
    fields = {"live_rank": rank, "created_by_kind": by, "context": context, "referrer": referrer}
    creator = actor.person_id if actor and by == CreatorKind.STAFF else None
    made = keep_appointment(asked, slot, contact, now, created_by_id=creator, idempotency_key=idempotency_key, **fields)
    journal("appointment.book", made, made.organisation_id, actor, now, type=asked.pk, starts_at=made.starts_at, by=by)
    told = (made.pk, made.organisation_id, asked.pk, made.place_id, made.starts_at, by, now)
    publish(AppointmentBooked(*told))
    return Booked(made, code)
