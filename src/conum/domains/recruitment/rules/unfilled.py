"""Why a plan leaves posts without candidate (REC-34): the first of these that is true of the host.

- taken: people could come, the plan places some of them elsewhere.
- too_late: someone accepts the distance but is free after the day wanted (REC-22).
- too_far: nobody accepts the distance (REC-21); when everybody is also free too late, both facts are told.
- no_candidate: nobody is left in the zone (REC-23).

People who could come but may not be proposed again (REC-24, REC-25: they have no pair) are counted as refused and
left out of the other reasons, so that a distance or a date is always that of someone who could still be asked.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from conum.domains.recruitment.enums import Mobility, UnfilledReason
from conum.domains.recruitment.rules.assignment import Plan
from conum.domains.recruitment.rules.distance import Sphere
from conum.domains.recruitment.rules.pairs import Ints, Pairs

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class People:
    """All available candidates, in the numbering of the pairs.

    latitude, longitude: degrees. mobility_km: accepted radius. available_day: days since 1970-01-01.
    zone: closed zone of the candidate, empty when free (REC-23).
    """

    latitude: npt.NDArray[np.float64]
    longitude: npt.NDArray[np.float64]
    mobility_km: Ints
    available_day: Ints
    zone: npt.NDArray[np.str_]


@dataclass(frozen=True, slots=True, eq=False)
class Needs:
    """All hosts, in the numbering of the pairs. need_day: the later of the day wanted and of today."""

    latitude: npt.NDArray[np.float64]
    longitude: npt.NDArray[np.float64]
    need_day: Ints
    zone: npt.NDArray[np.str_]


@dataclass(frozen=True, slots=True)
class Unfilled:
    """Posts of one host left without candidate.

    possible: candidates with a pair. nearest_m: distance of the nearest person behind the reason. missing_m: the
    fewest metres to add to someone's radius. earliest_on: first day somebody behind the reason is free.
    refused: people who could come but may not be proposed again. outside: people who could come but for the zone.
    """

    host: int
    posts: int
    reason: UnfilledReason
    possible: int
    refused: int = 0
    outside: int = 0
    nearest_m: int | None = None
    missing_m: int | None = None
    earliest_on: date | None = None


def unfilled_hosts(pairs: Pairs, plan: Plan, people: People, needs: Needs) -> list[Unfilled]:
    """One row per host with posts left, in order of hosts."""
    left = pairs.vacancies - np.bincount(plan.host, minlength=len(pairs.vacancies))
    placed_at = np.full(pairs.candidates, -1, np.int64)
    placed_at[plan.candidate] = plan.host
    sphere = Sphere(people.latitude, people.longitude)
    found = []
    for host, paired in _paired(pairs, np.flatnonzero(left > 0)):
        posts, near = int(left[host]), int(paired.sum())
        if np.any((placed_at[paired] >= 0) & (placed_at[paired] != host)):
            found.append(Unfilled(host, posts, UnfilledReason.TAKEN, near))
        else:
            found.append(_why(host, posts, near, paired, sphere, people, needs))
    return found


def _paired(pairs: Pairs, hosts: Ints) -> Iterator[tuple[int, Mask]]:
    """Each of these hosts with who has a pair with it, in order of hosts."""
    asked = np.zeros(len(pairs.vacancies), bool)
    asked[hosts] = True
    rows = np.flatnonzero(asked[pairs.host])
    rows = rows[np.argsort(pairs.host[rows], kind="stable")]
    bounds = np.searchsorted(pairs.host[rows], [hosts, hosts + 1])
    for host, first, end in zip(hosts.tolist(), *bounds, strict=True):
        paired = np.zeros(pairs.candidates, bool)
        paired[pairs.candidate[rows[first:end]]] = True
        paired[pairs.groups.members(int(pairs.groups.of_host[host]))] = True
        yield host, paired


def _why(host: int, posts: int, possible: int, paired: Mask, sphere: Sphere, people: People, needs: Needs) -> Unfilled:
    away_m = sphere.distances_m(needs.latitude[host], needs.longitude[host])
    radius_m = people.mobility_km * 1000
    near = (away_m <= radius_m) | (people.mobility_km >= Mobility.FRANCE)
    in_time = people.available_day <= needs.need_day[host]
    inside = people.zone == needs.zone[host]
    refused = inside & near & in_time & ~paired
    others = inside & ~paired & ~refused
    reason, behind = _first_reason(others, near, in_time)
    known = behind.any()
    return Unfilled(
        host=host,
        posts=posts,
        reason=reason,
        possible=possible,
        refused=int(refused.sum()),
        outside=int((~inside & near & in_time).sum()),
        nearest_m=int(away_m[behind].min()) if known else None,
        missing_m=int((away_m - radius_m)[behind].min()) if reason is UnfilledReason.TOO_FAR else None,
        earliest_on=_day(people.available_day[behind].min()) if known and not in_time[behind].any() else None,
    )


def _first_reason(others: Mask, near: Mask, in_time: Mask) -> tuple[UnfilledReason, Mask]:
    """The reason, and the people whose distance and date tell it."""
    late = others & near & ~in_time
    if late.any():
        return UnfilledReason.TOO_LATE, late
    far = others & ~near & in_time
    if far.any():
        return UnfilledReason.TOO_FAR, far
    return (UnfilledReason.TOO_FAR if others.any() else UnfilledReason.NO_CANDIDATE), others


def _day(days: np.int64) -> date:
    return date.fromordinal(int(days) + date(1970, 1, 1).toordinal())
