"""Row `matching-live`: the candidates of one host request, ranked, with the reasons.

Ours is `queries.ranking.ranked`: the best proposals of a need with what a host may see of each, and the sentence of
each score, a page of 50. Median over requests of many hosts, and their p99, which has a bar of its own.

Yardstick: the 2020 method. The distance of every available candidate is computed for the request, those within their
own mobility are kept and sorted (by distance, as it did).

Sizes: 1× is the demonstration of France (30 400 candidates); 10× and 100× add synthetic candidates to the same hosts
by INSERT … SELECT of those of 1×, moved by a few kilometres: 304 000 and 3.04 M rows in a minute or two, kept for the
next runs. The proposals of the hosts that are measured are refreshed first, as the application does.

The cost of keeping current is told beside: `(refresh a host)` and `(refresh a candidate)` in milliseconds, against the
same 2020 method for one request.
"""

import random
from datetime import datetime
from statistics import median
from time import perf_counter
from typing import Any

from bench.application import loaded
from bench.table import Figure, both, faster, percentile

NAME = "matching-live"
SIZES = ("1x", "10x", "100x")
TIMES = 50.0
P99_MS = 20.0
SEED = 20201117
HOSTS, REQUESTS, YARDSTICK_RUNS, CANDIDATES = 40, 400, 5, 40
METHOD_2020 = """
    SELECT id, distance FROM (
        SELECT c.id, c.mobility_km, earth_distance(
                   ll_to_earth(%(latitude)s, %(longitude)s), ll_to_earth(c.latitude, c.longitude)) AS distance
          FROM recruitment_candidate AS c WHERE c.state = 'available' AND c.latitude IS NOT NULL) AS every
     WHERE distance <= mobility_km * 1000 ORDER BY distance
"""
COLUMNS = """
    created_at, updated_at, state, first_name, last_name, phone, birth_date, gender, commune_id, department_id, zone,
    situations, degree_name, available_from, mobility_km, motivation, pix_shared, pix_level, pix_skills, visible,
    confirmed_at, waiting_since, last_active_at, removal_reason
"""
COPIES = f"""
    INSERT INTO recruitment_candidate (id, email, latitude, longitude, {COLUMNS})
    SELECT recruitment_new_id(), 'copie' || %(copy)s || '-' || id || '@example.org',
           latitude + (random() - 0.5) / 20, longitude + (random() - 0.5) / 20, {COLUMNS}
      FROM recruitment_candidate WHERE email NOT LIKE 'copie%%' AND state = 'available' AND latitude IS NOT NULL
"""


def measure(size: str) -> list[Figure]:
    """Milliseconds of a request, of the 2020 method, and of keeping current: medians."""
    with loaded("france", as_owner=True):
        _grow(int(size.removesuffix("x")))
        from django.utils import timezone  # noqa: PLC0415 – the application is set up only now

        now = timezone.now()
        needs = _needs(now)
        refreshed = [_timed(_refresh_need, need, now) for need in needs]
        requests = [_timed(_request, random.Random(SEED + turn).choice(needs), now) for turn in range(REQUESTS)]
        method = median(_timed(_method_2020, need) for need in needs[:YARDSTICK_RUNS])
        changed = [_timed(_refresh_candidate, candidate, now) for candidate in _candidates()]
        p99 = percentile(requests, 0.99)
        figure = faster(NAME, size, median(requests), method, "ms", TIMES)  # medians of both; the tail has its own bar
        return [
            both(figure, p99 <= P99_MS, f"p99 {p99:.1f} ≤ {P99_MS:g} ms"),
            _told("refresh a host", size, median(refreshed), method),
            _told("refresh a candidate", size, median(changed), method),
        ]


def _told(what: str, size: str, ours: float, method: float) -> Figure:
    """A cost without a bar of its own: the work that happens in a job, so that no request does it."""
    return Figure(f"{NAME} ({what})", size, ours, method, "ms", round(ours / method, 3), "indicatif", True)


def _timed(work: Any, *arguments: Any) -> float:
    start = perf_counter()
    work(*arguments)
    return (perf_counter() - start) * 1000


def _grow(times: int) -> None:
    """Bring the table to `times` the candidates of France: copies are added, or the superfluous ones go."""
    from django.db import connection  # noqa: PLC0415

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(DISTINCT split_part(email, '-', 1)) FROM recruitment_candidate WHERE email LIKE 'copie%%'"
        )
        present = cursor.fetchone()[0]
        if present > times - 1:
            superfluous = "SELECT id FROM recruitment_candidate WHERE email LIKE 'copie%%'"
            cursor.execute(f"DELETE FROM recruitment_match WHERE candidate_id IN ({superfluous})")
            cursor.execute("DELETE FROM recruitment_candidate WHERE email LIKE 'copie%%'")
            present = 0
        for copy in range(present, times - 1):
            cursor.execute(COPIES, {"copy": copy + 1})
        cursor.execute("VACUUM ANALYZE recruitment_candidate")


def _needs(now: datetime) -> list[Any]:
    """Needs with vacant posts drawn over the whole country: large towns come as often as their posts."""
    from conum.domains.recruitment.models import HostNeed  # noqa: PLC0415

    every = list(HostNeed.objects.filter(vacant_posts__gt=0).order_by("pk"))
    return random.Random(SEED).sample(every, HOSTS)


def _refresh_need(need: Any, now: datetime) -> None:
    from conum.domains.recruitment.operations.matching import refresh_for_needs  # noqa: PLC0415

    refresh_for_needs([need.pk], now=now)


def _candidates() -> list[Any]:
    from conum.domains.recruitment.models import Candidate  # noqa: PLC0415

    every = Candidate.objects.filter(state="available").exclude(email__startswith="copie").order_by("pk")
    return random.Random(SEED).sample(list(every.values_list("pk", flat=True)), CANDIDATES)


def _refresh_candidate(candidate: Any, now: datetime) -> None:
    from conum.domains.recruitment.operations.matching import refresh_for_candidate  # noqa: PLC0415

    refresh_for_candidate(candidate, now=now)


def _request(need: Any, now: datetime) -> list[Any]:
    """A page of 50 candidates, best first, each with its reasons."""
    from django.utils.timezone import localdate  # noqa: PLC0415

    from conum.domains.recruitment.queries.ranking import ranked  # noqa: PLC0415

    return ranked([need.pk], localdate(now))


def _method_2020(need: Any) -> int:
    """The distance of everybody, for one request."""
    from django.db import connection  # noqa: PLC0415

    with connection.cursor() as cursor:
        cursor.execute(METHOD_2020, {"latitude": need.latitude, "longitude": need.longitude})
        return len(cursor.fetchall())
