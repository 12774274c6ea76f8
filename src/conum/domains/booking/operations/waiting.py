"""The waiting list as the person sees it: ask, accept, decline, come back, leave (BOO-30..34)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from conum.commons.accounts.models import Actor
from conum.domains.booking.enums import BookingState, CreatorKind, TypeKind, WaitingState
from conum.domains.booking.events import AppointmentBooked, SlotFreed, WaitingEnded, WorkshopSeatFreed
from conum.domains.booking.models import Appointment, AppointmentType, Registration, WaitingListEntry, Workshop
from conum.domains.booking.operations.appointments import keep_appointment, live_rank
from conum.domains.booking.operations.chains import journal
from conum.domains.booking.operations.changes import release
from conum.domains.booking.operations.contacts import Who, check_who, keep_contact, person_key
from conum.domains.booking.operations.locks import lock_people, locked, seen
from conum.domains.booking.operations.registrations import is_registered, keep_registration
from conum.domains.booking.operations.seats import expire_holds, free_seats
from conum.domains.booking.permissions import BOOK
from conum.domains.booking.queries.slots import Slot
from conum.domains.booking.rules import booking as rules
from conum.domains.booking.rules import waiting as turns
from conum.domains.booking.workflow import APPOINTMENT, WAITING
from conum.kernel.events import publish


@dataclass(frozen=True)
class Wishes:
    """What a slot must be; empty means any. `before`: earlier than this instant."""

    weekdays: Collection[int] = ()
    half_days: Collection[str] = ()
    places: Collection[UUID] = ()
    people: Collection[UUID] = ()
    before: datetime | None = None


@dataclass(frozen=True)
class Asked:
    """An entry, and the 6-digit code told once to the person; empty when the same request came again."""

    entry: WaitingListEntry
    code: str


def ask_type(
    *,
    type_id: UUID,
    who: Who,
    by: str,
    now: datetime,
    wishes: Wishes | None = None,
    appointment_id: UUID | None = None,
    actor: Actor | None = None,
    idempotency_key: UUID | None = None,
) -> Asked:
    """Ask for a slot of a type, or for one earlier than an appointment the person holds.

    Asked twice, the first entry is given back: one per person and target.
    Raises: OutOfSight, PermissionRefused; RuleBroken: BOO-16, BOO-17.
    """
    asked = seen(AppointmentType.objects.filter(kind=TypeKind.INDIVIDUAL, active=True), type_id)
    held = (
        seen(Appointment.objects.filter(type=asked, state=BookingState.PLANNED), appointment_id)
        if appointment_id
        else None
    )
    _may_ask(asked, asked, who, by, actor)
    wishes = wishes or Wishes()
    before = min((at for at in (wishes.before, held.starts_at if held else None) if at), default=None)
    target = {"type": asked, "appointment": held, "before": before}
    chosen = {"weekdays": list(wishes.weekdays), "half_days": list(wishes.half_days)}
    fields = {**target, **chosen, "idempotency_key": idempotency_key}
    until = held.starts_at if held else now
    key = held.person_key if held else person_key(who)
    entry, code = _keep(asked.organisation_id, who, key, until, actor, now, {"type": asked}, fields)
    if code:
        entry.places.set(wishes.places)
        entry.people.set(wishes.people)
    return Asked(entry, code)


def ask_workshop(
    *,
    workshop_id: UUID,
    who: Who,
    by: str,
    now: datetime,
    party_size: int = 1,
    actor: Actor | None = None,
    idempotency_key: UUID | None = None,
) -> Asked:
    """Ask for seats of a workshop that has not enough of them.

    Raises: OutOfSight, PermissionRefused; RuleBroken: BOO-13, BOO-16, BOO-17, BOO-30 when seats are free, BOO-41.
    """
    workshop = seen(Workshop.objects.filter(state__in=("open", "full")).select_related("type"), workshop_id)
    _may_ask(workshop.type, workshop, who, by, actor)
    rules.party_within.check(party_size)
    key = person_key(who)
    rules.not_registered_yet.check(is_registered(workshop_id, key))
    turns.wait_is_useful.check(workshop.free, party_size)
    fields = {"workshop": workshop, "party_size": party_size, "idempotency_key": idempotency_key}
    target = {"workshop": workshop}
    return Asked(*_keep(workshop.organisation_id, who, key, workshop.ends_at, actor, now, target, fields))


def accept(*, entry_id: UUID, now: datetime) -> WaitingListEntry:
    """Take what is offered: the booking is made in the same transaction, and the former one is freed (BOO-34).

    Raises: OutOfSight; TransitionRefused; RuleBroken: BOO-31 at the very second the offer ends.
    """
    found = seen(WaitingListEntry.objects.all(), entry_id)
    with transaction.atomic():
        return _accept_seats(found, now) if found.workshop_id else _accept_slot(found, now)


@transaction.atomic
def decline(*, entry_id: UUID, now: datetime) -> WaitingListEntry:
    """Refuse what is offered: the next person is offered it.

    Raises: OutOfSight, TransitionRefused.
    """
    return _let_go(entry_id, "decline", now)


@transaction.atomic
def leave(*, entry_id: UUID, now: datetime) -> WaitingListEntry:
    """Leave the waiting list, whatever is offered.

    Raises: OutOfSight, TransitionRefused.
    """
    return _let_go(entry_id, "leave", now)


@transaction.atomic
def come_back(*, entry_id: UUID, now: datetime) -> WaitingListEntry:
    """Wait again after offers were declined or missed: at the same rank, with as many offers (BOO-32).

    Raises: OutOfSight, TransitionRefused.
    """
    entry = locked(WaitingListEntry.objects.all(), entry_id)
    entry.offers, entry.resting_since = 0, None
    return _to(entry, "come_back", now)


def withdraw_for(person: str, now: datetime, **target: object) -> int:
    """Take out of the list who has booked by themselves; returns how many entries."""
    rows = WaitingListEntry.objects.select_for_update().filter(person_key=person, **target).exclude(person_key="")
    waiting = rows.filter(state__in=(WaitingState.WAITING, WaitingState.DECLINED, WaitingState.EXPIRED))
    for entry in waiting.order_by("pk"):
        _to(entry, "withdraw", now)
    return len(waiting)


def _may_ask(asked: AppointmentType, row: object, who: Who, by: str, actor: Actor | None) -> None:
    if by == CreatorKind.STAFF:
        BOOK.require(actor, row)
    rules.may_book.check(asked.bookable_by, by)
    check_who(who)


def _keep(
    organisation_id: UUID,
    who: Who,
    key: str,
    until: datetime,
    actor: Actor | None,
    now: datetime,
    target: dict[str, object],
    fields: dict[str, object],
) -> tuple[WaitingListEntry, str]:
    live = WaitingListEntry.objects.filter(person_key=key, **target)
    live = live.exclude(state__in=(WaitingState.ACCEPTED, WaitingState.CANCELLED))
    try:
        with transaction.atomic():
            again = live.first()
            if again:
                return again, ""
            contact, code = keep_contact(who, until, now)
            more = {"person_key": key, "contact": contact, "created_by_id": actor.person_id if actor else None}
            dates = {"asked_at": now, "created_at": now, "updated_at": now}
            entry = WaitingListEntry.objects.create(organisation_id=organisation_id, **fields, **more, **dates)
            journal("waiting.ask", entry, organisation_id, actor, now)
            return entry, code
    except IntegrityError:
        again = live.first()
        if again is None:
            raise
        return again, ""


def _accept_slot(found: WaitingListEntry, now: datetime) -> WaitingListEntry:
    people = tuple(found.engaged.values_list("person_id", flat=True))
    held = list(found.appointment.people.values_list("pk", flat=True)) if found.appointment else []
    lock_people([*people, *held], now)
    former = locked(Appointment.objects.select_related("type", "contact"), found.appointment_id) if held else None
    entry = locked(WaitingListEntry.objects.select_related("type", "contact"), found.pk)
    target = WAITING.target(entry.state, "accept")
    people = tuple(entry.engaged.values_list("person_id", flat=True))  # again: the hold may just have ended
    turns.offer_still_held.check(entry.hold_until if people else None, now)
    entry.engaged.all().delete()
    if former and former.state == BookingState.PLANNED:
        release(former, APPOINTMENT.target(former.state, "cancel_by_person"), "", None, now)
    asked = entry.type
    slot = Slot(asked.pk, entry.offered_place_id, entry.offered_starts_at, entry.offered_ends_at, people)
    rank = live_rank(entry.person_key, asked, now)
    kind = {"live_rank": rank, "created_by_kind": CreatorKind.WAITING_LIST}
    made = keep_appointment(asked, slot, entry.contact, now, **kind)
    entry.contact.last_needed_at = max(entry.contact.last_needed_at, slot.ends_at)
    entry.contact.save(update_fields=["last_needed_at"])
    journal("appointment.book", made, made.organisation_id, None, now, type=asked.pk, starts_at=made.starts_at)
    told = (made.pk, made.organisation_id, asked.pk, made.place_id, made.starts_at, CreatorKind.WAITING_LIST, now)
    publish(AppointmentBooked(*told))
    return _accepted(entry, target, now, taken_appointment=made)


def _accept_seats(found: WaitingListEntry, now: datetime) -> WaitingListEntry:
    workshop = locked(Workshop.objects.select_related("type"), found.workshop_id)
    entry = locked(WaitingListEntry.objects.select_related("contact"), found.pk)
    target = WAITING.target(entry.state, "accept")
    turns.offer_still_held.check(entry.hold_until, now)
    free_seats(workshop, offer=entry)
    kind = (CreatorKind.WAITING_LIST, None, now)
    made = keep_registration(workshop, entry.contact, entry.party_size, *kind)
    return _accepted(entry, target, now, taken_registration=made)


def _accepted(
    entry: WaitingListEntry, target: str, now: datetime, **taken: Appointment | Registration
) -> WaitingListEntry:
    entry.state, entry.updated_at = target, now
    for name, row in taken.items():
        setattr(entry, name, row)
    entry.save()
    journal("waiting.accept", entry, entry.organisation_id, None, now, **{name: row.pk for name, row in taken.items()})
    publish(WaitingEnded(entry.pk, entry.organisation_id, target, now))
    return entry


def _let_go(entry_id: UUID, event: str, now: datetime) -> WaitingListEntry:
    """End an offer or a wish, and give back what was held: the events ask the next person."""
    found = seen(WaitingListEntry.objects.all(), entry_id)
    people = tuple(found.engaged.values_list("person_id", flat=True))
    lock_people(people, now)
    workshop = locked(Workshop.objects.select_related("type"), found.workshop_id) if found.workshop_id else None
    if workshop:
        expire_holds(workshop, now)
    entry = locked(WaitingListEntry.objects.all(), entry_id)
    offered = entry.state == WaitingState.OFFERED
    _to(entry, event, now)
    if workshop and offered:
        freed = free_seats(workshop, offer=entry)
        publish(WorkshopSeatFreed(workshop.pk, workshop.organisation_id, freed, now))
    elif offered:
        entry.engaged.all().delete()
        told = (entry.type_id, entry.offered_place_id, people, entry.offered_starts_at, now)
        publish(SlotFreed(entry.organisation_id, *told))
    return entry


def _to(entry: WaitingListEntry, event: str, now: datetime) -> WaitingListEntry:
    entry.state, entry.updated_at = WAITING.target(entry.state, event), now
    entry.save()
    journal(f"waiting.{event}", entry, entry.organisation_id, None, now, state=entry.state)
    publish(WaitingEnded(entry.pk, entry.organisation_id, entry.state, now))
    return entry
