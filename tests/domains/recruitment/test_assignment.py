"""REC-34: the national plan against brute force, its proof, and what is refused."""

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conum.domains.recruitment.rules.assignment import assign, verify
from conum.domains.recruitment.rules.pairs import Pairs, PlanImpossible, bonus_of, in_order, rows_of
from conum.domains.recruitment.rules.proof import prices_of, prove


def pairs_of(rows, vacancies, candidates):
    columns = np.array(rows, dtype=np.int64).reshape(-1, 3)
    return Pairs(columns[:, 0], columns[:, 1], columns[:, 2], np.array(vacancies, np.int64), candidates)


@st.composite
def small_pairs(draw):
    candidates, hosts = draw(st.integers(1, 6)), draw(st.integers(1, 4))
    scores = draw(
        st.dictionaries(
            st.tuples(st.integers(0, candidates - 1), st.integers(0, hosts - 1)),
            st.one_of(st.integers(0, 4), st.integers(0, 1_000_000)),
        )
    )
    vacancies = draw(st.lists(st.integers(0, 3), min_size=hosts, max_size=hosts))
    return pairs_of([(*pair, score) for pair, score in scores.items()], vacancies, candidates)


def best_by_brute_force(pairs):
    """Greatest (filled, total score) over all plans."""
    options = {c: [] for c in range(pairs.candidates)}
    for candidate, host, score in zip(pairs.candidate, pairs.host, pairs.score, strict=True):
        options[int(candidate)].append((int(host), int(score)))

    def best(candidate, left):
        if candidate == pairs.candidates:
            return (0, 0)
        found = best(candidate + 1, left)
        for host, score in options[candidate]:
            if left[host]:
                fewer = (*left[:host], left[host] - 1, *left[host + 1 :])
                filled, total = best(candidate + 1, fewer)
                found = max(found, (filled + 1, total + score))
        return found

    return best(0, tuple(int(v) for v in pairs.vacancies))


@given(small_pairs())
@settings(deadline=None, max_examples=300)
def test_REC_34_fills_most_posts_then_scores_highest_and_proves_it(pairs):
    plan = assign(pairs)
    assert (plan.proof.filled, plan.proof.total_score) == best_by_brute_force(pairs)
    assert plan.proof.gap == 0 and plan.proof.proven
    assert verify(pairs, plan) == plan.proof


@given(small_pairs(), st.randoms(use_true_random=False))
@settings(deadline=None)
def test_REC_34_the_order_of_the_pairs_changes_nothing(pairs, random):
    order = list(range(len(pairs.score)))
    random.shuffle(order)
    shuffled = dataclasses.replace(
        pairs, candidate=pairs.candidate[order], host=pairs.host[order], score=pairs.score[order]
    )
    one, other = assign(pairs), assign(shuffled)
    assert np.array_equal(one.candidate, other.candidate) and np.array_equal(one.host, other.host)


@given(small_pairs(), st.lists(st.integers(0, 5_000_000), min_size=4, max_size=4))
@settings(deadline=None)
def test_any_prices_give_a_bound_that_no_plan_beats(pairs, prices):
    bound = prove(
        in_order(pairs), np.empty(0, np.int64), np.array(prices[: len(pairs.vacancies)]), bonus_of(pairs)
    ).bound
    filled, total = best_by_brute_force(pairs)
    assert bonus_of(pairs) * filled + total <= bound


def test_one_more_post_filled_is_worth_more_than_any_score():
    pairs = pairs_of([(0, 0, 1_000_000), (0, 1, 0), (1, 0, 0)], [1, 1], 2)
    plan = assign(pairs)
    assert list(zip(plan.candidate, plan.host, strict=True)) == [(0, 1), (1, 0)]
    assert (plan.proof.filled, plan.proof.total_score) == (2, 0)


def test_a_host_receives_as_many_people_as_vacant_posts():
    plan = assign(pairs_of([(c, 0, 10 * c) for c in range(5)], [3], 5))
    assert plan.candidate.tolist() == [2, 3, 4]


def test_nothing_to_plan_is_a_proven_plan():
    plan = assign(pairs_of([], [2, 1], 3))
    assert (plan.proof.filled, plan.proof.objective, plan.proof.gap) == (0, 0, 0)
    assert assign(pairs_of([], [], 0)).proof.proven


def test_a_plan_that_is_not_the_best_shows_its_gap():
    pairs = in_order(pairs_of([(0, 0, 900), (0, 1, 100), (1, 0, 200), (1, 1, 300)], [1, 1], 2))
    worse = np.array([1, 2])
    bonus = bonus_of(pairs)
    proof = prove(pairs, pairs.score[worse], prices_of(pairs, rows_of(pairs, worse), bonus), bonus)
    assert proof.filled == 2 and proof.gap >= 900


def test_medium_plan_is_proven_and_repeats_itself():
    random = np.random.default_rng(7)
    rows = np.unique(random.integers(0, [400, 60], (3000, 2)), axis=0)
    pairs = Pairs(rows[:, 0], rows[:, 1], random.integers(0, 1_000_000, len(rows)), random.integers(0, 12, 60), 400)
    plan = assign(pairs)
    assert plan.proof.proven
    assert np.array_equal(plan.host, assign(pairs).host)
    assert np.array_equal(plan.candidate, np.sort(plan.candidate))


def changed(plan, **columns):
    return dataclasses.replace(plan, **{name: np.array(column) for name, column in columns.items()})


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ({"candidate": [0, 1], "host": [0, 1], "score": [5, 6]}, "not feasible"),
        ({"candidate": [0, 0], "host": [0, 2], "score": [5, 6]}, "outside the numbering"),
        ({"candidate": [0, 1], "host": [0, 0], "score": [5, 99]}, "another score"),
        ({"candidate": [0, 0], "host": [0, 1], "score": [5, 4]}, "twice"),
        ({"candidate": [0, 1], "host": [0, 0], "score": [5, 6]}, "more people than vacant posts"),
    ],
)
def test_verify_refuses_a_plan_that_does_not_hold(columns, said):
    pairs = pairs_of([(0, 0, 5), (0, 1, 4), (1, 0, 6)], [1, 1], 2)
    with pytest.raises(PlanImpossible, match=said):
        verify(pairs, changed(assign(pairs), **columns))


@pytest.mark.parametrize(
    ("pairs", "said"),
    [
        (pairs_of([(0, 0, 5), (0, 0, 5)], [1], 1), "a pair comes twice"),
        (pairs_of([(1, 0, 5)], [1], 1), "outside the numbering"),
        (pairs_of([(0, -1, 5)], [1], 1), "outside the numbering"),
        (pairs_of([(0, 0, -5)], [1], 1), "never negative"),
        (pairs_of([(0, 0, 5)], [-1], 1), "never negative"),
        (pairs_of([(0, 0, 2**60)], [4], 9), "64-bit"),
    ],
)
def test_unsound_pairs_are_refused(pairs, said):
    with pytest.raises(PlanImpossible, match=said):
        assign(pairs)


def test_columns_of_different_lengths_are_refused():
    pairs = pairs_of([(0, 0, 5)], [1], 1)
    with pytest.raises(PlanImpossible, match="different lengths"):
        assign(dataclasses.replace(pairs, score=np.array([1, 2])))
