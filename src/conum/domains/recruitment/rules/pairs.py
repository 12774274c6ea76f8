"""The feasible (candidate, host) pairs of a national plan, as columns."""

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from conum.domains.recruitment.rules.groups import Groups, no_groups

Ints = npt.NDArray[np.int64]
LARGEST_OBJECTIVE = 2**62


class PlanImpossible(Exception):
    """The pairs cannot be planned: a fault of the caller or numbers beyond 64 bits, never a matter of supply."""


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """Feasible pairs (REC-20 to REC-25 hold), one row per pair, and those told by group.

    candidate, host: numbers from 0. score: micro-points, ≥ 0. vacancies: vacant posts of each host.
    candidates: how many candidates are numbered.
    """

    candidate: Ints
    host: Ints
    score: Ints
    vacancies: Ints
    candidates: int
    groups: Groups = field(default_factory=lambda: no_groups(0))

    def __post_init__(self) -> None:
        if len(self.groups.of_host) != len(self.vacancies):
            if len(self.groups.candidate):
                raise PlanImpossible("the groups number other hosts")
            object.__setattr__(self, "groups", no_groups(len(self.vacancies)))

    def count(self) -> int:
        """How many pairs are feasible, told one by one or by group, each counted once."""
        if not len(self.groups.candidate):
            return len(self.score)
        anywhere = np.zeros(self.candidates, bool)
        anywhere[self.groups.candidate] = True
        own = np.flatnonzero(anywhere[self.candidate])
        wanted = self.candidate[own] * self.groups.count + self.groups.of_host[self.host[own]]
        told_twice = np.isin(wanted, self.groups.keys()).sum()
        return len(self.score) + self.groups.pairs() - int(told_twice)


@dataclass(frozen=True, slots=True, eq=False)
class Chosen:
    """Who goes where: one row per placed candidate, with the score of the pair."""

    candidate: Ints
    host: Ints
    score: Ints


def rows_of(pairs: Pairs, rows: Ints) -> Chosen:
    """The pairs of these rows."""
    return Chosen(pairs.candidate[rows], pairs.host[rows], pairs.score[rows])


def bonus_of(pairs: Pairs) -> int:
    """What filling one post is worth: one more than the greatest total score of any plan."""
    most = min(int(pairs.vacancies.sum()), pairs.candidates)
    highest = highest_score(pairs)
    bonus = most * highest + 1
    if (bonus + highest) * (most + 1) >= LARGEST_OBJECTIVE:
        raise PlanImpossible("scores and posts are too large for exact 64-bit arithmetic")
    return bonus


def highest_score(pairs: Pairs) -> int:
    """The greatest score of any pair, 0 when there is none."""
    return max(int(pairs.score.max(initial=0)), int(pairs.groups.score.max(initial=0)))


def in_order(pairs: Pairs) -> Pairs:
    """The same pairs in order of (candidate, host). Raises PlanImpossible when they are not sound."""
    _check(pairs)
    key = key_of(pairs.candidate, pairs.host, pairs)
    order = slice(None) if np.all(key[1:] > key[:-1]) else np.argsort(key, kind="stable")
    if isinstance(order, np.ndarray) and np.any(np.diff(key[order]) == 0):
        raise PlanImpossible("a pair comes twice")
    return Pairs(
        pairs.candidate[order],
        pairs.host[order],
        pairs.score[order].astype(np.int64, copy=False),
        pairs.vacancies.astype(np.int64, copy=False),
        pairs.candidates,
        pairs.groups,
    )


def key_of(candidate: Ints, host: Ints, pairs: Pairs) -> Ints:
    """One number per (candidate, host), in that order."""
    return candidate.astype(np.int64, copy=False) * len(pairs.vacancies) + host


def scores_of(pairs: Pairs, candidate: Ints, host: Ints) -> Ints:
    """The score of each of these pairs, from its own row or else from its group; −1 when it is not feasible.

    `pairs` are in order.
    """
    by_group = _found(
        pairs.groups.keys(),
        pairs.groups.score,
        candidate * pairs.groups.count + pairs.groups.of_host[host],
    )
    own = _found(key_of(pairs.candidate, pairs.host, pairs), pairs.score, key_of(candidate, host, pairs))
    return np.where(own >= 0, own, by_group)


def _found(keys: Ints, values: Ints, wanted: Ints) -> Ints:
    """The value under each wanted key, −1 when there is none; `keys` ascend."""
    if not len(keys):
        return np.full(len(wanted), -1, np.int64)
    at = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    return np.where(keys[at] == wanted, values[at], -1)


def _check(pairs: Pairs) -> None:
    if not len(pairs.candidate) == len(pairs.host) == len(pairs.score):
        raise PlanImpossible("the columns of the pairs have different lengths")
    groups = pairs.groups
    for column, end in (
        (pairs.candidate, pairs.candidates),
        (pairs.host, len(pairs.vacancies)),
        (groups.candidate, pairs.candidates),
        (groups.group, groups.count),
    ):
        if len(column) and not (column.min() >= 0 and column.max() < end):
            raise PlanImpossible("a pair names a candidate or a host outside the numbering")
    if np.any(np.diff(groups.keys()) <= 0):
        raise PlanImpossible("the rows of groups are not in order of (candidate, group), each once")
    if min(pairs.score.min(initial=0), groups.score.min(initial=0), pairs.vacancies.min(initial=0)) < 0:
        raise PlanImpossible("scores and vacancies are never negative")
