"""What the day's ceiling kept from leaving, for the page that comes after the act (BOO-23, BOO-29)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from conum.commons.messaging.queries import queued
from conum.domains.booking.models import WaitingListEntry
from conum.domains.booking.operations.telling import key_of, reach_of, ways_of
from conum.domains.booking.queries.wordings import Occasion


def unsent_ways(row: Any, occasion: Occasion, now: datetime) -> list[str]:
    """Return the ways (`email`, `sms`) by which a booking should have been told of, and was not."""
    keys = {way: f"{key_of(row, occasion)}:{way}" for way in ways_of(row, occasion, now) or ()}
    known = queued(keys.values())
    return [way for way, key in keys.items() if key not in known]


def unsent_wish(entry: WaitingListEntry) -> bool:
    """Tell whether a wish in the waiting list was to be confirmed, and was not."""
    reach = reach_of(entry.contact)
    return bool(reach.email or reach.phone) and not queued(f"queue:{entry.pk}:{way}" for way in ("email", "sms"))


def untold(rows: Iterable[Any], occasions: Iterable[Occasion], now: datetime) -> list[Any]:
    """Return the bookings of which nothing left at all, for none of the occasions: somebody calls these people."""
    told = tuple(occasions)
    expected = {row: [key for occasion in told for key in _keys(row, occasion, now)] for row in rows}
    known = queued(key for keys in expected.values() for key in keys)
    return [row for row, keys in expected.items() if keys and not known.intersection(keys)]


def _keys(row: Any, occasion: Occasion, now: datetime) -> list[str]:
    return [f"{key_of(row, occasion)}:{way}" for way in ways_of(row, occasion, now) or ()]
