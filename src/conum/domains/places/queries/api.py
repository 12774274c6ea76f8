"""What the public API answers: pages of places, one place, those of a rectangle."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count, Max, Q, QuerySet
from django.utils.timezone import localdate

from conum.commons.territories.models import Zone
from conum.commons.territories.queries import in_force_on
from conum.domains.places.enums import AccessMode
from conum.domains.places.models import SHOWN, Place
from conum.domains.places.queries.coordinators import coordinated_places
from conum.domains.places.queries.export import FIELDS, as_object, exported_places, feature
from conum.domains.places.queries.finder_wish import EVENING, NOW, PARIS, WEEKEND, instants
from conum.domains.places.queries.offers import bookable_places


@dataclass(frozen=True)
class Wanted:
    """Filters: codes of territories, and codes of each list (field → codes, one of which is enough).

    Attributes:
        zone: kind of a priority zone in force in the place's commune.
        now: instant that zones, openings and what can be booked are told for.
        clock: clock of the territory, for weekends and evenings.
        equal: field → value it must have.
        openings: `now`, `weekend`, `evening` (of the finder): one is enough.
        open_at: instant at which the place is open.
        bookable, coordinator: whether something is booked there online, and a coordinator shown; None for both.
    """

    department: str = ""
    region: str = ""
    commune: str = ""
    codes: dict[str, list[str]] = field(default_factory=dict)
    intercommunality: str = ""
    zone: str = ""
    now: datetime = datetime.min
    clock: ZoneInfo = PARIS
    equal: dict[str, Any] = field(default_factory=dict)
    openings: tuple[str, ...] = ()
    open_at: datetime | None = None
    bookable: bool | None = None
    coordinator: bool | None = None

    def rows(self) -> QuerySet[Place]:
        """Return the places wanted, by identifier."""
        rows = exported_places(self.department, self.region)
        if self.commune:
            rows = rows.filter(commune=self.commune)
        if self.intercommunality:
            rows = rows.filter(commune__intercommunality=self.intercommunality)
        if self.zone:
            zones = Zone.objects.filter(in_force_on(localdate(self.now)), kind=self.zone)
            rows = rows.filter(commune__in=zones.values("commune"))
        rows = rows.filter(**self.equal, **{f"{name}__overlap": codes for name, codes in self.codes.items()})
        return self._in_time(rows)

    def _in_time(self, rows: QuerySet[Place]) -> QuerySet[Place]:
        """The places that fit what the clock and the modules above say."""
        if self.openings:
            spans = instants(self.now, self.clock)
            ways = {NOW: Q(open_during__covers=self.now)}
            ways |= {name: Q(open_during__meets=spans[name]) for name in (WEEKEND, EVENING)}
            rows = rows.filter(reduce(or_, (ways[name] for name in self.openings)))
        if self.open_at is not None:
            rows = rows.filter(open_during__covers=self.open_at)
        if self.bookable is not None:
            rows = rows.filter(_bookable(self.now)) if self.bookable else rows.exclude(_bookable(self.now))
        if self.coordinator is not None:
            known = Q(pk__in=coordinated_places(self.now))
            rows = rows.filter(known) if self.coordinator else rows.exclude(known)
        return rows


def _bookable(now: datetime) -> Q:
    """Something can be booked there online: as the finder says it."""
    ways = (Q(pk__in=ids) for ids in bookable_places(now))
    return reduce(or_, ways, ~Q(booking_url="") | Q(access_modes__contains=[AccessMode.ONLINE_BOOKING.value]))


def api_places(wanted: Wanted, *, after: UUID | None, size: int) -> tuple[list[dict[str, Any]], UUID | None]:
    """Return a page of rows, and the cursor of the next one (None at the end).

    Args:
        after: cursor of the page; None for the first.
        size: rows of a page.
    """
    rows = wanted.rows()
    if after is not None:
        rows = rows.filter(pk__gt=after)
    found = list(rows.values("pk", *FIELDS)[: size + 1])
    page = found[:size]
    return [as_object(values, in_file=False) for values in page], page[-1]["pk"] if len(found) > size else None


def api_place(identifier: str) -> dict[str, Any] | None:
    """Return one place by its published identifier; a merged one leads to the place that was kept (PLA-34)."""
    if "\x00" in identifier:
        return None
    place = Place.objects.filter(schema_id=identifier).values("merged_into__schema_id").first()
    if place is None:
        return None
    kept = place["merged_into__schema_id"] or identifier
    values = Place.objects.filter(SHOWN, schema_id=kept).values(*FIELDS).first()
    return as_object(values, in_file=False) if values else None


def places_in_window(wanted: Wanted, box: tuple[float, float, float, float], most: int) -> list[dict[str, Any]]:
    """Return the places of a rectangle (west, south, east, north, in degrees) as GeoJSON features."""
    west, south, east, north = box
    rows = wanted.rows().filter(latitude__range=(south, north), longitude__range=(west, east))
    return [feature(values) for values in rows.values(*FIELDS)[:most]]


def state_of_places() -> tuple[datetime | None, str]:
    """Return (instant of the last change, a text that changes with any of them), for conditional requests."""
    found = Place.objects.aggregate(last=Max("updated_at"), rows=Count("pk"), shown=Count("pk", filter=SHOWN))
    return found["last"], f"{found['last']:%Y%m%dT%H%M%S%f}-{found['shown']}" if found["last"] else "0"
