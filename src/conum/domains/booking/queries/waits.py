"""How long the public waits: days to the next slot of each place (sheet 06 section 11)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from conum.commons.accounts.models import Actor
from conum.domains.booking.enums import Access
from conum.domains.booking.permissions import WIDE, counted_for, rules_visible_to
from conum.domains.booking.queries.slots import next_slots
from conum.domains.booking.queries.statistics import DEPARTMENT, Asked

MOST = 155  # places, as in the budget of BOO-08
BOOKABLE = (Access.BOOKABLE, Access.MIXED)


@dataclass(frozen=True)
class Waits:
    """Median days from now to the next slot that the public may take; None when no place has one.

    Attributes:
        places: places looked at, those where an appointment may be taken.
        without: those of them that have no free slot up to the horizon; they are not in the median.
        left_out: places beyond the most that are looked at.
    """

    days: float | None
    places: int
    without: int
    left_out: int


def waits(actor: Actor, asked: Asked, now: datetime) -> Waits:
    """Return the wait at the places the actor answers for, of the type and territory asked; two statements."""
    rules = counted_for(actor, rules_visible_to(actor)).filter(active=True, access__in=BOOKABLE, place__isnull=False)
    rules = rules.filter(types=asked.type) if asked.type else rules
    rules = rules.filter(place=asked.place) if asked.place else rules
    if asked.territory:
        inside = "place__commune" if len(asked.territory) > DEPARTMENT else "place__commune__department"
        rules = rules.filter(**{inside: asked.territory})
    offered = list(rules.order_by("place").values_list("place", "types").distinct())
    places = list(dict.fromkeys(place for place, _kind in offered))
    types = {asked.type} if asked.type else {kind for _place, kind in offered if kind}
    mine = () if actor.role in WIDE else (actor.person_id,)
    looked = places[:MOST]
    found = next_slots(place_ids=looked, now=now, type_ids=types, people=mine) if looked and types else {}  # type: ignore[arg-type]
    days = [(slot.starts_at - now) / timedelta(days=1) for slot in found.values()]
    shown = round(median(days), 1) if days else None
    return Waits(shown, len(looked), len(looked) - len(found), len(places) - len(looked))
