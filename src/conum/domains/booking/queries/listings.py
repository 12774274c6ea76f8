"""Workshops and presences that the public is shown (BOO-44, BOO-50)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import F, Q, QuerySet

from conum.commons.territories.queries import clock_of
from conum.domains.booking.enums import Access, BookableBy, WorkshopState
from conum.domains.booking.models import Arrival, Workshop
from conum.domains.places.queries.walk_ins import WalkIn
from conum.kernel.statements import planned

NEXT = 5
DAYS = 28  # how far walk-in presences are told
# A page of the finder asks it at each look, for twenty places.
WALK_INS = """
SELECT place.id, place.commune_id, lower(coming.during), upper(coming.during)
  FROM places_place AS place
 CROSS JOIN LATERAL (
    SELECT occurrence.id, occurrence.starts_at, occurrence.during
      FROM booking_availabilityrule AS rule
      JOIN booking_occurrence AS occurrence ON occurrence.rule_id = rule.id
     WHERE rule.place_id = place.id AND rule.active AND rule.access = ANY(%(access)s)
       AND occurrence.during && tstzrange(%(now)s, %(until)s)
     ORDER BY occurrence.starts_at, occurrence.id LIMIT %(most)s) AS coming
 WHERE place.id = ANY(%(places)s)
 ORDER BY coming.starts_at, coming.id
"""


def public_workshops(
    *, now: datetime, place_ids: Collection[UUID] | None = None, with_seats: bool = True
) -> QuerySet[Workshop]:
    """Return the workshops to come that everyone may join, those with free seats only by default, in order of time."""
    rows = Workshop.objects.filter(
        state__in=(WorkshopState.OPEN, WorkshopState.FULL), starts_at__gt=now, type__bookable_by=BookableBy.EVERYONE
    )
    rows = rows if place_ids is None else rows.filter(place__in=place_ids)
    if with_seats:
        rows = rows.filter(Q(seats=None) | Q(seats__gt=F("registered") + F("held")))
    return rows.select_related("type", "place__commune").order_by("starts_at", "pk")


def walk_in_times(place_ids: Collection[UUID], now: datetime, most: int = NEXT) -> dict[UUID, list[WalkIn]]:
    """Return when somebody receives without appointment at places, soonest first: the plug of `places` (BOO-50).

    Args:
        place_ids: places of a page, asked in one query.
        now: instant of the page.
        most: presences of a place at most.
    """
    asked = {"places": list(place_ids), "access": [Access.WALK_IN, Access.MIXED], "most": most}
    rows = planned(WALK_INS, asked | {"now": now, "until": now + timedelta(days=DAYS)})
    found: dict[UUID, list[WalkIn]] = {}
    for place, commune, start, end in rows:
        found.setdefault(place, []).append(WalkIn(start, end, clock_of(commune)))
    return found


def queue(*, rule_id: UUID, now: datetime) -> QuerySet[Arrival]:
    """Return those who wait now at a presence, by ticket; the position of each is its rank (BOO-52)."""
    recent = Arrival.objects.filter(rule=rule_id, arrived_at__gt=now - timedelta(hours=24))
    return recent.filter(received_at=None, left_at=None).order_by("day", "ticket")
