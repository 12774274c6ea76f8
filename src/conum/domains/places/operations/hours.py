"""Keeping `open_during`: the instants each place is open over the coming weeks, so that one index answers « now »."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection, transaction
from django.db.models import Q, QuerySet

from conum.commons.territories.models import Commune
from conum.commons.territories.queries import time_zone
from conum.domains.places.models import OpeningException, Place
from conum.domains.places.queries.opening import AHEAD, exceptional, holidays_around
from conum.domains.places.rules.opening_hours.clock import Stretch, instants
from conum.domains.places.rules.opening_hours.days import Exceptional, spans

CHUNK = 2000
DAY = timedelta(days=1)
WRITE = """
UPDATE places_place AS place SET open_during = computed.during
FROM (
    SELECT id, (%(ranges)s::tstzmultirange[])[at] AS during
    FROM unnest(%(ids)s::uuid[], %(at)s::int[]) AS row(id, at)
) AS computed
WHERE place.id = computed.id AND place.open_during IS DISTINCT FROM computed.during
"""


class Key(NamedTuple):
    """What decides when a place is open: places that share it are computed once."""

    text: str
    department: str
    zone: str
    exceptions: tuple[Exceptional, ...]


def fill_open_during(*, now: datetime, places: Collection[UUID] | None = None) -> int:
    """Compute `open_during` of these places, from the day before to three weeks ahead; returns how many were read.

    Closed and merged places are left aside. A place without hours nor exceptional opening is unknown (null).

    Args:
        places: keys; None for every place.
    """
    rows = Place.objects.filter(closed_on=None, merged_into=None)
    if places is not None:
        rows = rows.filter(pk__in=places)
    return _fill(rows, now)


def fill_missing(*, now: datetime) -> int:
    """Compute the places that have hours and no instants yet: those an import just wrote."""
    rows = Place.objects.filter(closed_on=None, merged_into=None, open_during=None)
    return _fill(rows.exclude(Q(opening_hours="") & Q(opening_exceptions=None)), now)


def forget_open_during(places: Collection[UUID]) -> None:
    """Set the instants of these places to unknown until they are computed again (`fill_missing`)."""
    Place.objects.filter(pk__in=places).exclude(open_during=None).update(open_during=None)


def _fill(rows: QuerySet[Place], now: datetime) -> int:
    first = (now - DAY).date()
    last = (now + AHEAD + DAY).date()
    zones = {
        commune.pk: (commune.department_id, time_zone(commune))
        for commune in Commune.objects.filter(pk__in=rows.values("commune")).select_related("department")
    }
    listed = list(rows.order_by("pk").values_list("pk", "opening_hours", "commune_id").distinct())
    changed = _exceptions(first)
    computed: dict[Key, str | None] = {}
    for start in range(0, len(listed), CHUNK):
        keys: dict[UUID, Key] = {}
        for place, text, commune in listed[start : start + CHUNK]:
            department, zone = zones[commune]
            keys[place] = Key(text, department, zone.key, changed.get(place, ()))
        for key in set(keys.values()) - set(computed):
            computed[key] = _computed(key, first, last)
        _write(keys, computed)
    return len(listed)


def _exceptions(first: date) -> dict[UUID, tuple[Exceptional, ...]]:
    found: dict[UUID, list[OpeningException]] = {}
    for one in OpeningException.objects.filter(ends_on__gte=first):
        found.setdefault(one.place_id, []).append(one)
    return {place: exceptional(several) for place, several in found.items()}


def _computed(key: Key, first: date, last: date) -> str | None:
    """The ranges as PostgreSQL reads them; None when nothing is known of the hours."""
    if not key.text and not any(one.hours for one in key.exceptions):
        return None
    found = spans(key.text, first, last, holidays_around(key.department, first, last), key.exceptions)
    certain = ((span.start, span.end) for span in found if span.certain)
    return _written(instants(certain, ZoneInfo(key.zone)))


def _written(stretches: list[Stretch]) -> str:
    return "{" + ",".join(f"[{start.isoformat()},{end.isoformat()})" for start, end in stretches) + "}"


def _write(keys: dict[UUID, Key], computed: dict[Key, str | None]) -> None:
    """One statement per chunk; each distinct value is sent once."""
    distinct = list(dict.fromkeys(keys.values()))
    rank = {key: number for number, key in enumerate(distinct, start=1)}
    values = {
        "ids": list(keys),
        "at": [rank[key] for key in keys.values()],
        "ranges": [computed[key] for key in distinct],
    }
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(WRITE, values)
