"""Offering what is free to the first whose turn it is: held for one person at a time (BOO-30..33)."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.timezone import localdate

from conum.domains.booking.enums import Audience, WaitingState, WorkshopState
from conum.domains.booking.events import SlotFreed, WaitingEnded, WaitingOffered, WorkshopSeatFreed
from conum.domains.booking.models import AppointmentType, EngagedTime, WaitingListEntry, Workshop
from conum.domains.booking.operations.appointments import choose, engage, place_calendars
from conum.domains.booking.operations.chains import journal
from conum.domains.booking.operations.locks import lock_people, locked
from conum.domains.booking.operations.refusals import SlotTaken
from conum.domains.booking.operations.seats import expire_holds, take_seats
from conum.domains.booking.parameters import MAX_OFFERS, OFFER_HOLD, OFFER_HOLD_SOON, OFFER_SOON, OFFER_STOP
from conum.domains.booking.queries.clocks import horizon, zone_of
from conum.domains.booking.queries.slots import Slot, slots_for
from conum.domains.booking.rules import waiting as turns
from conum.domains.booking.workflow import WAITING
from conum.kernel.events import publish

OFFERABLE = (WaitingState.WAITING, WaitingState.DECLINED, WaitingState.EXPIRED)
LOOKED_AT = 200  # slots looked at for a type in one turn of the job


def offer_seats(workshop: Workshop, now: datetime) -> list[WaitingListEntry]:
    """Offer the free seats of a locked workshop in order; a party that does not fit is passed over."""
    ready = workshop.state in (WorkshopState.OPEN, WorkshopState.FULL)
    stop = OFFER_STOP.on(localdate(now))
    if not ready or not turns.early_enough(workshop.starts_at, stop, now):
        return []
    offered = []
    for entry in _in_turn(WaitingListEntry.objects.filter(workshop=workshop), now):
        if workshop.free is None or entry.party_size <= workshop.free:
            until = _hold_until(workshop.starts_at, now)
            take_seats(workshop, entry.party_size, offer=entry, expires_at=until)
            offered.append(_offered(entry, until, now, workshop.starts_at, workshop.ends_at, workshop.place_id))
    return offered


def offer_slot(
    asked: AppointmentType, slots: Iterable[Slot], people: Collection[UUID], now: datetime
) -> list[WaitingListEntry]:
    """Offer free slots of a type to those who wait, in order; the calendars of `people` are taken."""
    stop = OFFER_STOP.on(localdate(now))
    left = [slot for slot in slots if turns.early_enough(slot.starts_at, stop, now)]
    offered = []
    for entry in _in_turn(WaitingListEntry.objects.filter(type=asked), now) if left else ():
        wanted = next((slot for slot in left if _wished(entry, slot, asked)), None)
        held = _held(entry, asked, wanted, people, now) if wanted else None
        if wanted and held:
            left.remove(wanted)
            offered.append(held)
    return offered


def make_offers(*, now: datetime) -> int:
    """Offer every free seat and slot that somebody waits for; returns how many offers were made."""
    waiting = WaitingListEntry.objects.filter(state__in=OFFERABLE, resting_since=None)
    count = 0
    for key in sorted(set(waiting.exclude(workshop=None).values_list("workshop", flat=True))):
        with transaction.atomic():
            count += len(offer_seats(locked(Workshop.objects.select_related("type"), key), now))
    for asked in AppointmentType.objects.filter(active=True, pk__in=waiting.values("type")).order_by("pk"):
        count += _offer_type(asked, now)
    return count


def expire_offers(*, now: datetime) -> int:
    """End the offers whose time has passed and offer what they held to the next; returns how many ended."""
    over = WaitingListEntry.objects.filter(state=WaitingState.OFFERED, hold_until__lte=now)
    rows = list(over.order_by("hold_until", "pk").values_list("pk", "workshop_id"))
    for key, workshop_id in rows:
        with transaction.atomic():
            if workshop_id:
                expire_seats(workshop_id, now)
            else:
                _expire_slot(key, now)
    return len(rows)


def expire_seats(workshop_id: UUID, now: datetime) -> None:
    """End the late offers of a workshop and offer their seats to the next."""
    workshop = locked(Workshop.objects.select_related("type"), workshop_id)
    for entry in expire_holds(workshop, now):
        publish(WaitingEnded(entry.pk, entry.organisation_id, entry.state, now))
    publish(WorkshopSeatFreed(workshop.pk, workshop.organisation_id, workshop.free or 0, now))


@transaction.atomic
def end_waits(*, now: datetime) -> int:
    """Take out of the list what can no longer come: workshops begun, dates passed; returns how many entries."""
    rows = WaitingListEntry.objects.select_for_update(of=("self",)).filter(state__in=OFFERABLE)
    over = [*rows.filter(workshop__starts_at__lte=now), *rows.filter(before__lte=now)]
    for entry in over:
        entry.state, entry.updated_at = WAITING.target(entry.state, "withdraw"), now
        entry.save(update_fields=["state", "updated_at"])
        publish(WaitingEnded(entry.pk, entry.organisation_id, entry.state, now))
    return len(over)


def _in_turn(rows: QuerySet[WaitingListEntry], now: datetime) -> list[WaitingListEntry]:
    """Those whose turn may come, first asked first; who has just let an offer go gives way to the next person."""
    most, today = MAX_OFFERS.on(localdate(now)), localdate(now)
    queue = rows.filter(state__in=OFFERABLE, resting_since=None).order_by("asked_at", "pk")
    queue = queue.exclude(state__in=(WaitingState.DECLINED, WaitingState.EXPIRED), updated_at=now)
    return [
        entry
        for entry in queue.select_for_update(no_key=True, of=("self",))
        if turns.may_be_offered(entry.offers, most, entry.offered_day, today)
    ]


def _wished(entry: WaitingListEntry, slot: Slot, asked: AppointmentType) -> bool:
    zone = zone_of(slot.place_id, asked.organisation_id)
    places, people = set(entry.places.values_list("pk", flat=True)), set(entry.people.values_list("pk", flat=True))
    wishes = (entry.weekdays, entry.half_days, places, entry.before)
    return turns.wish_met(slot.starts_at, slot.place_id, zone, *wishes) and (
        not people or bool(people & set(slot.people))
    )


def _held(
    entry: WaitingListEntry, asked: AppointmentType, slot: Slot, people: Collection[UUID], now: datetime
) -> WaitingListEntry | None:
    wanted = set(entry.people.values_list("pk", flat=True)) & set(people) or set(people)
    try:
        chosen = choose(asked, slot.starts_at, slot.place_id, wanted, Audience.STAFF, now)
    except SlotTaken:
        return None
    until = _hold_until(chosen.starts_at, now)
    engage(asked, chosen, offer=entry, expires_at=until)
    return _offered(entry, until, now, chosen.starts_at, chosen.ends_at, chosen.place_id)


def _hold_until(starts_at: datetime, now: datetime) -> datetime:
    day = localdate(now)
    hours = (OFFER_HOLD.on(day), OFFER_HOLD_SOON.on(day), OFFER_SOON.on(day), OFFER_STOP.on(day))
    return turns.hold_until(now, starts_at, *hours)


def _offered(
    entry: WaitingListEntry, until: datetime, now: datetime, starts_at: datetime, ends_at: datetime, place: UUID | None
) -> WaitingListEntry:
    entry.state, entry.updated_at = WAITING.target(entry.state, "offer"), now
    entry.offers, entry.offered_at, entry.offered_day, entry.hold_until = entry.offers + 1, now, localdate(now), until
    entry.offered_starts_at, entry.offered_ends_at, entry.offered_place_id = starts_at, ends_at, place
    entry.resting_since = now if entry.offers >= MAX_OFFERS.on(localdate(now)) else None
    entry.save()
    journal("waiting.offer", entry, entry.organisation_id, None, now, hold_until=until, offers=entry.offers)
    publish(WaitingOffered(entry.pk, entry.organisation_id, until, now))
    return entry


def _offer_type(asked: AppointmentType, now: datetime) -> int:
    with transaction.atomic():
        people = place_calendars(asked, None)
        lock_people(people, now)
        first = now + timedelta(hours=OFFER_STOP.on(localdate(now)))
        last = now + (horizon(localdate(now)) - localdate(now))
        window = {"first": first, "last": last, "now": now, "audience": Audience.STAFF, "limit": LOOKED_AT}
        return len(offer_slot(asked, slots_for(type_id=asked.pk, **window), people, now))


def _expire_slot(entry_id: UUID, now: datetime) -> None:
    """End one offer of a slot. The hold may be gone already: whoever books deletes what has expired."""
    people = tuple(EngagedTime.objects.filter(offer=entry_id).values_list("person_id", flat=True))
    held = people or tuple(place_calendars(WaitingListEntry.objects.get(pk=entry_id).type, None))
    lock_people(held, now)
    entry = locked(WaitingListEntry.objects.select_related("type"), entry_id)
    if entry.state != WaitingState.OFFERED or entry.hold_until > now:
        return
    entry.state, entry.updated_at = WAITING.target(entry.state, "expire"), now
    entry.save(update_fields=["state", "updated_at"])
    entry.engaged.all().delete()
    publish(WaitingEnded(entry.pk, entry.organisation_id, entry.state, now))
    told = (entry.type_id, entry.offered_place_id, held, entry.offered_starts_at, now)
    publish(SlotFreed(entry.organisation_id, *told))
