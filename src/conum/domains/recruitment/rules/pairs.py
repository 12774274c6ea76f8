"""The feasible (candidate, host) pairs of a national plan, as columns."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
LARGEST_OBJECTIVE = 2**62


class PlanImpossible(Exception):
    """The pairs cannot be planned: a fault of the caller or numbers beyond 64 bits, never a matter of supply."""


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """Feasible pairs (REC-20 to REC-25 hold), one row per pair.

    candidate, host: numbers from 0. score: micro-points, ≥ 0. vacancies: vacant posts of each host.
    candidates: how many candidates are numbered.
    """

    candidate: Ints
    host: Ints
    score: Ints
    vacancies: Ints
    candidates: int


def bonus_of(pairs: Pairs) -> int:
    """What filling one post is worth: one more than the greatest total score of any plan."""
    most = min(int(pairs.vacancies.sum()), pairs.candidates)
    highest = int(pairs.score.max(initial=0))
    bonus = most * highest + 1
    if (bonus + highest) * (most + 1) >= LARGEST_OBJECTIVE:
        raise PlanImpossible("scores and posts are too large for exact 64-bit arithmetic")
    return bonus


def in_order(pairs: Pairs) -> Pairs:
    """The same pairs in order of (candidate, host). Raises PlanImpossible when they are not sound."""
    _check(pairs)
    key = key_of(pairs.candidate, pairs.host, pairs)
    order = slice(None) if np.all(np.diff(key) > 0) else np.argsort(key, kind="stable")
    if np.any(np.diff(key[order]) == 0):
        raise PlanImpossible("a pair comes twice")
    return Pairs(
        pairs.candidate[order],
        pairs.host[order],
        pairs.score[order].astype(np.int64, copy=False),
        pairs.vacancies.astype(np.int64, copy=False),
        pairs.candidates,
    )


def key_of(candidate: Ints, host: Ints, pairs: Pairs) -> Ints:
    """One number per (candidate, host), in that order."""
    return candidate.astype(np.int64) * len(pairs.vacancies) + host


def _check(pairs: Pairs) -> None:
    if not len(pairs.candidate) == len(pairs.host) == len(pairs.score):
        raise PlanImpossible("the columns of the pairs have different lengths")
    for column, end in ((pairs.candidate, pairs.candidates), (pairs.host, len(pairs.vacancies))):
        if len(column) and not (column.min() >= 0 and column.max() < end):
            raise PlanImpossible("a pair names a candidate or a host outside the numbering")
    if pairs.score.min(initial=0) < 0 or pairs.vacancies.min(initial=0) < 0:
        raise PlanImpossible("scores and vacancies are never negative")
