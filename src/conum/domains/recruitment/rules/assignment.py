"""REC-34: who goes where. A plan that fills as many posts as possible, then has the highest total score.

A host with k vacant posts is one node of capacity k, so the graph has one arc per feasible (candidate, host)
pair. OR-Tools sends the largest flow at least cost from hosts to candidates (that direction, hosts numbered
first and costs ≥ 0, is the fastest of the seven layouts measured: 0.19 s against 0.25 s for candidates to hosts
and 0.44 s with the number of posts as a bonus in the costs, on 0.7 M pairs). People who go anywhere are reached
through the node of a group of hosts (`groups.py`).

Both aims are one number, the objective = bonus × posts filled + total score, where the bonus is greater than any
total score: one more post is worth more than anything the scores could lose. Prices of the posts (`proof.py`) then
prove that no plan has a greater objective.

Scores are whole micro-points (`score.py`): no rounding anywhere. Pairs are put in order of (candidate, host)
first, so that the plan does not depend on the order in which the pairs come; equal plans are decided by the
numbering, which callers take from stable identifiers.
"""

from dataclasses import dataclass

import numpy as np
from ortools.graph.python.min_cost_flow import SimpleMinCostFlow  # type: ignore[import-untyped]

from conum.domains.recruitment.rules.pairs import (
    Chosen,
    Ints,
    Pairs,
    PlanImpossible,
    bonus_of,
    highest_score,
    in_order,
    rows_of,
    scores_of,
)
from conum.domains.recruitment.rules.proof import Proof, prices_of, prove


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """Who goes where, in order of candidates, with the prices of hosts that prove it and the proof."""

    candidate: Ints
    host: Ints
    score: Ints
    prices: Ints
    proof: Proof


def assign(pairs: Pairs) -> Plan:
    """The plan of greatest objective. Raises PlanImpossible."""
    pairs = in_order(pairs)
    chosen = solve(pairs)
    bonus = bonus_of(pairs)
    prices = prices_of(pairs, chosen, bonus)
    return Plan(chosen.candidate, chosen.host, chosen.score, prices, prove(pairs, chosen.score, prices, bonus))


def verify(pairs: Pairs, plan: Plan) -> Proof:
    """Check a plan without the solver, from the pairs alone, and prove again how far from the best it can be.

    Raises PlanImpossible naming what does not hold: a pair that is not feasible or has another score, a
    candidate placed twice, a host with more people than vacant posts.
    """
    pairs = in_order(pairs)
    if np.any((plan.host < 0) | (plan.host >= len(pairs.vacancies))):
        raise PlanImpossible("the plan names a host outside the numbering")
    if np.any(scores_of(pairs, plan.candidate, plan.host) != plan.score):
        raise PlanImpossible("the plan holds a pair that is not feasible or has another score")
    if len(np.unique(plan.candidate)) < len(plan.candidate):
        raise PlanImpossible("the plan places a candidate twice")
    if np.any(np.bincount(plan.host, minlength=len(pairs.vacancies)) > pairs.vacancies):
        raise PlanImpossible("the plan gives a host more people than vacant posts")
    return prove(pairs, plan.score, plan.prices, bonus_of(pairs))


def solve(pairs: Pairs) -> Chosen:
    """Largest flow first, then least cost; in order of candidates. `pairs` are in order."""
    count = len(pairs.score)
    if count + len(pairs.groups.score) == 0:
        return rows_of(pairs, np.empty(0, np.int64))
    flow = graph(pairs)
    status = flow.solve_max_flow_with_min_cost()
    if status != flow.OPTIMAL:
        raise PlanImpossible(f"the solver answered {status}")
    own = rows_of(pairs, np.flatnonzero(flow.flows(np.arange(count, dtype=np.int32))))
    return _joined(pairs, own, *_through_groups(pairs, flow))


def graph(pairs: Pairs) -> SimpleMinCostFlow:
    """Arcs: each pair, then each row of a group, each host to its group, each candidate to the sink."""
    hosts, people, groups = len(pairs.vacancies), pairs.candidates, pairs.groups
    sink = hosts + people
    node = sink + 1 + groups.of_host
    best = highest_score(pairs)
    rows = np.ones(len(pairs.score) + len(groups.score), np.int64)
    flow = SimpleMinCostFlow()
    flow.add_arcs_with_capacity_and_unit_cost(
        _ints32(pairs.host, sink + 1 + groups.group, np.arange(hosts), np.arange(hosts, sink)),
        _ints32(pairs.candidate + hosts, groups.candidate + hosts, node, np.full(people, sink)),
        np.concatenate([rows, pairs.vacancies, np.ones(people, np.int64)]),
        np.concatenate([best - pairs.score, best - groups.score, np.zeros(hosts + people, np.int64)]),
    )
    flow.set_nodes_supplies(
        np.append(np.arange(hosts), sink).astype(np.int32),
        np.append(pairs.vacancies, -pairs.vacancies.sum()).astype(np.int64),
    )
    return flow


def _ints32(*columns: Ints) -> np.ndarray:
    return np.concatenate(columns, dtype=np.int32, casting="same_kind")


def _through_groups(pairs: Pairs, flow: SimpleMinCostFlow) -> tuple[Ints, Ints]:
    """(candidate, host) of those placed through a group: its candidates and its posts, each in order."""
    groups, first = pairs.groups, len(pairs.score)
    rows = np.flatnonzero(flow.flows(np.arange(first, first + len(groups.score), dtype=np.int32)))
    rows = rows[np.argsort(groups.group[rows], kind="stable")]
    first += len(groups.score)
    posts = flow.flows(np.arange(first, first + len(pairs.vacancies), dtype=np.int32))
    host = np.repeat(np.arange(len(pairs.vacancies)), posts)
    return groups.candidate[rows], host[np.argsort(groups.of_host[host], kind="stable")]


def _joined(pairs: Pairs, own: Chosen, candidate: Ints, host: Ints) -> Chosen:
    candidate, host = np.concatenate([own.candidate, candidate]), np.concatenate([own.host, host])
    order = np.argsort(candidate)
    candidate, host = candidate[order], host[order]
    return Chosen(candidate, host, scores_of(pairs, candidate, host))
