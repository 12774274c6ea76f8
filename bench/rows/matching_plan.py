"""Row `matching-plan`: the national plan of France, from tables to saved plan.

Ours is all of it: candidates, posts and refusals read from PostgreSQL, every feasible pair found and scored, the flow
solved, its optimality proven and checked again without the solver, the reasons of the unfilled posts, lines saved.

Yardstick: OR-Tools' minimum-cost flow alone, on the same graph already in memory as arrays: only building its arcs and
solving. It is the graph we solve, where people who go anywhere are told by group of hosts (`rules/groups.py`): the
harder yardstick. The line `matching-plan (pair by pair)` has the plain graph as yardstick, one arc per feasible pair,
which gives the same objective: that is asserted. The data of a plan are its pairs: ten times the candidates before ten
times the posts would be a hundred times the pairs. 10× therefore keeps √10 of each, out of `france_x10`, for the time
of the measure. At 1× there are about 1.5 M pairs told one by one (France's density
counts: more than the 0.7 M of a first estimate) and 3.3 M told by group.
"""

from datetime import datetime
from statistics import median
from time import perf_counter

import numpy as np

from bench.application import loaded
from bench.table import Figure, at_most, both, clock

NAME = "matching-plan"
SIZES = ("1x", "10x")
COUNTRY = {"1x": "france", "10x": "france_x10"}
TIMES = 2.5
RUNS = {"1x": 5, "10x": 2}
KEPT = 316  # of a thousand candidates and hosts of `france_x10`, for ten times the pairs of `france`
THIN = """
    UPDATE recruitment_candidate SET visible = false WHERE abs(hashtext(id::text)) %% 1000 >= %(kept)s;
    DELETE FROM recruitment_hostneed WHERE abs(hashtext(id::text)) %% 1000 >= %(kept)s;
    ANALYZE recruitment_candidate; ANALYZE recruitment_hostneed
"""
WHOLE_GRAPH = 20_000_000  # pairs: beyond, the plain graph takes more memory and minutes than it teaches


def measure(size: str) -> list[Figure]:
    """Seconds from tables to saved plan, and of the solver alone."""
    with loaded(COUNTRY[size], as_owner=True):
        from django.db import transaction  # noqa: PLC0415 – the application is set up only now

        with transaction.atomic():
            if size == "10x":
                _thin()
            figures = _measured(size)
            transaction.set_rollback(True)
        return figures


def _thin() -> None:
    from django.db import connection  # noqa: PLC0415

    with connection.cursor() as cursor:
        cursor.execute(THIN, {"kept": KEPT})


def _measured(size: str) -> list[Figure]:
    from django.utils import timezone  # noqa: PLC0415

    now = timezone.now()
    supply = _supply(now)
    assert supply.vacancies.sum() and len(supply.people.zone), "nothing to plan"
    ours, alone = [], []
    for _run in range(RUNS[size]):  # in turns: what disturbs one disturbs the other
        with clock() as whole:
            proven = _plan(now)
        ours.append(whole.seconds)
        alone.append(_solver_alone(supply))
    figure = at_most(NAME, size, median(ours), median(alone), "s", TIMES)
    return [both(figure, proven, "optimum prouvé"), *_pair_by_pair(size, supply, median(ours))]


def _supply(now: datetime):  # type: ignore[no-untyped-def]
    from django.utils.timezone import localdate  # noqa: PLC0415

    from conum.domains.recruitment.queries.plan_supply import read_supply  # noqa: PLC0415

    return read_supply(now, localdate(now)).supply


def _plan(now: datetime) -> bool:
    """Compute and save a plan; tells whether it is proven, then forgets it."""
    from conum.domains.recruitment.models import NationalPlan  # noqa: PLC0415
    from conum.domains.recruitment.operations.plans import compute_plan  # noqa: PLC0415

    plan = NationalPlan.objects.create(asked_at=now)
    compute_plan(plan.pk, now=now)
    plan.refresh_from_db()
    return plan.dual_bound == plan.objective


def _solver_alone(supply) -> float:  # type: ignore[no-untyped-def]
    from conum.domains.recruitment.rules.assignment import graph  # noqa: PLC0415
    from conum.domains.recruitment.rules.feasible import feasible  # noqa: PLC0415
    from conum.domains.recruitment.rules.pairs import in_order  # noqa: PLC0415

    return _solved(graph, in_order(feasible(supply)))[0]


def _solved(graph, pairs) -> tuple[float, int, int]:  # type: ignore[no-untyped-def]
    """Seconds to build the arcs and solve, posts filled, cost."""
    start = perf_counter()
    flow = graph(pairs)
    assert flow.solve_max_flow_with_min_cost() == flow.OPTIMAL
    return perf_counter() - start, flow.maximum_flow(), flow.optimal_cost()


def _pair_by_pair(size: str, supply, ours: float) -> list[Figure]:  # type: ignore[no-untyped-def]
    """The plain graph as yardstick, where it fits in memory; the same objective."""
    from conum.domains.recruitment.rules.assignment import graph  # noqa: PLC0415
    from conum.domains.recruitment.rules.feasible import feasible  # noqa: PLC0415
    from conum.domains.recruitment.rules.pairs import Pairs, highest_score, in_order  # noqa: PLC0415

    told = in_order(feasible(supply))
    if told.count() > WHOLE_GRAPH:
        return []
    groups, hosts = told.groups, np.arange(len(told.vacancies))
    by_group = [hosts[groups.of_host == group] for group in range(groups.count)]
    sizes = np.array([len(by_group[group]) for group in groups.group])
    far = np.repeat(groups.candidate, sizes), np.concatenate([by_group[group] for group in groups.group])
    new = ~np.isin(far[0] * len(hosts) + far[1], told.candidate * len(hosts) + told.host)
    plain = in_order(
        Pairs(
            np.concatenate([told.candidate, far[0][new]]),
            np.concatenate([told.host, far[1][new]]),
            np.concatenate([told.score, np.repeat(groups.score, sizes)[new]]),
            told.vacancies,
            told.candidates,
        )
    )
    assert len(plain.score) == told.count()
    _, filled, cost = _solved(graph, told)
    seconds, filled_plain, cost_plain = _solved(graph, plain)
    same = (filled, filled * highest_score(told) - cost) == (
        filled_plain,
        filled_plain * highest_score(plain) - cost_plain,
    )
    return [both(at_most(f"{NAME} (pair by pair)", size, ours, seconds, "s", TIMES), same, "même objectif")]
