"""How much each département weighs when posts are shared out.

    weight = population ^ population_exponent
           × (fragility / 100) ^ fragility_exponent
           × (1 + rurality_coefficient × rural_share)

Computed with 50-digit decimals and rounded to nine decimals: the same weights on every machine, so that
a tie is a real tie. PRG-43: no official formula exists; this one is a proposal (sheet 02 section 5).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Context, Decimal
from fractions import Fraction

FRAGILITY_AVERAGE = Decimal(100)
WEIGHT_STEP = Decimal("1e-9")
_EXACT = Context(prec=50, rounding=ROUND_HALF_EVEN)


@dataclass(frozen=True, slots=True)
class DepartmentNeed:
    """The facts about one département.

    code: INSEE code. population: inhabitants. fragility: index where 100 is the national average, or None
    when unknown (its factor is then 1). rural_share: part of the inhabitants in rural communes, 0 to 1.
    """

    code: str
    population: int
    fragility: Decimal | None = None
    rural_share: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class NeedWeights:
    """What a national administrator sets; the defaults are the proposal of sheet 02 section 5."""

    population_exponent: Decimal = Decimal("0.8")
    fragility_exponent: Decimal = Decimal(0)
    rurality_coefficient: Decimal = Decimal(0)


def weigh(need: DepartmentNeed, weights: NeedWeights) -> Fraction:
    """Weight of one département, exact to the ninth decimal; 0 when nobody lives there.

    Raises ValueError when a population is negative, an index is not positive or a share is outside 0–1:
    those come from imports that already refuse them, so reaching this line is a fault of ours.
    """
    _check(need)
    if need.population == 0:
        return Fraction(0)
    weight = _EXACT.multiply(
        _EXACT.multiply(
            _EXACT.power(Decimal(need.population), weights.population_exponent),
            fragility_factor(need.fragility, weights.fragility_exponent),
        ),
        rurality_factor(need.rural_share, weights.rurality_coefficient),
    )
    return Fraction(weight.quantize(WEIGHT_STEP, context=_EXACT))


def weigh_all(needs: Iterable[DepartmentNeed], weights: NeedWeights) -> dict[str, Fraction]:
    """Weight by INSEE code."""
    return {need.code: weigh(need, weights) for need in needs}


def fragility_factor(fragility: Decimal | None, exponent: Decimal) -> Decimal:
    """(fragility / 100) ^ exponent: 1 at the national average, when unknown, or when the exponent is 0."""
    if fragility is None:
        return Decimal(1)
    return _EXACT.power(_EXACT.divide(fragility, FRAGILITY_AVERAGE), exponent)


def rurality_factor(rural_share: Decimal, coefficient: Decimal) -> Decimal:
    """1 + coefficient × rural share, never under 0."""
    return max(Decimal(0), _EXACT.fma(coefficient, rural_share, Decimal(1)))


def _check(need: DepartmentNeed) -> None:
    if need.population < 0:
        raise ValueError(f"{need.code}: population {need.population} is negative")
    if need.fragility is not None and need.fragility <= 0:
        raise ValueError(f"{need.code}: fragility {need.fragility} is not positive")
    if not 0 <= need.rural_share <= 1:
        raise ValueError(f"{need.code}: rural share {need.rural_share} is outside 0–1")
