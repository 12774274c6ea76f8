"""What a map shows in a window: places grouped on the server by région, département, then squares of a grid.

One query, never more than `MOST` features, whatever the number of places.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from django.db import connection

from conum.commons.territories.queries import EARTH_RADIUS_M, distance_m
from conum.domains.places.queries.finder_wish import PARIS, POINT, Here, Wish, around, conditions, instants

MOST = 300
SIDE = 600  # pixels of a window
TILE = 256  # pixels of the whole world at zoom 0
CELL = 56  # pixels of a square of the grid: two bubbles side by side
FARTHEST, NEAREST = 4, 17  # zooms
BY_REGION, BY_DEPARTMENT = 6, 8  # last zooms of these groups
FRANCE = (46.6, 2.4, 5)
MOST_LATITUDE = 85.0

GRID = """
SELECT count(*), avg(p.latitude), avg(p.longitude), min(p.id::text), min(p.name), min(p.commune_name),
    bool_or(p.open_during @> %(now)s::timestamptz), '', bool_and(p.precision = 'commune')
FROM places_place p WHERE {where}
GROUP BY floor((p.longitude + 180) / %(step)s), floor(p.latitude / %(step_latitude)s)
ORDER BY count(*) DESC, 4 LIMIT %(most)s
"""
TERRITORY = """
SELECT count(*), avg(p.latitude), avg(p.longitude), min(p.id::text), min(p.name), min(p.commune_name),
    bool_or(p.open_during @> %(now)s::timestamptz), {name}, bool_and(p.precision = 'commune')
FROM places_place p JOIN territories_commune c ON c.code = p.commune_id
JOIN territories_department d ON d.code = c.department_id JOIN territories_region r ON r.code = d.region_id
WHERE {where} GROUP BY {name} ORDER BY count(*) DESC, 4 LIMIT %(most)s
"""


@dataclass(frozen=True)
class Window:
    """A square window of the map: middle in degrees, whole zoom of the web's maps."""

    latitude: float
    longitude: float
    zoom: int

    @classmethod
    def read(cls, text: str) -> Window | None:
        """Return the window written « 10/45.83/1.26 », None when it is not one."""
        try:
            zoom, latitude, longitude = text.split("/")
            window = cls(float(latitude), float(longitude), int(zoom))
        except ValueError:
            return None
        good = math.isfinite(window.latitude) and math.isfinite(window.longitude)
        return window.bounded() if good else None

    def __str__(self) -> str:
        return f"{self.zoom}/{self.latitude:.4f}/{self.longitude:.4f}"

    def bounded(self) -> Window:
        """Return the nearest window that exists."""
        return Window(
            min(MOST_LATITUDE, max(-MOST_LATITUDE, self.latitude)),
            round((self.longitude + 180) % 360 - 180, 9),
            min(NEAREST, max(FARTHEST, self.zoom)),
        )

    @property
    def world(self) -> int:
        """Pixels of the whole world at this zoom."""
        return TILE << self.zoom

    def pixel(self, latitude: float, longitude: float) -> tuple[float, float]:
        """Return where a point falls in the window, in pixels from its top left corner."""
        x, y = self._absolute(latitude, longitude)
        middle_x, middle_y = self._absolute(self.latitude, self.longitude)
        return x - middle_x + SIDE / 2, y - middle_y + SIDE / 2

    def _absolute(self, latitude: float, longitude: float) -> tuple[float, float]:
        angle = math.asinh(math.tan(math.radians(latitude)))
        return (longitude + 180) / 360 * self.world, (1 - angle / math.pi) / 2 * self.world

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Return the latitude and longitude of a pixel of the window."""
        middle_x, middle_y = self._absolute(self.latitude, self.longitude)
        across, down = x - SIDE / 2 + middle_x, y - SIDE / 2 + middle_y
        latitude = math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * down / self.world))))
        return latitude, across / self.world * 360 - 180

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """South, west, north, east, in degrees."""
        north, west = self.point(0, 0)
        south, east = self.point(SIDE, SIDE)
        return south, west, north, east

    def moved(self, across: int, down: int) -> Window:
        """Return the window moved by a part of itself: -1, 0 or 1 each way."""
        latitude, longitude = self.point(SIDE / 2 + across * SIDE / 3, SIDE / 2 + down * SIDE / 3)
        return replace(self, latitude=latitude, longitude=longitude).bounded()

    def zoomed(self, steps: int, latitude: float | None = None, longitude: float | None = None) -> Window:
        """Return the window nearer or farther, around another middle if one is given."""
        middle = (self.latitude if latitude is None else latitude, self.longitude if longitude is None else longitude)
        return Window(*middle, self.zoom + steps).bounded()


class Cluster(NamedTuple):
    """A bubble of the map.

    Attributes:
        count: places in it.
        latitude, longitude: middle of them, degrees.
        id, name, commune: of the place when it is alone.
        open_now: one of them is open.
        territory: name of the région or département it stands for, "" for a square.
        rough: only the commune is known: the point is its centre (PLA-03).
    """

    count: int
    latitude: float
    longitude: float
    id: str
    name: str
    commune: str
    open_now: bool | None
    territory: str
    rough: bool = False


def clusters(window: Window, here: Here, wish: Wish, now: datetime, *, zone: ZoneInfo = PARIS) -> list[Cluster]:
    """Return the bubbles of a window for a wish, biggest first; `here` limits them to its territory, not its radius."""
    statement, given = clusters_statement(window, here, wish, now, zone=zone)
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        return [Cluster._make(row) for row in cursor.fetchall()]


def clusters_statement(
    window: Window, here: Here, wish: Wish, now: datetime, *, zone: ZoneInfo = PARIS
) -> tuple[str, dict[str, Any]]:
    """Return the one query and its parameters."""
    where, given = around(replace(here, latitude=None, longitude=None))
    parts = [where, *_within(window)]
    for _group, sql, more in conditions(wish, now):
        parts.append(sql)
        given |= more
    if wish.name:
        parts.append("territories_fold(%(name)s) <%% territories_fold(p.name)")
        given["name"] = wish.name
    south, west, north, east = window.bounds
    step = CELL * 360 / window.world
    given |= instants(now, zone) | {
        "south": south, "west": west, "north": north, "east": east, "most": MOST, "step": step,
        "step_latitude": step * math.cos(math.radians(window.latitude)),
        "middle_latitude": window.latitude, "middle_longitude": window.longitude,
        "reach": min(distance_m(window.latitude, window.longitude, north, west) * 1.2, EARTH_RADIUS_M),
    }  # fmt: skip
    if window.zoom <= BY_DEPARTMENT:
        name = "r.name" if window.zoom <= BY_REGION else "d.name"
        return TERRITORY.format(where=" AND ".join(parts), name=name), given
    return GRID.format(where=" AND ".join(parts)), given


def _within(window: Window) -> Iterable[str]:
    yield "p.latitude BETWEEN %(south)s AND %(north)s AND p.longitude BETWEEN %(west)s AND %(east)s"
    if window.zoom > BY_DEPARTMENT:  # a small window: the index on points finds its places
        yield f"earth_box(ll_to_earth(%(middle_latitude)s, %(middle_longitude)s), %(reach)s) @> {POINT}"
