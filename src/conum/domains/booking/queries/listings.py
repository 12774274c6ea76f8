"""Workshops and presences that the public is shown (BOO-44, BOO-50)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import F, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from conum.commons.territories.queries import clock_of
from conum.domains.booking.enums import Access, BookableBy, WorkshopState
from conum.domains.booking.models import Arrival, Occurrence, Workshop
from conum.domains.places.queries.walk_ins import WalkIn

NEXT = 5
DAYS = 28  # how far walk-in presences are told


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


def walk_in_presences(*, place_ids: Collection[UUID], now: datetime, days: int = DAYS) -> QuerySet[Occurrence]:
    """Return the presences without appointment of places over the coming days; a cancelled day is not there."""
    rows = Occurrence.objects.filter(
        rule__place__in=place_ids, rule__active=True, rule__access__in=(Access.WALK_IN, Access.MIXED)
    )
    return rows.filter(during__endswith__gt=now, starts_at__lt=now + timedelta(days=days)).select_related("rule")


def walk_in_times(place_ids: Collection[UUID], now: datetime, most: int = NEXT) -> dict[UUID, list[WalkIn]]:
    """Return when somebody receives without appointment at places, soonest first: the plug of `places` (BOO-50).

    Args:
        place_ids: places of a page, asked in one query.
        now: instant of the page.
        most: presences of a place at most.
    """
    rank = Window(RowNumber(), partition_by="rule__place", order_by=("starts_at", "pk"))
    rows = walk_in_presences(place_ids=place_ids, now=now).annotate(rank=rank).filter(rank__lte=most)
    found: dict[UUID, list[WalkIn]] = {}
    told = rows.order_by("starts_at", "pk").values_list("rule__place", "rule__place__commune", "during")
    for place, commune, during in told:
        found.setdefault(place, []).append(WalkIn(during.lower, during.upper, clock_of(commune)))
    return found


def queue(*, rule_id: UUID, now: datetime) -> QuerySet[Arrival]:
    """Return those who wait now at a presence, by ticket; the position of each is its rank (BOO-52)."""
    recent = Arrival.objects.filter(rule=rule_id, arrived_at__gt=now - timedelta(hours=24))
    return recent.filter(received_at=None, left_at=None).order_by("day", "ticket")
