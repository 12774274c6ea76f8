"""Why a plan cannot be beaten: prices on posts, and the bound that they give (linear duality).

Put a price ≥ 0 on each post of a host. The gain of a candidate is the best, over the hosts that suit, of
(bonus + score − price), or 0. Whatever the plan, its objective is at most

    bound = Σ gains of candidates + Σ vacancies × price

since a placed pair brings at most its candidate's gain plus its host's price. When a plan reaches the bound, no
plan does better. The bound holds for any prices, so checking it needs no trust in the solver nor in the search
for prices: only sums. For people who go anywhere, the best of a group of hosts is its cheapest one.
"""

from dataclasses import dataclass

import numpy as np

from conum.domains.recruitment.rules.pairs import Chosen, Ints, Pairs

DEAREST = np.iinfo(np.int64).max


@dataclass(frozen=True, slots=True)
class Proof:
    """filled: posts. total_score: micro-points. objective = bonus × filled + total_score ≤ bound."""

    filled: int
    total_score: int
    bonus: int
    objective: int
    bound: int

    @property
    def gap(self) -> int:
        """How much greater another plan's objective could be; 0 when the plan is proven the best."""
        return self.bound - self.objective

    @property
    def proven(self) -> bool:
        return self.gap == 0


def prove(pairs: Pairs, chosen_scores: Ints, prices: Ints, bonus: int) -> Proof:
    """The bound that these prices give, beside the objective of the plan with these scores."""
    filled, total = len(chosen_scores), int(chosen_scores.sum())
    prices, groups = np.maximum(prices, 0), pairs.groups
    gains = np.zeros(pairs.candidates, np.int64)
    np.maximum.at(gains, pairs.candidate, pairs.score + bonus - prices[pairs.host])
    cheapest = np.full(groups.count, DEAREST)
    np.minimum.at(cheapest, groups.of_host, prices)
    np.maximum.at(gains, groups.candidate, groups.score + bonus - cheapest[groups.group])
    bound = int(gains.sum()) + int((prices * pairs.vacancies).sum())
    return Proof(filled, total, bonus, bonus * filled + total, bound)


def prices_of(pairs: Pairs, chosen: Chosen, bonus: int) -> Ints:
    """The lowest prices at which everyone prefers the place given by the plan.

    A host that an unplaced candidate could join costs at least that candidate's worth; when a candidate placed
    at one host would gain d by going to another, the other's price exceeds this one's by at least d. These are
    longest paths of the residual graph, found by Bellman-Ford rounds over the nodes that changed: the hosts, then
    the groups, whose price is the least that any of their hosts may have. A plan that is not the best has an
    endless round: the search stops after one round per node and the bound shows the gap.
    """
    hosts, groups = len(pairs.vacancies), pairs.groups
    candidate = np.concatenate([pairs.candidate, groups.candidate])
    target = np.concatenate([pairs.host, groups.group + hosts])
    score = np.concatenate([pairs.score, groups.score])
    placed_at = np.full(pairs.candidates, -1, np.int64)
    placed_at[chosen.candidate] = chosen.host
    worth = np.zeros(pairs.candidates, np.int64)
    worth[chosen.candidate] = chosen.score
    movable = placed_at[candidate] >= 0
    prices = np.zeros(hosts + groups.count, np.int64)
    np.maximum.at(prices, target[~movable], score[~movable] + bonus)
    source = np.concatenate([placed_at[candidate[movable]], groups.of_host + hosts])
    gain = np.concatenate([score[movable] - worth[candidate[movable]], np.zeros(hosts, np.int64)])
    return _raise(prices, source, np.concatenate([target[movable], np.arange(hosts)]), gain)[:hosts]


def _raise(prices: Ints, source: Ints, target: Ints, gain: Ints) -> Ints:
    changed = np.ones(len(prices), bool)
    for _ in range(len(prices) + 1):
        live = changed[source]
        before = prices.copy()
        np.maximum.at(prices, target[live], prices[source[live]] + gain[live])
        changed = prices > before
        if not changed.any():
            break
    return prices
