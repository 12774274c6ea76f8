"""Row `finder`: the 20 nearest open places, with filters, among 20 000.

Ours is the finder's one query as the page runs it, from Python to rows: open now, two services, what a card says of
each place. Yardstick: the bare nearest-neighbour query of the index at the same points: no filter, no radius, no
opening, the same columns of its 20 places (what a list must read anyway). A second line sets it against identifiers
alone, for information. Points are communes drawn over France as often as people live there; medians.

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
SELECT {columns} FROM places_place p
WHERE visible AND closed_on IS NULL AND merged_into_id IS NULL AND latitude IS NOT NULL
ORDER BY ll_to_earth(latitude, longitude) <-> ll_to_earth(%(latitude)s, %(longitude)s) LIMIT 20
"""


def measure(size: str) -> list[Figure]:
    """Milliseconds of both queries at the same points: medians, and the tail of ours."""
    with loaded("empty", as_owner=True):
        from django.utils import timezone  # noqa: PLC0415 – the application is set up only now

        now = timezone.now()
        grow(PLACES * int(size.removesuffix("x")), now)
        asked = random.Random(SEED).choices(points(), k=REQUESTS)
        bare, keys = BARE.format(columns=_columns()), BARE.format(columns="p.id")
        spent: dict[str, list[float]] = {"ours": [], "bare": [], "keys": []}
        for point in [*asked[:20], *asked]:
            spent["ours"].append(_timed(_ours, point, now))
            spent["bare"].append(_timed(_bare, point, bare))
            spent["keys"].append(_timed(_bare, point, keys))
    ours, read, found = (median(values[20:]) for values in spent.values())  # the first ones warm up
    figure = at_most(NAME, size, ours, read, "ms", TIMES)
    return [
        both(figure, True, f"p99 {percentile(spent['ours'][20:], 0.99):.1f} ms"),
        Figure(f"{NAME} (identifiers)", size, ours, found, "ms", round(ours / found, 3), "indicatif", True),
    ]


def _timed(work: Any, *arguments: Any) -> float:
    start = perf_counter()
    work(*arguments)
    return (perf_counter() - start) * 1000


def _ours(point: tuple[float, float], now: Any) -> None:
    from conum.domains.places.queries.finder import nearest_places  # noqa: PLC0415
    from conum.domains.places.queries.finder_wish import Here, Wish  # noqa: PLC0415

    wish = Wish({"opening": ("now",), "services": ("everyday_skills", "administrative_help")})
    assert nearest_places(Here(*point, 50), wish, now + timedelta(seconds=1)) is not None


def _columns() -> str:
    from conum.domains.places.queries.finder import COLUMNS  # noqa: PLC0415

    return COLUMNS.replace("p.open_during, ", "")  # ours keeps the instants on the server too


def _bare(point: tuple[float, float], statement: str) -> None:
    from django.db import connection  # noqa: PLC0415

    with connection.cursor() as cursor:
        cursor.execute(statement, {"latitude": point[0], "longitude": point[1]})
        cursor.fetchall()
