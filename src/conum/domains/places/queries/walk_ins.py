"""When one may come to a place without appointment, told by a module above (BOO-50): booking plugs in one function."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from typing import NamedTuple
from uuid import UUID


class WalkIn(NamedTuple):
    """A presence that receives without appointment.

    Attributes:
        starts_at, ends_at: instants.
        timezone: name of the clock people live by at the place.
    """

    starts_at: datetime
    ends_at: datetime
    timezone: str


WalkIns = Callable[[Collection[UUID], datetime, int], Mapping[UUID, list[WalkIn]]]
_tellers: list[WalkIns] = []


def plug_walk_ins(teller: WalkIns) -> WalkIns:
    """Add a function that gives, among place ids, the next presences of each: so many at most, soonest first.

    It is called once per page with all its places: a number of queries that does not depend on theirs. A cancelled
    presence is not there, nor a place without any.
    """
    if teller not in _tellers:
        _tellers.append(teller)
    return teller


def walk_ins_of(places: Collection[UUID], now: datetime, *, most: int = 1) -> dict[UUID, list[WalkIn]]:
    """Return place id → its presences without appointment of the coming days, those under way included (BOO-50).

    Args:
        places: ids of places.
        now: instant of the page.
        most: presences of a place at most.
    """
    found: dict[UUID, list[WalkIn]] = {}
    for teller in _tellers if places else ():
        found.update(teller(places, now, most))
    return found
