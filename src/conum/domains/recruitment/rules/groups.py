"""Pairs told by group, for people who go anywhere ("France entière", REC-21).

One person in sixteen accepts the whole of France: with 30 400 candidates and 2 800 hosts they alone make five
million pairs, three times all the others together. Yet beyond 100 km the distance adds nothing to a score
(`score.py`), so what such a pair is worth depends on the person and on the day wanted only: one row per (person,
group of hosts of the same zone and day) says the same with fifty times fewer rows. Nothing is approximated: a pair
that has its own row (a host less than 100 km away) is worth what that row says.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Groups:
    """Rows (candidate, group): the candidate suits every host of the group, for `score` micro-points.

    of_host: the group of each host, from 0. candidate, group, score: one row each, never twice the same two; a pair
    may also have a row of its own, with a score at least as high.
    """

    of_host: Ints
    candidate: Ints
    group: Ints
    score: Ints

    @property
    def count(self) -> int:
        """How many groups are numbered."""
        return int(self.of_host.max(initial=-1)) + 1

    def members(self, group: int) -> Ints:
        """Candidates who suit every host of the group."""
        return self.candidate[self.group == group]

    def pairs(self) -> int:
        """How many (candidate, host) pairs the rows stand for."""
        hosts = np.bincount(self.of_host, minlength=self.count)
        return int(hosts[self.group].sum())

    def keys(self) -> Ints:
        """One number per row, in order of (candidate, group)."""
        return self.candidate * self.count + self.group


def no_groups(hosts: int) -> Groups:
    """Nobody goes anywhere."""
    none = np.empty(0, np.int64)
    return Groups(np.zeros(hosts, np.int64), none, none, none)
