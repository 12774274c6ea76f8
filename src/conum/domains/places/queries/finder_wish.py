"""What one looks for, as SQL conditions on a place: the finder's list, its counts and the map read the same ones."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from math import cos, pi
from typing import Any
from zoneinfo import ZoneInfo

from psycopg.types.multirange import TimestamptzMultirange
from psycopg.types.range import Range

from conum.commons.territories.queries import EARTH_RADIUS_M
from conum.domains.places.queries.coordinators import coordinated_places
from conum.domains.places.queries.offers import bookable_ids

PARIS = ZoneInfo("Europe/Paris")
LISTS = (
    "services", "target_audiences", "special_support", "fees", "access_modes", "support_modes", "itinerance",
    "typologies", "national_schemes", "labels",
)  # fmt: skip
"""Groups whose values are codes held by an array of the place."""
OPEN, YES, ZONES, SOURCES = "opening", "yes", "zones", "sources"
NOW, WEEKEND, EVENING = "now", "weekend", "evening"
BOOKABLE, VOUCHERS, COORDINATOR = "bookable", "vouchers", "coordinator"
QPV, FRR = "qpv", "frr"
GROUPS = (OPEN, YES, *LISTS, ZONES, SOURCES)
DAYS_AHEAD = 7  # weekends and evenings are looked for in the coming week
EVENING_FROM, EVENING_TO = time(18), time(23)

SHOWN = "p.visible AND p.closed_on IS NULL AND p.merged_into_id IS NULL AND p.latitude IS NOT NULL"
POINT = "ll_to_earth(p.latitude, p.longitude)"
WITHIN = """sin(radians(p.latitude)) * sin(radians(%(latitude)s)) + cos(radians(p.latitude))
    * cos(radians(%(latitude)s)) * cos(radians(p.longitude - %(longitude)s)) >= %(cos_reach)s"""
"""Nearer than the radius: what `earth_distance` says for a tenth of its cost on each place of a neighbourhood."""
ZONED = """p.commune_id IN (SELECT commune_id FROM territories_zone
    WHERE kind = '{kind}' AND valid_from <= %(day)s AND (valid_to IS NULL OR valid_to >= %(day)s))"""
SAID = {
    NOW: "p.open_during @> %(now)s::timestamptz",
    WEEKEND: "p.open_during && %(weekend)s",
    EVENING: "p.open_during && %(evening)s",
    VOUCHERS: "p.accepts_vouchers",
    QPV: ZONED.format(kind="qpv"),
    FRR: ZONED.format(kind="frr"),
}
OF_GROUP = {OPEN: (NOW, WEEKEND, EVENING), YES: (BOOKABLE, VOUCHERS, COORDINATOR), ZONES: (QPV, FRR)}
"""Groups whose values are conditions, each named in `SAID`, or made of what is plugged in or of who is shown."""


@dataclass(frozen=True)
class Here:
    """Where one looks: a point with a radius, or a whole territory, or both.

    Attributes:
        latitude, longitude: degrees; None when only a territory is named.
        radius_km: how far from the point.
        department, region, intercommunality: code of the territory, "" for none.
    """

    latitude: float | None = None
    longitude: float | None = None
    radius_km: int = 50
    department: str = ""
    region: str = ""
    intercommunality: str = ""


@dataclass(frozen=True)
class Wish:
    """Filters in force.

    Attributes:
        chosen: group → values wanted; a place with one of them fits, except for `yes`, where it needs them all.
        name: part of the place's name, "" for any.
    """

    chosen: dict[str, tuple[str, ...]] = field(default_factory=dict)
    name: str = ""

    def __bool__(self) -> bool:
        return any(self.chosen.values())

    def without(self, group: str) -> Wish:
        """Return the same wish, free of a group."""
        return replace(self, chosen={name: values for name, values in self.chosen.items() if name != group})

    def with_values(self, group: str, *values: str) -> Wish:
        """Return the same wish with these values alone in a group."""
        return replace(self, chosen={**self.chosen, group: values})


def condition(group: str, value: str, now: datetime) -> tuple[str, dict[str, Any]]:
    """Return the SQL of one value that is a condition, and its parameters."""
    if value == COORDINATOR:
        return "p.id = ANY(%(coordinated)s::uuid[])", {"coordinated": coordinated_places(now)}
    if value != BOOKABLE:
        return SAID[value], {}
    ways, given = ["p.booking_url <> ''", "p.access_modes @> '{online_booking}'"], {}
    for ids, parameters in bookable_ids(now):
        names = [f"bookable_{len(given) + at}" for at in range(len(parameters))]
        ways.append(f"p.id IN ({ids % tuple(f'%({name})s' for name in names)})")
        given |= dict(zip(names, parameters, strict=True))
    return f"({' OR '.join(ways)})", given


def group_condition(group: str, values: tuple[str, ...], now: datetime) -> tuple[str, dict[str, Any]]:
    """Return the SQL that a place fits the values wanted of a group, and its parameters."""
    if group in LISTS:
        return f"p.{group} && %({group})s::varchar[]", {group: list(values)}
    if group == SOURCES:
        return "p.source = ANY(%(sources)s)", {"sources": list(values)}
    written = [condition(group, value, now) for value in values]
    joint = " AND " if group == YES else " OR "
    parameters = {name: given for _, more in written for name, given in more.items()}
    return f"({joint.join(sql for sql, _ in written)})", parameters


def conditions(wish: Wish, now: datetime) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield each group in force: its name, its SQL, its parameters."""
    for group in GROUPS:
        if values := wish.chosen.get(group):
            yield group, *group_condition(group, values, now)


def names_spans(wish: Wish) -> bool:
    """Tell whether a wish is about a weekend or evenings."""
    return not {WEEKEND, EVENING}.isdisjoint(wish.chosen.get(OPEN, ()))


def around(here: Here, *, exactly: bool = True) -> tuple[str, dict[str, Any]]:
    """Return the SQL that a place is where one looks, by the indexes on its point and on its commune.

    Args:
        here: where one looks.
        exactly: leave out the corners of the box around the point; a caller that orders by distance cuts them itself.
    """
    sql, given = [SHOWN], {}
    if here.latitude is not None:
        sql.append(f"earth_box(ll_to_earth(%(latitude)s, %(longitude)s), %(metres)s) @> {POINT}")  # by the index
        given = {"latitude": here.latitude, "longitude": here.longitude, "metres": here.radius_km * 1000}
        if exactly:  # the corners of the box are farther
            sql.append(WITHIN)
            given["cos_reach"] = cos(min(pi, here.radius_km * 1000 / EARTH_RADIUS_M))
    for name, column in (("department", "department_id"), ("intercommunality", "intercommunality_id")):
        if code := getattr(here, name):
            sql.append(f"p.commune_id IN (SELECT code FROM territories_commune WHERE {column} = %({name})s)")  # noqa: S608
            given[name] = code
    if here.region:
        sql.append(
            "p.commune_id IN (SELECT c.code FROM territories_commune c "
            "JOIN territories_department d ON d.code = c.department_id WHERE d.region_id = %(region)s)"
        )
        given["region"] = here.region
    return " AND ".join(sql), given


def instants(now: datetime, zone: ZoneInfo = PARIS, *, spans: bool = True) -> dict[str, Any]:
    """Return the values of time that conditions name: now, the day and, with `spans`, coming evenings and weekend."""
    today = now.astimezone(zone).date()
    if not spans:
        return {"now": now, "day": today}
    days = [today + timedelta(days=ahead) for ahead in range(DAYS_AHEAD)]
    whole = [(day, time(0), time(23, 59, 59)) for day in days if day.weekday() > 4]
    late = [(day, EVENING_FROM, EVENING_TO) for day in days]
    return {"now": now, "day": today, "weekend": _ranges(whole, now, zone), "evening": _ranges(late, now, zone)}


def _ranges(spans: list[tuple[Any, time, time]], now: datetime, zone: ZoneInfo) -> TimestamptzMultirange:
    """Ranges of instants still to come."""
    ends = [(datetime.combine(day, a, zone), datetime.combine(day, b, zone)) for day, a, b in spans]
    return TimestamptzMultirange([Range(max(start, now), end) for start, end in ends if end > now])
