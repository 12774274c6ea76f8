"""Writing many places at once: one statement per batch, the rows travel as one JSON value."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import connection
from pydantic_core import to_json

from conum.domains.places.enums import EditSource

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
_FIXED = {
    "precision": "''",
    "visible": "true",
    "last_edit_source": f"'{EditSource.IMPORT.value}'",
}
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


def _assigned(names: tuple[str, ...]) -> str:
    return ", ".join(f"{name} = EXCLUDED.{name}" for name in names)


PLACES = _PLACES.format(
    given=", ".join(_COLUMNS),
    fixed=", ".join(_FIXED),
    values=", ".join(_FIXED.values()),
    changed=_assigned(_CHANGED),
)
SOURCES = _SOURCES.format(given=", ".join(_SOURCE), changed=_assigned(_SOURCE[4:]))


def write(places: list[dict[str, Any]], sources: list[dict[str, Any]]) -> None:
    """Insert or change rows: `places` hold the fields of `_COLUMNS`, `sources` those of `PlaceSource`."""
    with connection.cursor() as cursor:
        for sql, rows in ((PLACES, places), (SOURCES, sources)):
            if rows:
                cursor.execute(sql, [to_json(rows).decode()])


def analyze() -> None:
    """Tell the planner how many places there are now; the queries of the minutes that follow need it.

    Columns by which places are chosen are enough: the names and points of the indexes would be computed again.
    """
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE places_place (id, commune_id, pivot, visible, closed_on, merged_into_id)")
        cursor.execute("ANALYZE places_placesource (place_id, source, external_id)")


def new_row(values: dict[str, Any], *, id: Any, organisation_id: Any, now: datetime) -> dict[str, Any]:
    """Return a row of `places` for `write`."""
    return {**values, "id": id, "organisation_id": organisation_id, "created_at": now, "updated_at": now}
