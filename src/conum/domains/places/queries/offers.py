"""What can be booked at places: next free slot and next workshops, told by a module above.

Booking stands above places, which cannot import it: it plugs in one function for the pages of places and another for
the filter of the finder. Without them, a place shows its own booking address, if it has one, and no slot.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from conum.commons.messaging.queries import site_address
from conum.domains.places.models import Place


@dataclass(frozen=True)
class NextWorkshop:
    """A workshop to come.

    Attributes:
        starts_at, ends_at: instants.
        seats_left: None when seats are not counted, 0 when the workshop is full.
        href: page of the workshop, where people register.
    """

    title: str
    starts_at: datetime
    ends_at: datetime
    seats_left: int | None
    href: str


@dataclass(frozen=True)
class Offer:
    """What the public may book at a place.

    Attributes:
        next_slot: beginning of the first free slot; None when there is none in sight.
        next_slots: the first free slots, `next_slot` included, soonest first (a few are enough).
        workshops: the next workshops, soonest first.
        href: page where one books at this place, "" when nothing can be booked.
    """

    next_slot: datetime | None = None
    next_slots: tuple[datetime, ...] = ()
    workshops: tuple[NextWorkshop, ...] = field(default=())
    href: str = ""


@dataclass(frozen=True)
class FirstSlots:
    """The first free slots of one kind of appointment at a place.

    Attributes:
        name: of the kind.
        times: soonest first; never empty.
        href: page where one chooses among all of them.
    """

    name: str
    times: tuple[datetime, ...]
    href: str


Teller = Callable[[Collection[UUID], datetime], Mapping[UUID, Offer]]
FirstTeller = Callable[[UUID, datetime], list[FirstSlots]]
BookingPage = Callable[[UUID], str]
Bookable = Callable[[datetime], QuerySet[Any, UUID]]
ONCE = datetime(1970, 1, 1, tzinfo=UTC)  # in the place of the instant, in what is written once
_tellers: list[Teller] = []
_bookable: list[Bookable] = []
_pages: list[BookingPage] = []
_first: list[FirstTeller] = []


def plug_offers(teller: Teller) -> Teller:
    """Add a function that gives, among place ids, what is offered at an instant.

    It is called once per page with all its places: a number of queries that does not depend on theirs. A place
    without offer may be left out.
    """
    if teller not in _tellers:
        _tellers.append(teller)
    return teller


def plug_first_slots(teller: FirstTeller) -> FirstTeller:
    """Add a function that gives the first free slots at a place by kind of appointment, for its page alone."""
    if teller not in _first:
        _first.append(teller)
    return teller


def first_slots_at(place: UUID, now: datetime) -> list[FirstSlots]:
    """Return the first free slots of each kind of appointment at a place, the soonest kind first."""
    return sorted((found for teller in _first for found in teller(place, now)), key=lambda found: found.times[0])


def plug_bookable(bookable: Bookable) -> Bookable:
    """Add a function that gives the ids of the places with something to book, as a lazy `values("place_id")`."""
    if bookable not in _bookable:
        _bookable.append(bookable)
    return bookable


def plug_booking_page(page: BookingPage) -> BookingPage:
    """Add the function that gives the path of the page where one books at a place; the last one wins."""
    _pages.append(page)
    return page


def booking_address(place: UUID) -> str:
    """Return the whole address of the page where one books at a place, "" before a module plugs one in."""
    return f"{site_address()}{_pages[-1](place)}" if _pages else ""


def offers_of(places: Collection[UUID], now: datetime) -> dict[UUID, Offer]:
    """Return place id → what is offered there; places without anything are left out. A later plug wins."""
    found: dict[UUID, Offer] = {}
    for teller in _tellers if places else ():
        found.update(teller(places, now))
    return found


def bookable_places(now: datetime) -> tuple[QuerySet[Any, UUID], ...]:
    """Return the lazy lists of ids of places with something to book, one per plug."""
    return tuple(bookable(now) for bookable in _bookable)


def bookable_ids(now: datetime) -> list[tuple[str, list[Any]]]:
    """Return the same lists as SQL and its parameters, written once per process: only their instant changes."""
    return [
        (sql, [now if value == ONCE else value for value in parameters]) for sql, parameters in _written((*_bookable,))
    ]


@lru_cache(maxsize=8)
def _written(bookable: tuple[Bookable, ...]) -> list[tuple[str, tuple[Any, ...]]]:
    return [plugged(ONCE).query.sql_with_params() for plugged in bookable]


def has_offer(place: UUID, now: datetime) -> bool:
    """Tell whether something can be booked at a place."""
    rows = Place.objects.filter(pk=place)
    return any(rows.filter(pk__in=ids).exists() for ids in bookable_places(now))
