"""The methods that round exact quotas to whole posts; what each promises is said in apportionment.py."""

import heapq
from collections.abc import Mapping
from fractions import Fraction

from conum.domains.positions.enums import ApportionmentMethod

Weights = Mapping[str, Fraction]


def under_floor(free: Weights, left: int, floor: int) -> set[str]:
    """Codes whose quota is under the floor, found again until stable."""
    under: set[str] = set()
    while True:
        quotas = quotas_of({c: w for c, w in free.items() if c not in under}, left - floor * len(under))
        found = {code for code, quota in quotas.items() if quota < floor}
        if not found:
            return under
        under |= found


def quotas_of(weights: Weights, posts: int) -> dict[str, Fraction]:
    """Exact part of `posts` by code; all 0 when nobody has any weight."""
    total = sum(weights.values(), Fraction(0))
    if total == 0:
        return dict.fromkeys(weights, Fraction(0))
    return {code: Fraction(posts) * weight / total for code, weight in weights.items()}


def largest_remainder(weights: Weights, quotas: Mapping[str, Fraction]) -> dict[str, int]:
    """The whole part of each quota, then one more to the largest remainders."""
    given = {code: int(quota) for code, quota in quotas.items()}
    missing = int(sum(quotas.values(), Fraction(0))) - sum(given.values())
    by_remainder = sorted(quotas, key=lambda code: (given[code] - quotas[code], -weights[code], code))
    for code in by_remainder[:missing]:
        given[code] += 1
    return given


def highest_averages(weights: Weights, posts: int, floor: int, method: ApportionmentMethod) -> dict[str, int]:
    """`floor` posts each, then post by post to the largest weight ÷ divisor of the next post."""
    given = dict.fromkeys(weights, floor)
    queue = [(-weight / _divisor(method, floor), -weight, code) for code, weight in weights.items()]
    heapq.heapify(queue)
    for _ in range(posts - floor * len(weights)):
        _average, weight, code = queue[0]
        given[code] += 1
        heapq.heapreplace(queue, (weight / _divisor(method, given[code]), weight, code))
    return given


def _divisor(method: ApportionmentMethod, held: int) -> int:
    return 2 * held + 1 if method is ApportionmentMethod.HIGHEST_AVERAGES_WEBSTER else held + 1
