"""REC-20 to REC-25 over columns: every feasible pair of a national plan, with its score (REC-30).

People within reach of a host get one row per pair. People who go anywhere get such a row too for hosts nearer than
the distance that counts in a score (`FARTHEST_KM`), and one row per group of the others (`groups.py`).
"""

from dataclasses import dataclass

import numpy as np

from conum.domains.recruitment.enums import Mobility
from conum.domains.recruitment.rules.distance import Ints, metres_between, unit_vectors
from conum.domains.recruitment.rules.groups import Groups
from conum.domains.recruitment.rules.pairs import Pairs
from conum.domains.recruitment.rules.reach import Places, expanded
from conum.domains.recruitment.rules.score import DEFAULT_WEIGHTS, FARTHEST_KM, ScoreWeights
from conum.domains.recruitment.rules.score_columns import PairColumns, score_columns
from conum.domains.recruitment.rules.unfilled import Needs, People

NOTHING = np.zeros(1, np.int64)
NEAR_M = FARTHEST_KM * 1000
ONE_ZONE = 1_000_000  # more days than any calendar has


@dataclass(frozen=True, slots=True, eq=False)
class Supply:
    """What a plan starts from, in the numbering of the pairs.

    own_score: micro-points of each person that no host changes. vacancies: vacant posts of each host. refused: pairs
    that may not be proposed again yet (REC-25), candidate then host.
    """

    people: People
    needs: Needs
    own_score: Ints
    vacancies: Ints
    refused: tuple[Ints, Ints]


def with_longer_reach(people: People, extra_km: int) -> People:
    """The same people, each accepting `extra_km` kilometres more; "France entière" has no limit to push."""
    anywhere = people.mobility_km >= Mobility.FRANCE
    longer = np.where(anywhere, people.mobility_km, people.mobility_km + extra_km)
    return People(people.latitude, people.longitude, longer, people.available_day, people.zone)


def feasible(supply: Supply, weights: ScoreWeights = DEFAULT_WEIGHTS) -> Pairs:
    """Every feasible pair; hosts are in the order of `reach.strip_order`."""
    person, host, score = _near(supply, weights)
    refused = _refused(supply, person, host)
    if refused.any():
        person, host, score = person[~refused], host[~refused], score[~refused]
    groups, apart = _groups(supply, weights)
    if len(apart[0]):
        person, host = np.concatenate([person, apart[0]]), np.concatenate([host, apart[1]])
        far = np.full(len(apart[0]), NEAR_M)
        score = np.concatenate([score, _score(supply, *apart, far, weights)])
    return Pairs(person, host, score, supply.vacancies, len(supply.people.zone), groups)


def _near(supply: Supply, weights: ScoreWeights) -> tuple[Ints, Ints, Ints]:
    """Pairs within reach, free in time, in one zone: person, host, score; scored while they are in the cache."""
    people, needs = supply.people, supply.needs
    places, points = Places(needs.latitude, needs.longitude), unit_vectors(people.latitude, people.longitude)
    radius_m = np.where(people.mobility_km >= Mobility.FRANCE, FARTHEST_KM, people.mobility_km) * 1000
    zone_of_person, zone_of_host = _numbered(people.zone, needs.zone)
    found = [(np.empty(0, np.int64),) * 3]
    for person, host in places.runs(people.latitude, people.longitude, radius_m).slices():
        fits = people.available_day[person] <= needs.need_day[host]
        fits &= zone_of_person[person] == zone_of_host[host]
        person, host = person[fits], host[fits]
        distance = metres_between(points, places.points, person, host)
        near = distance <= radius_m[person]
        person, host, distance = person[near], host[near], distance[near]
        found.append((person, host, _score(supply, person, host, distance, weights)))
    person, host, score = (np.concatenate(column) for column in zip(*found, strict=True))
    return person, host, score


def _score(supply: Supply, person: Ints, host: Ints, distance: Ints, weights: ScoreWeights) -> Ints:
    people, needs = supply.people, supply.needs
    pairs = PairColumns(
        distance_m=distance,
        mobility_km=people.mobility_km[person],
        available_day=people.available_day[person],
        need_day=needs.need_day[host],
        experienced=np.zeros(1, bool),
        pix_level=NOTHING,
        waiting_days=NOTHING,
    )
    return score_columns(pairs, weights).total + supply.own_score[person]


def _refused(supply: Supply, person: Ints, host: Ints) -> np.ndarray:
    """Which of these pairs (in order) may not be proposed again yet."""
    hosts, found = len(supply.vacancies), np.zeros(len(person), bool)
    if len(person) and len(supply.refused[0]):
        keys, wanted = person * hosts + host, supply.refused[0] * hosts + supply.refused[1]
        at = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
        found[at[keys[at] == wanted]] = True
    return found


def _groups(supply: Supply, weights: ScoreWeights) -> tuple[Groups, tuple[Ints, Ints]]:
    """Rows of people who go anywhere, and the pairs told apart because one host of their group is refused."""
    people, needs = supply.people, supply.needs
    zone_of_person, zone_of_host = _numbered(people.zone, needs.zone)
    key = zone_of_host * ONE_ZONE + needs.need_day
    kinds, first, of_host = np.unique(key, return_index=True, return_inverse=True)
    anywhere = np.flatnonzero(people.mobility_km >= Mobility.FRANCE)
    person, group = np.repeat(anywhere, len(kinds)), np.tile(np.arange(len(kinds)), len(anywhere))
    fits = zone_of_person[person] == zone_of_host[first[group]]
    fits &= people.available_day[person] <= needs.need_day[first[group]]
    person, group = person[fits], group[fits]
    refused = supply.refused[0] * len(kinds) + of_host[supply.refused[1]]
    split = np.isin(person * len(kinds) + group, refused)
    apart = _apart(supply, of_host, person[split], group[split])
    person, group = person[~split], group[~split]
    score = _score(supply, person, first[group], np.full(len(person), NEAR_M), weights)
    return Groups(of_host, person, group, score), apart


def _apart(supply: Supply, of_host: Ints, person: Ints, group: Ints) -> tuple[Ints, Ints]:
    """Pairs (person, host) of these rows, without the near ones, which have their own row, and the refused ones."""
    by_group = np.argsort(of_host, kind="stable")
    sizes = np.bincount(of_host, minlength=int(of_host.max(initial=-1)) + 1)
    length = sizes[group]
    host = by_group[expanded((np.cumsum(sizes) - sizes)[group], length)]
    person = np.repeat(person, length)
    people, needs = supply.people, supply.needs
    here, there = unit_vectors(people.latitude, people.longitude), unit_vectors(needs.latitude, needs.longitude)
    kept = metres_between(here, there, person, host) > NEAR_M
    hosts = len(supply.vacancies)
    kept &= ~np.isin(person * hosts + host, supply.refused[0] * hosts + supply.refused[1])
    return person[kept], host[kept]


def _numbered(person: np.ndarray, host: np.ndarray) -> tuple[Ints, Ints]:
    """Zones as numbers, the same for the same zone."""
    numbers = np.unique(np.concatenate([person, host]), return_inverse=True)[1].astype(np.int64)
    return numbers[: len(person)], numbers[len(person) :]
