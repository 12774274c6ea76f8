"""Great-circle distance, the same in Python and in PostgreSQL (`earthdistance`)."""

from __future__ import annotations

import math
from typing import Any

from django.db.models import FloatField, Func, Value

# Radius of the sphere of PostgreSQL's `earth()`, in metres: both sides must use the same one to agree.
EARTH_RADIUS_M = 6378168


def distance_m(latitude: float, longitude: float, other_latitude: float, other_longitude: float) -> float:
    """Return the great-circle distance in metres between two points given in degrees."""
    lat_1, lat_2 = math.radians(latitude), math.radians(other_latitude)
    half_lat = math.sin((lat_2 - lat_1) / 2) ** 2
    half_lon = math.sin(math.radians(other_longitude - longitude) / 2) ** 2
    chord = min(1.0, half_lat + math.cos(lat_1) * math.cos(lat_2) * half_lon)
    return 2 * EARTH_RADIUS_M * math.asin(math.sqrt(chord))


class _BetweenPoints(Func):
    """Base of the two expressions: columns of a row against a fixed point, in degrees."""

    output_field = FloatField()

    def __init__(self, latitude_field: str, longitude_field: str, latitude: Any, longitude: Any, **extra: Any) -> None:
        fixed = (Value(point) if isinstance(point, (int, float)) else point for point in (latitude, longitude))
        super().__init__(latitude_field, longitude_field, *fixed, **extra)


class DistanceM(_BetweenPoints):
    """Metres between the row's point and a fixed one: `DistanceM("latitude", "longitude", 45.8, 1.2)`."""

    def as_sql(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, list[Any]]:
        """Write `earth_distance(ll_to_earth(…), ll_to_earth(…))`."""
        return _two_points(self, compiler, "earth_distance({}, {})")


class Nearness(_BetweenPoints):
    """Order by this to get the nearest rows from a GiST index on `ll_to_earth(latitude, longitude)`."""

    def as_sql(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, list[Any]]:
        """Write `ll_to_earth(…) <-> ll_to_earth(…)`: the operator the index knows."""
        return _two_points(self, compiler, "({} <-> {})")


def _two_points(expression: Func, compiler: Any, template: str) -> tuple[str, list[Any]]:
    written = [compiler.compile(source) for source in expression.source_expressions]
    texts, values = zip(*written, strict=True)
    row, fixed = (f"ll_to_earth({texts[at]}, {texts[at + 1]})" for at in (0, 2))
    return template.format(row, fixed), [value for parameters in values for value in parameters]
