"""The places of the open data, and how each format writes them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from datetime import date, datetime
from functools import cache, reduce
from importlib.resources import files
from operator import or_
from typing import Any

from django.db.models import BooleanField, Case, Max, Q, QuerySet, When

from conum.domains.places.models import SHOWN, Place
from conum.domains.places.queries.offers import bookable_places, booking_address
from conum.domains.places.rules.columns import COLUMNS
from conum.domains.places.rules.writing import POINT, row_of

FIELDS = (*COLUMNS.values(), "precision")
CHUNK = 2000
NAME = "{day:%Y-%m-%d}_{producer}_lieux-de-mediation-numerique_{territory}.{ending}"
ENDINGS = {"csv": "csv", "json": "json", "geojson": "geojson"}


def exported_places(department: str = "", region: str = "") -> QuerySet[Place]:
    """Return the places of the open data, in a stable order.

    Args:
        department, region: codes; empty for the whole country.
    """
    rows = Place.objects.filter(SHOWN)
    if department:
        rows = rows.filter(commune__department=department)
    if region:
        rows = rows.filter(commune__department__region=region)
    return rows.order_by("pk")


def last_change(rows: QuerySet[Place]) -> datetime | None:
    """Return the instant of the last change of these places; None when there are none."""
    return rows.order_by().aggregate(last=Max("updated_at"))["last"]


def written(rows: QuerySet[Place], form: str, now: datetime | None = None) -> Iterator[str]:
    """Yield a file piece by piece: memory does not grow with the country.

    Args:
        form: `csv`, `json` (the rows of the schema v1.0.2) or `geojson`.
        now: instant at which a place that one books with us, and that gives no address for it, carries ours (field 32);
            None leaves the addresses as they are kept.
    """
    if now is not None and (plugged := bookable_places(now)):
        ours = reduce(or_, (Q(pk__in=ids) for ids in plugged))
        rows = rows.annotate(with_us=Case(When(ours, then=True), default=False, output_field=BooleanField()))
    return {"csv": _csv, "json": _json, "geojson": _geojson}[form](rows)


def file_name(form: str, day: date, producer: str, territory: str = "france") -> str:
    """Return the official name: day, SIRET or RNA of the producer, territory."""
    return NAME.format(day=day, producer=producer, territory=territory.lower(), ending=ENDINGS[form])


@cache
def official_schema() -> dict[str, Any]:
    """Return the official Table Schema v1.0.2 (La MedNum et ANCT, Licence Ouverte 2.0), unmodified."""
    text = files("conum.domains.places").joinpath("data/schema-v1.0.2.json").read_text("utf-8")
    return json.loads(text)  # type: ignore[no-any-return]


def _values(rows: QuerySet[Place]) -> Iterator[dict[str, Any]]:
    if "with_us" not in rows.query.annotations:
        yield from rows.values(*FIELDS).iterator(chunk_size=CHUNK)
        return
    for values in rows.values("pk", "with_us", *FIELDS).iterator(chunk_size=CHUNK):
        if values["with_us"] and not values["booking_url"]:
            values["booking_url"] = booking_address(values["pk"])
        yield values


def _csv(rows: QuerySet[Place]) -> Iterator[str]:
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(COLUMNS)
    for values in _values(rows):
        writer.writerow(row_of(values).values())
        if buffer.tell() > 1 << 16:
            yield buffer.getvalue()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue()


def as_object(values: dict[str, Any], *, in_file: bool = True) -> dict[str, Any]:
    """Return the row of a place as JSON: degrees are numbers, empty cells are left out.

    Answers that are not files of the schema say what the point is (`house`, `street`, `commune`) when it is known.
    """
    cells: dict[str, Any] = {name: cell for name, cell in row_of(values, in_file=in_file).items() if cell}
    cells |= {name: values[name] for name in POINT if name in cells}
    return cells | ({"precision": values["precision"]} if values["precision"] and not in_file else {})


def _json(rows: QuerySet[Place]) -> Iterator[str]:
    yield from _listed("[\n", (as_object(values) for values in _values(rows)), "\n]\n")


def feature(values: dict[str, Any]) -> dict[str, Any]:
    """Return a place as a GeoJSON feature (RFC 7946: longitude first)."""
    properties = as_object(values, in_file=False)
    point = [properties.pop("longitude"), properties.pop("latitude")] if values["latitude"] is not None else None
    geometry = {"type": "Point", "coordinates": point} if point else None
    return {"type": "Feature", "id": values["schema_id"], "geometry": geometry, "properties": properties}


def _geojson(rows: QuerySet[Place]) -> Iterator[str]:
    head = '{"type": "FeatureCollection", "features": [\n'
    yield from _listed(head, (feature(values) for values in _values(rows)), "\n]}\n")


def _listed(head: str, objects: Iterator[dict[str, Any]], tail: str) -> Iterator[str]:
    yield head
    for number, found in enumerate(objects):
        yield (",\n" if number else "") + json.dumps(found, ensure_ascii=False)
    yield tail
