"""Share N posts between départements in proportion to their weights (sheet 02 section 5, sheet 12 section 4).

Three methods, exact arithmetic only:

- largest remainder (Hamilton): everyone gets the whole part of their quota, the posts left go to the largest
  remainders. Keeps the quota rule; may take a post from a département when the total grows (Alabama).
- highest averages, each next post to the largest weight ÷ divisor of the next post: Sainte-Laguë
  (Webster, divisors 1, 3, 5 …; close to the quotas) and D'Hondt (Jefferson, divisors 1, 2, 3 …; favours large
  départements). House monotone and population monotone; may break the quota rule.

Fixed départements are served first and leave the sharing, exactly. The floor then means:

- largest remainder: a département whose quota is under the floor gets the floor and leaves; the quotas of the
  others are computed again on what remains, until nobody is under.
- highest averages: everyone starts with the floor, the sharing goes on from there; the outcome is the larger
  of the floor and of the département's part.

Ties: the larger weight, then the smaller code.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from conum.domains.positions.enums import ApportionmentMethod
from conum.domains.positions.rules.apportionment_errors import (
    NegativeNumber,
    NoWeight,
    PostsLeftOver,
    TooFewPosts,
    UnknownDepartment,
)
from conum.domains.positions.rules.rounding import (
    Weights,
    highest_averages,
    largest_remainder,
    quotas_of,
    under_floor,
)


class Why(StrEnum):
    """What decided the number: fixed by hand, the floor, the whole quota, or the rounding above it."""

    FIXED = "fixed"
    FLOOR = "floor"
    SHARE = "share"
    REMAINDER = "remainder"


@dataclass(frozen=True, slots=True)
class Share:
    """What one département receives.

    ideal: exact number of posts that the weights alone would give (no fixed number, no floor).
    quota: exact part of the posts left after the fixed départements and the floors; None for those two.
    """

    code: str
    weight: Fraction
    ideal: Fraction
    quota: Fraction | None
    posts: int
    why: Why


def apportion(
    weights: Weights,
    posts: int,
    *,
    floor: int = 0,
    fixed: Mapping[str, int] | None = None,
    method: ApportionmentMethod = ApportionmentMethod.LARGEST_REMAINDER,
) -> tuple[Share, ...]:
    """Share `posts` posts; the result is in order of codes, its sum is exactly `posts`.

    weights: one per code, fixed départements included. floor: fewest posts of every département not fixed.
    Raises a subclass of ApportionmentImpossible.
    """
    fixed = dict(fixed or {})
    _check_numbers(weights, posts, floor, fixed)
    free = {code: Fraction(weight) for code, weight in weights.items() if code not in fixed}
    left = posts - sum(fixed.values())
    _check_feasible(free, posts, left, floor, fixed)
    at_floor = under_floor(free, left, floor)
    quotas = quotas_of({c: w for c, w in free.items() if c not in at_floor}, left - floor * len(at_floor))
    if method is ApportionmentMethod.LARGEST_REMAINDER:
        given = dict.fromkeys(at_floor, floor) | largest_remainder(free, quotas)
    else:
        given = highest_averages(free, left, floor, method)
    ideals = quotas_of(weights, posts)
    return tuple(
        Share(code, Fraction(weights[code]), ideals[code], quotas.get(code), number, why)
        for code, number, why in _explained(weights, fixed, floor, given, quotas)
    )


def _explained(
    weights: Weights,
    fixed: Mapping[str, int],
    floor: int,
    given: Mapping[str, int],
    quotas: Mapping[str, Fraction],
) -> Iterator[tuple[str, int, Why]]:
    for code in sorted(weights):
        if code in fixed:
            yield code, fixed[code], Why.FIXED
        elif given[code] > int(quotas.get(code, Fraction(floor))):
            yield code, given[code], Why.REMAINDER
        else:
            yield code, given[code], Why.SHARE if code in quotas else Why.FLOOR


def _check_numbers(weights: Weights, posts: int, floor: int, fixed: Mapping[str, int]) -> None:
    numbers: dict[str, Fraction | int] = {
        "postes": posts,
        "plancher": floor,
        **fixed,
        **{f"poids {c}": w for c, w in weights.items()},
    }
    for what, value in numbers.items():
        if value < 0:
            raise NegativeNumber(what=what, value=value)
    for code, number in fixed.items():
        if code not in weights:
            raise UnknownDepartment(code=code, posts=number)


def _check_feasible(free: Weights, posts: int, left: int, floor: int, fixed: Mapping[str, int]) -> None:
    floors = floor * len(free)
    if left < floors:
        raise TooFewPosts(posts=posts, fixed=posts - left, floor=floor, departments=len(free), floors=floors)
    if left and not free:
        raise PostsLeftOver(fixed=posts - left, left=left)
    if left > floors and not any(free.values()):
        raise NoWeight(left=left - floors)
