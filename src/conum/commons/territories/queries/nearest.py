"""Nearest communes, by the GiST index on their points."""

from __future__ import annotations

from conum.commons.territories.models import Commune
from conum.commons.territories.queries.distance import DistanceM, Nearness


def nearest_communes(
    latitude: float, longitude: float, *, limit: int = 10, within_m: float | None = None
) -> list[Commune]:
    """Return the communes nearest to a point, each with `distance_m` (metres).

    Args:
        latitude, longitude: degrees, WGS 84.
        limit: how many at most.
        within_m: leave out those whose point is farther, in metres.
    """
    point = ("latitude", "longitude", latitude, longitude)
    nearest = (
        Commune.objects.filter(latitude__isnull=False, closed_on=None)
        .annotate(distance_m=DistanceM(*point))
        .order_by(Nearness(*point))[:limit]
    )
    return [commune for commune in nearest if within_m is None or commune.distance_m <= within_m]
