"""Writing many places at once: new rows by COPY, changed ones by one statement that reads them as one JSON value."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from operator import itemgetter
from typing import Any
from uuid import UUID

from django.db import connection
from pydantic_core import to_json

from conum.domains.places.enums import EditSource
from conum.domains.places.models.place import LISTS

FILLED = (
    "schema_id",
    "pivot",
    "name",
    "commune_id",
    "commune_name",
    "postal_code",
    "insee_code",
    "address",
    "address_complement",
    "address_key",
    "latitude",
    "longitude",
    "typologies",
    "phones",
    "emails",
    "websites",
    "opening_hours",
    "opening_hours_source",
    "summary",
    "description",
    "source",
    "itinerance",
    "parent_organisation",
    "updated_on",
    "services",
    "target_audiences",
    "special_support",
    "fees",
    "national_schemes",
    "labels",
    "other_labels",
    "access_modes",
    "support_modes",
    "accessibility_url",
    "booking_url",
    "accepts_vouchers",
    "membership_required",
)
# Columns that an import sets of its own.
_OURS = ("id", "organisation_id", "created_at", "updated_at")
_COLUMNS = (*_OURS, *FILLED)
# Values of a place that an import makes.
_FIXED = {"precision": "", "visible": "true", "last_edit_source": EditSource.IMPORT.value}
_LISTS = tuple(_COLUMNS.index(name) for name in (*LISTS, "phones", "emails", "websites", "other_labels"))
_NULLABLE = {"organisation_id", "latitude", "longitude"}
_CHANGED = ("organisation_id", "updated_at", "last_edit_source", *(name for name in FILLED if name != "schema_id"))
_SOURCE = ("id", "place_id", "source", "external_id", "updated_on", "payload", "digest", "notes", "received_at")


# The names below are constants of this file, never values.
_PLACES = """
INSERT INTO places_place ({given}, {fixed}) SELECT {given}, {values}
FROM json_populate_recordset(NULL::places_place, %s::json)
ON CONFLICT (id) DO UPDATE SET {changed},
    precision = CASE WHEN places_place.latitude IS NOT DISTINCT FROM EXCLUDED.latitude
        AND places_place.longitude IS NOT DISTINCT FROM EXCLUDED.longitude THEN places_place.precision ELSE '' END
"""
_SOURCES = """
INSERT INTO places_placesource ({given}) SELECT {given}
FROM json_populate_recordset(NULL::places_placesource, %s::json)
ON CONFLICT (source, external_id) DO UPDATE SET {changed}
"""
# An empty cell is an empty text, but in the columns that may be null.
_COPY = "COPY {table} ({given}) FROM STDIN (FORMAT csv, FORCE_NOT_NULL ({texts}))"


def _assigned(names: tuple[str, ...]) -> str:
    return ", ".join(f"{name} = EXCLUDED.{name}" for name in names)


PLACES = _PLACES.format(
    given=", ".join(_COLUMNS),
    fixed=", ".join(_FIXED),
    values=", ".join(f"'{value}'" for value in _FIXED.values()),
    changed=_assigned(_CHANGED),
)
SOURCES = _SOURCES.format(given=", ".join(_SOURCE), changed=_assigned(_SOURCE[4:]))
COPY_PLACES = _COPY.format(
    table="places_place",
    given=", ".join((*_COLUMNS, *_FIXED)),
    texts=", ".join(name for name in (*_COLUMNS, *_FIXED) if name not in _NULLABLE),
)
COPY_SOURCES = _COPY.format(table="places_placesource", given=", ".join(_SOURCE), texts=", ".join(_SOURCE))


@dataclass
class Batch:
    """Rows to write: those of places hold the fields of `_COLUMNS`, those of sources the fields of `PlaceSource`.

    The payload of a new source is JSON text, that of a changed one a value.
    """

    new_places: list[dict[str, Any]] = field(default_factory=list)
    new_sources: list[dict[str, Any]] = field(default_factory=list)
    places: dict[UUID, dict[str, Any]] = field(default_factory=dict)
    sources: list[dict[str, Any]] = field(default_factory=list)


def write(batch: Batch) -> None:
    """Insert the new rows and change the others."""
    _copy(COPY_PLACES, _cells(batch.new_places, _COLUMNS, _LISTS, tuple(_FIXED.values())))
    _copy(COPY_SOURCES, _cells(batch.new_sources, _SOURCE, (_SOURCE.index("notes"),)))
    with connection.cursor() as cursor:
        for sql, rows in ((PLACES, list(batch.places.values())), (SOURCES, batch.sources)):
            if rows:
                cursor.execute(sql, [to_json(rows).decode()])


def _copy(statement: str, rows: Iterable[list[Any]]) -> None:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    if text.tell():
        with connection.cursor() as cursor, cursor.copy(statement) as copy:
            copy.write(text.getvalue())


def _cells(
    rows: list[dict[str, Any]], names: tuple[str, ...], lists: tuple[int, ...], more: tuple[str, ...] = ()
) -> Iterator[list[Any]]:
    """Yield the rows as COPY reads them from a CSV; `lists`: ranks of the names that hold lists of texts."""
    cells_of = itemgetter(*names)
    for row in rows:
        cells = [*cells_of(row), *more]
        for rank in lists:
            texts = cells[rank]
            cells[rank] = _array(tuple(texts)) if texts else "{}"
        yield cells


@lru_cache(maxsize=4096)
def _array(texts: tuple[str, ...]) -> str:
    """Return a list as PostgreSQL writes it; the same few choices come back from row to row."""
    return "{" + ",".join(['"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"' for text in texts]) + "}"


def analyze_keys() -> None:
    """Tell the planner, in the import itself, that the tables are no longer what they were.

    Statistics of an empty table make any index as good as the right one: the keys checked at the commit would be
    searched through all places, each.
    """
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE places_place (id, schema_id), places_placesource (source, external_id)")


def analyze() -> None:
    """Tell the planner how many places there are now; the queries of the minutes that follow need it.

    Columns by which places are chosen are enough: the names and points of the indexes would be computed again.
    """
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE places_place (id, commune_id, pivot, visible, closed_on, merged_into_id)")
        cursor.execute("ANALYZE places_placesource (place_id, source, external_id)")


def new_row(values: dict[str, Any], *, id: Any, organisation_id: Any, now: datetime | str) -> dict[str, Any]:
    """Return a row of `places` for `write`; `now` may be written already, once for all rows."""
    return {**values, "id": id, "organisation_id": organisation_id, "created_at": now, "updated_at": now}
