"""Great-circle distance, the same in Python and in PostgreSQL (`earthdistance`)."""

from __future__ import annotations

import math
from typing import Any

from django.db.models import FloatField, Func, Value

# Radius of the sphere of PostgreSQL's `earth()`, in metres: both sides must use the same one to agree.
EARTH_RADIUS_M = 6378168
IN_METRES = (2, 0, 0, 2, 3, 1)  # which argument `metres_sql` writes where


def distance_m(latitude: float, longitude: float, other_latitude: float, other_longitude: float) -> float:
    """Return the great-circle distance in metres between two points given in degrees."""
    lat_1, lat_2 = math.radians(latitude), math.radians(other_latitude)
    half_lat = math.sin((lat_2 - lat_1) / 2) ** 2
    half_lon = math.sin(math.radians(other_longitude - longitude) / 2) ** 2
    chord = min(1.0, half_lat + math.cos(lat_1) * math.cos(lat_2) * half_lon)
    return 2 * EARTH_RADIUS_M * math.asin(math.sqrt(chord))


def metres_sql(latitude: str, longitude: str, other_latitude: str, other_longitude: str) -> str:
    """Return the SQL of the distance in metres between two points in degrees, each written as an SQL expression.

    What `earth_distance(ll_to_earth(…), ll_to_earth(…))` gives, for a fortieth of its cost: no point is made.
    """
    chord = f"""power(sin(radians({other_latitude} - {latitude}) / 2), 2) + cos(radians({latitude}))
        * cos(radians({other_latitude})) * power(sin(radians({other_longitude} - {longitude}) / 2), 2)"""
    return f"({2 * EARTH_RADIUS_M} * asin(least(1.0::float8, sqrt({chord}))))"


class _BetweenPoints(Func):
    """Base of the two expressions: columns of a row against a fixed point, in degrees."""

    output_field = FloatField()

    def __init__(self, latitude_field: str, longitude_field: str, latitude: Any, longitude: Any, **extra: Any) -> None:
        fixed = (Value(point) if isinstance(point, (int, float)) else point for point in (latitude, longitude))
        super().__init__(latitude_field, longitude_field, *fixed, **extra)


class DistanceM(_BetweenPoints):
    """Metres between the row's point and a fixed one: `DistanceM("latitude", "longitude", 45.8, 1.2)`."""

    def as_sql(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, list[Any]]:
        """Write `metres_sql` of the row's point and the fixed one."""
        written = [compiler.compile(source) for source in self.source_expressions]
        texts, values = zip(*written, strict=True)
        return metres_sql(*texts), [value for at in IN_METRES for value in values[at]]


class Nearness(_BetweenPoints):
    """Order by this to get the nearest rows from a GiST index on `ll_to_earth(latitude, longitude)`."""

    def as_sql(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, list[Any]]:
        """Write `ll_to_earth(…) <-> ll_to_earth(…)`: the operator the index knows."""
        written = [compiler.compile(source) for source in self.source_expressions]
        texts, values = zip(*written, strict=True)
        row, fixed = (f"ll_to_earth({texts[at]}, {texts[at + 1]})" for at in (0, 2))
        return f"({row} <-> {fixed})", [value for parameters in values for value in parameters]
