"""Slots: computed each time, never stored (sheet 06 section 3)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from conum.domains.booking.enums import Audience, BookableBy
from conum.domains.booking.parameters import ROUND_UP
from conum.domains.booking.queries.clocks import horizon
from conum.domains.booking.queries.slots_text import every, first_few_at_place, first_of_each_place, first_of_each_type
from conum.kernel.statements import planned

NEAR = timedelta(days=14)
MANY = 5_000
NEAREST = 5
FEW = 3
BOOKABLE: dict[str, list[str]] = {
    Audience.PUBLIC: [BookableBy.EVERYONE],
    Audience.REFERRER: [BookableBy.EVERYONE, BookableBy.STAFF_AND_REFERRERS],
    Audience.INVITED: [BookableBy.EVERYONE, BookableBy.INVITED],
    Audience.STAFF: list(BookableBy.values),
}


@dataclass(frozen=True)
class Slot:
    """A time that can be taken now: instants in UTC, and each professional who is free then, in stable order."""

    type_id: UUID
    place_id: UUID | None
    starts_at: datetime
    ends_at: datetime
    people: tuple[UUID, ...]


def slots_for(
    *,
    type_id: UUID,
    first: datetime,
    last: datetime,
    now: datetime,
    audience: str = Audience.PUBLIC,
    place_ids: Collection[UUID] | None = None,
    people: Collection[UUID] = (),
    but: UUID | None = None,
    limit: int = MANY,
) -> list[Slot]:
    """Return the slots of a type that start from `first` to `last`, both included, in order of time.

    Args:
        audience: `enums.Audience`; all but staff see from now + min_delay to now + max_delay (BOO-06).
        place_ids, people: keep these places and professionals only; None and empty mean all.
        but: an appointment whose time counts as free, the one being moved.
    """
    if first > last:  # a day beyond the horizon, typed in the address
        return []
    wanted = "type.id = %(type)s" + (" AND rule.place_id = ANY(%(places)s)" if place_ids is not None else "")
    arguments = _arguments(first, last, now, audience, people, but)
    arguments |= {"type": type_id, "places": list(place_ids or ()), "limit": limit}
    return _run(every(wanted, "slot, place_id"), arguments)


def nearest_slots(
    *, type_id: UUID, around: datetime, now: datetime, audience: str = Audience.PUBLIC, but: UUID | None = None
) -> list[Slot]:
    """Return the five free slots nearest to an instant, in order of time: two weeks around, else the next ones."""
    window = (max(around - NEAR, now), max(around, now) + NEAR)
    text = every("type.id = %(type)s", "abs(extract(epoch FROM slot - %(around)s)), slot")
    arguments = _arguments(*window, now, audience, (), but) | {"type": type_id, "around": around, "limit": NEAREST}
    found = _run(text, arguments)
    if not found:
        end = _end(now)
        found = slots_for(type_id=type_id, first=now, last=end, now=now, audience=audience, but=but, limit=NEAREST)
    return sorted(found, key=lambda slot: slot.starts_at)


def next_slots(
    *,
    place_ids: Iterable[UUID],
    now: datetime,
    audience: str = Audience.PUBLIC,
    type_ids: Collection[UUID] = (),
    people: Collection[UUID] = (),
) -> Mapping[UUID, Slot]:
    """Return place → its first free slot, over the horizon and for all places by one statement (BOO-08).

    A place without any is not there. `type_ids`, `people`: keep these types, these professionals only.
    """
    kept = "AND type.id = ANY(%(types)s)" if type_ids else ""
    arguments = _arguments(now, _end(now), now, audience, people, None)
    arguments |= {"places": list(place_ids), "types": list(type_ids)}
    found = _run(first_of_each_place(kept), arguments)
    return {slot.place_id: slot for slot in found if slot.place_id}


def next_slots_of_types(
    *, type_ids: Collection[UUID], place_id: UUID, now: datetime, audience: str = Audience.PUBLIC
) -> Mapping[UUID, Slot]:
    """Return type → its first free slot at a place, by one statement; a type without any is not there."""
    arguments = _arguments(now, _end(now), now, audience, (), None) | {"types": list(type_ids), "place": place_id}
    return {slot.type_id: slot for slot in _run(first_of_each_type(), arguments)}


def first_slots_at_place(
    *, place_id: UUID, now: datetime, few: int = FEW, audience: str = Audience.PUBLIC
) -> list[Slot]:
    """Return the first free slots of each type at a place, a few of each, in order of time, by one statement."""
    arguments = _arguments(now, _end(now), now, audience, (), None) | {"place": place_id, "few": few}
    return _run(first_few_at_place(), arguments)


def next_slot(*, type_id: UUID, now: datetime, audience: str = Audience.PUBLIC) -> Slot | None:
    """Return the first free slot of a type, wherever; None when there is none up to the horizon."""
    found = slots_for(type_id=type_id, first=now, last=_end(now), now=now, audience=audience, limit=1)
    return found[0] if found else None


def _end(now: datetime) -> datetime:
    return datetime.combine(horizon(now.date()), now.timetz()).astimezone(UTC)


def _arguments(
    first: datetime, last: datetime, now: datetime, audience: str, people: Collection[UUID], but: UUID | None
) -> dict[str, Any]:
    return {
        "now": now,
        "first": first,
        "last": last,
        "public": audience != Audience.STAFF,
        "followed": audience in (Audience.STAFF, Audience.INVITED),
        "bookable_by": BOOKABLE[audience],
        "round_up": timedelta(minutes=ROUND_UP.on(now.date())),
        "people": list(people) or None,
        "but": but,
    }


def _run(text: str, arguments: dict[str, Any]) -> list[Slot]:
    return [
        Slot(type_id, place_id, start.astimezone(UTC), end.astimezone(UTC), tuple(people))
        for type_id, place_id, start, end, people in planned(text, arguments)
    ]
