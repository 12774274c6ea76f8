"""Need and supply by territory in a window of the map: the fragility index beside the visible places.

Two queries whatever the window. Départements, then intercommunalities, then communes, as one comes nearer. A territory
without an index of its own has the average of its communes, weighted by their inhabitants.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import Max, Q

from conum.commons.territories.enums import FragilityLevel, FragilityVersion
from conum.commons.territories.models import FragilityIndex
from conum.domains.places.enums import NationalScheme
from conum.domains.places.parameters import GAP_NEED, GAP_SUPPLY, NEED_V1, NEED_V2
from conum.domains.places.queries.clusters import Window
from conum.domains.places.rules.needs import is_gap, need_class, supply

MOST = 300  # territories of a window
BY_DEPARTMENT, BY_INTERCOMMUNALITY = 8, 10  # last zooms of these territories
LEVELS = (FragilityLevel.DEPARTMENT, FragilityLevel.INTERCOMMUNALITY, FragilityLevel.COMMUNE)
KEYS = {
    FragilityLevel.DEPARTMENT: ("d.code", "d.name", 4),
    FragilityLevel.INTERCOMMUNALITY: ("i.code", "i.name", 1),
    FragilityLevel.COMMUNE: ("c.code", "c.name", 0),
}
"""Level → its code and name, and how far beyond the window its communes may be, in degrees."""
NEEDS = """
WITH near AS MATERIALIZED (
    SELECT c.*, greatest(coalesce(c.population, 0), 1) AS weight FROM territories_commune c
    WHERE c.closed_on IS NULL AND c.latitude BETWEEN %(south)s - %(margin)s AND %(north)s + %(margin)s
        AND c.longitude BETWEEN %(west)s - %(margin)s AND %(east)s + %(margin)s
), latest AS MATERIALIZED (
    SELECT DISTINCT ON (level, code) level, code, score FROM territories_fragilityindex
    WHERE level IN (%(level)s, 'commune') AND version = %(version)s AND measured_on <= %(day)s
    ORDER BY level, code, measured_on DESC
), helped AS (
    SELECT commune_id, count(*) AS places, count(*) FILTER (WHERE national_schemes @> %(scheme)s::varchar[]) AS ours
    FROM places_place
    WHERE visible AND closed_on IS NULL AND merged_into_id IS NULL AND commune_id IN (SELECT code FROM near)
    GROUP BY commune_id
)
SELECT {code}, {name}, sum(c.latitude * c.weight) / sum(c.weight), sum(c.longitude * c.weight) / sum(c.weight),
    coalesce(sum(c.population), 0),
    coalesce(max(own.score), sum(part.score * c.weight) / sum(c.weight) FILTER (WHERE part.score IS NOT NULL)),
    coalesce(sum(h.places), 0), coalesce(sum(h.ours), 0)
FROM near c JOIN territories_department d ON d.code = c.department_id
LEFT JOIN territories_intercommunality i ON i.code = c.intercommunality_id
LEFT JOIN latest own ON own.level = %(level)s AND own.code = {code}
LEFT JOIN latest part ON part.level = 'commune' AND part.code = c.code
LEFT JOIN helped h ON h.commune_id = c.code
WHERE {code} IS NOT NULL AND (own.score IS NOT NULL OR part.score IS NOT NULL)
GROUP BY {code}, {name}
HAVING sum(c.latitude * c.weight) / sum(c.weight) BETWEEN %(south)s AND %(north)s
    AND sum(c.longitude * c.weight) / sum(c.weight) BETWEEN %(west)s AND %(east)s
ORDER BY 5 DESC, 1 LIMIT %(most)s
"""


@dataclass(frozen=True)
class Need:
    """A territory of the window.

    Attributes:
        latitude, longitude: middle of its communes, weighted by their inhabitants, degrees.
        score: fragility index.
        places, counsellors: visible places, and those that name the scheme of digital counsellors.
        need: class, 1 to 4.
        supply: places for 10 000 inhabitants; None where nobody is known to live.
        gap: the need meets too few places.
    """

    code: str
    name: str
    latitude: float
    longitude: float
    population: int
    score: Decimal
    places: int
    counsellors: int
    need: int
    supply: Decimal | None
    gap: bool


@dataclass(frozen=True)
class Needs:
    """What is known in a window: the level and version of the index, the day it was measured, its territories."""

    level: FragilityLevel
    version: str = ""
    measured_on: date | None = None
    limits: tuple[int, ...] = ()
    least_need: int = 0
    least_supply: Decimal = Decimal(0)
    rows: tuple[Need, ...] = ()


def level_of(zoom: int) -> FragilityLevel:
    """Return the territories that a zoom shows."""
    return LEVELS[(zoom > BY_DEPARTMENT) + (zoom > BY_INTERCOMMUNALITY)]


def is_index_known(day: date) -> bool:
    """Tell whether any territory has an index on a day."""
    return FragilityIndex.objects.filter(level__in=LEVELS, measured_on__lte=day).exists()


def needs_in(window: Window, day: date) -> Needs:
    """Return the territories of a window, the most inhabited first, `MOST` at most.

    Args:
        window: what the map shows.
        day: indexes measured on or before it, limits in force on it.
    """
    level = level_of(window.zoom)
    version, measured_on = _version(level, day)
    if measured_on is None:
        return Needs(level)
    limits = (NEED_V2 if version == FragilityVersion.V2 else NEED_V1).on(day)
    least_need, least_supply = GAP_NEED.on(day), GAP_SUPPLY.on(day)
    rows = tuple(_need(row, limits, least_need, least_supply) for row in _rows(window, level, version, day))
    return Needs(level, version, measured_on, limits, least_need, least_supply, rows)


def _version(level: FragilityLevel, day: date) -> tuple[str, date | None]:
    """The latest version that knows these territories or their communes, and the last day it was measured."""
    known = FragilityIndex.objects.filter(level__in={level, FragilityLevel.COMMUNE}, measured_on__lte=day)
    second = Max("measured_on", filter=Q(version=FragilityVersion.V2))
    last = known.aggregate(v2=second, v1=Max("measured_on", filter=Q(version=FragilityVersion.V1)))
    version = FragilityVersion.V2 if last["v2"] else FragilityVersion.V1
    return version.value, last[version.value]


def _rows(window: Window, level: FragilityLevel, version: str, day: date) -> list[tuple[Any, ...]]:
    code, name, margin = KEYS[level]
    south, west, north, east = window.bounds
    given = {
        "south": south, "west": west, "north": north, "east": east, "margin": margin, "level": level.value,
        "version": version, "day": day, "scheme": [NationalScheme.CONSEILLERS_NUMERIQUES.value], "most": MOST,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(NEEDS.format(code=code, name=name), given)
        return cursor.fetchall()


def _need(row: tuple[Any, ...], limits: tuple[int, ...], least_need: int, least_supply: Decimal) -> Need:
    code, name, latitude, longitude, population, score, places, counsellors = row
    need = need_class(score, limits)
    gap = is_gap(need, places, population, least_need=least_need, least_supply=least_supply)
    return Need(
        code, name, float(latitude), float(longitude), int(population), score.quantize(Decimal("0.1")), int(places),
        int(counsellors), need, supply(int(places), int(population)), gap,
    )  # fmt: skip
