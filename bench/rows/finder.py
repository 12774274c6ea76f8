"""Row `finder`: the 20 nearest open places, with filters, among 20 000.

Ours is the finder's one query as the page runs it, from Python to rows: open now, two services, what a card says of
each place. Yardstick: the bare nearest-neighbour query of the index, identifiers only, at the same points. Points are
communes drawn over France as often as people live there; median of both.

Sizes: 1× is 20 000 places drawn by `INSERT … SELECT` over the communes, 10× and 100× the same again: 2 million rows.
"""

import random
from datetime import timedelta
from statistics import median
from time import perf_counter
from typing import Any

from bench.application import loaded
from bench.places import grow, points
from bench.table import Figure, at_most, both, percentile

NAME = "finder"
SIZES = ("1x", "10x", "100x")
TIMES = 2.0
PLACES, REQUESTS, SEED = 20_000, 300, 20201117
BARE = """
SELECT id FROM places_place WHERE visible AND closed_on IS NULL AND merged_into_id IS NULL AND latitude IS NOT NULL
ORDER BY ll_to_earth(latitude, longitude) <-> ll_to_earth(%(latitude)s, %(longitude)s) LIMIT 20
"""


def measure(size: str) -> Figure:
    """Milliseconds of both queries at the same points: medians, and the tail of ours."""
    with loaded("empty", as_owner=True):
        from django.utils import timezone  # noqa: PLC0415 – the application is set up only now

        now = timezone.now()
        grow(PLACES * int(size.removesuffix("x")), now)
        asked = random.Random(SEED).choices(points(), k=REQUESTS)
        for point in asked[:20]:
            _ours(point, now)
            _bare(point)
        ours, bare = [], []
        for point in asked:
            ours.append(_timed(_ours, point, now))
            bare.append(_timed(_bare, point))
    figure = at_most(NAME, size, median(ours), median(bare), "ms", TIMES)
    return both(figure, True, f"p99 {percentile(ours, 0.99):.1f} ms")


def _timed(work: Any, *arguments: Any) -> float:
    start = perf_counter()
    work(*arguments)
    return (perf_counter() - start) * 1000


def _ours(point: tuple[float, float], now: Any) -> None:
    from conum.domains.places.queries.finder import nearest_places  # noqa: PLC0415
    from conum.domains.places.queries.finder_wish import Here, Wish  # noqa: PLC0415

    wish = Wish({"opening": ("now",), "services": ("everyday_skills", "administrative_help")})
    assert nearest_places(Here(*point, 50), wish, now + timedelta(seconds=1)) is not None


def _bare(point: tuple[float, float]) -> None:
    from django.db import connection  # noqa: PLC0415

    with connection.cursor() as cursor:
        cursor.execute(BARE, {"latitude": point[0], "longitude": point[1]})
        cursor.fetchall()
