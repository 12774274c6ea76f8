"""What the public API answers: pages of places, one place, those of a rectangle."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, QuerySet

from conum.commons.territories.models import Zone
from conum.commons.territories.queries import in_force_on
from conum.domains.places.models import SHOWN, Place
from conum.domains.places.queries.export import FIELDS, as_object, exported_places, feature


@dataclass(frozen=True)
class Wanted:
    """Filters: codes of territories, and one code of each list (field → code).

    Attributes:
        zone: kind of a priority zone in force on `day` in the place's commune.
        equal: field → value it must have.
    """

    department: str = ""
    region: str = ""
    commune: str = ""
    codes: dict[str, str] = field(default_factory=dict)
    intercommunality: str = ""
    zone: str = ""
    day: date | None = None
    equal: dict[str, Any] = field(default_factory=dict)

    def rows(self) -> QuerySet[Place]:
        """Return the places wanted, by identifier."""
        rows = exported_places(self.department, self.region)
        if self.commune:
            rows = rows.filter(commune=self.commune)
        if self.intercommunality:
            rows = rows.filter(commune__intercommunality=self.intercommunality)
        if self.zone and self.day:
            rows = rows.filter(commune__in=Zone.objects.filter(in_force_on(self.day), kind=self.zone).values("commune"))
        return rows.filter(**self.equal, **{f"{name}__contains": [code] for name, code in self.codes.items()})


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
