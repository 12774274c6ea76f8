"""Every feasible pair of a plan, found without measuring all of them, against the plain way of looking at each."""

import numpy as np
import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st

from conum.domains.recruitment.rules.assignment import assign, verify
from conum.domains.recruitment.rules.distance import metres_between, unit_vectors
from conum.domains.recruitment.rules.feasible import Supply, feasible, with_longer_reach
from conum.domains.recruitment.rules.groups import Groups
from conum.domains.recruitment.rules.pairs import Pairs, PlanImpossible, in_order, scores_of
from conum.domains.recruitment.rules.reach import Places, strip_order
from conum.domains.recruitment.rules.score_columns import PairColumns, score_columns
from conum.domains.recruitment.rules.unfilled import Needs, People

RADII = np.array([5, 10, 15, 20, 40, 100, 2000])


def country(seed: int, candidates: int, hosts: int, refused: int = 0) -> Supply:
    """A small country: 300 km by 200, a few days, two zones, hosts in the order wanted."""
    random = np.random.default_rng(seed)
    latitude, longitude = random.uniform(44, 46.7, hosts), random.uniform(0, 2.5, hosts)
    order = strip_order(latitude, longitude)
    people = People(
        random.uniform(44, 46.7, candidates),
        random.uniform(0, 2.5, candidates),
        random.choice(RADII, candidates),
        random.integers(0, 40, candidates),
        random.choice(np.array(["", "971"]), candidates, p=[0.9, 0.1]),
    )
    needs = Needs(
        latitude[order],
        longitude[order],
        random.choice(np.array([10, 20, 60]), hosts),
        random.choice(np.array(["", "971"]), hosts, p=[0.9, 0.1]),
    )
    declined = np.unique(random.integers(0, max(candidates * hosts, 1), refused if candidates and hosts else 0))
    return Supply(
        people,
        needs,
        own_score=random.integers(0, 400_000, candidates),
        vacancies=random.integers(0, 4, hosts),
        refused=(declined // hosts, declined % hosts) if hosts else (declined, declined),
    )


def one_by_one(supply: Supply) -> Pairs:
    """Each candidate against each host: the plain reading of REC-20 to REC-25."""
    people, needs = supply.people, supply.needs
    person, host = (axis.ravel() for axis in np.indices((len(people.zone), len(needs.zone))))
    distance = metres_between(
        unit_vectors(people.latitude, people.longitude), unit_vectors(needs.latitude, needs.longitude), person, host
    )
    near = (distance <= people.mobility_km[person] * 1000) | (people.mobility_km[person] >= 2000)
    fits = near & (people.available_day[person] <= needs.need_day[host]) & (people.zone[person] == needs.zone[host])
    hosts = max(len(needs.zone), 1)
    fits &= ~np.isin(person * hosts + host, supply.refused[0] * hosts + supply.refused[1])
    person, host, distance = person[fits], host[fits], distance[fits]
    columns = PairColumns(
        distance,
        people.mobility_km[person],
        people.available_day[person],
        needs.need_day[host],
        np.zeros(1, bool),
        np.zeros(1, np.int64),
        np.zeros(1, np.int64),
    )
    score = score_columns(columns).total + supply.own_score[person]
    return Pairs(person, host, score, supply.vacancies, len(people.zone))


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.integers(0, 60), st.integers(0, 25), st.integers(0, 40))
def test_REC_34_pairs_told_by_group_are_the_same_pairs(seed: int, candidates: int, hosts: int, refused: int) -> None:
    supply = country(seed, candidates, hosts, refused)
    every, told = one_by_one(supply), in_order(feasible(supply))
    person, host = (axis.ravel() for axis in np.indices((candidates, hosts)))
    assert told.count() == len(every.score)
    if hosts and candidates:
        assert np.array_equal(scores_of(told, person, host), scores_of(in_order(every), person, host))


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 60), st.integers(1, 25), st.integers(0, 40))
def test_REC_34_the_plan_by_groups_is_the_plan_pair_by_pair(
    seed: int, candidates: int, hosts: int, refused: int
) -> None:
    supply = country(seed, candidates, hosts, refused)
    every, told = one_by_one(supply), feasible(supply)
    plan = assign(told)
    assert plan.proof.proven
    assert verify(told, plan) == plan.proof
    assert plan.proof.objective == assign(every).proof.objective
    assert verify(every, plan).proven


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 60), st.integers(1, 25), st.integers(1, 40))
def test_REC_34_ten_kilometres_more_never_fill_fewer(seed: int, candidates: int, hosts: int, extra_km: int) -> None:
    supply = country(seed, candidates, hosts)
    longer = Supply(
        with_longer_reach(supply.people, extra_km), supply.needs, supply.own_score, supply.vacancies, supply.refused
    )
    assert assign(feasible(longer)).proof.filled >= assign(feasible(supply)).proof.filled


def test_REC_21_whole_france_has_no_limit_to_push() -> None:
    people = country(1, 50, 1).people
    longer = with_longer_reach(people, 10).mobility_km
    assert np.array_equal(longer, np.where(people.mobility_km == 2000, 2000, people.mobility_km + 10))


def test_places_in_another_order_are_refused() -> None:
    with pytest.raises(ValueError, match="order"):
        Places(np.array([46.0, 44.0]), np.array([1.0, 1.0]))


def test_runs_leave_nobody_out_at_the_edge_of_the_circle() -> None:
    """A place exactly at the radius, north, south, east and west, and beyond the strip's border."""
    latitude, longitude = np.full(4, 45.0), np.full(4, 2.0)
    place = (np.array([45.1796, 44.8204, 45.0, 45.0]), np.array([2.0, 2.0, 2.2540, 1.7460]))
    order = strip_order(*place)
    there = unit_vectors(place[0][order], place[1][order])
    exact = metres_between(unit_vectors(latitude, longitude), there, np.arange(4), np.arange(4))
    runs = Places(place[0][order], place[1][order]).runs(latitude, longitude, exact)
    found = {pair for person, host in runs.slices() for pair in zip(person.tolist(), host.tolist(), strict=True)}
    assert {(each, each) for each in range(4)} <= found


@pytest.mark.django_db
def test_REC_21_metres_are_those_of_the_database() -> None:
    random = np.random.default_rng(7)
    here = np.stack([random.uniform(41, 51, 400), random.uniform(-5, 9, 400)], axis=1)
    there = here + random.uniform(-1, 1, (400, 2))
    query = """SELECT round(earth_distance(ll_to_earth(a, b), ll_to_earth(c, d)))::integer
                 FROM unnest(%s::float[], %s::float[], %s::float[], %s::float[]) WITH ORDINALITY AS t(a, b, c, d, n)
                ORDER BY n"""
    with connection.cursor() as cursor:
        cursor.execute(query, [*here.T.tolist(), *there.T.tolist()])
        expected = [row[0] for row in cursor.fetchall()]
    rows = np.arange(400)
    assert metres_between(unit_vectors(*here.T), unit_vectors(*there.T), rows, rows).tolist() == expected


def test_groups_that_name_unknown_hosts_are_refused() -> None:
    one = np.array([0])
    groups = Groups(np.array([0, 0]), one, one, one)
    with pytest.raises(PlanImpossible, match="other hosts"):
        Pairs(one, one, one, np.array([1]), 1, groups)


def test_groups_out_of_order_are_refused() -> None:
    twice = np.array([0, 0])
    groups = Groups(np.array([0]), twice, twice, twice)
    with pytest.raises(PlanImpossible, match="each once"):
        in_order(Pairs(np.array([0]), np.array([0]), np.array([1]), np.array([1]), 1, groups))


def test_a_plan_through_a_group_with_another_score_is_refused() -> None:
    supply = country(3, 40, 12)
    pairs = feasible(supply)
    plan = assign(pairs)
    wrong = type(plan)(plan.candidate, plan.host, plan.score + 1, plan.prices, plan.proof)
    with pytest.raises(PlanImpossible, match="another score"):
        verify(pairs, wrong)
