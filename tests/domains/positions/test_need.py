"""The weight of a département."""

from decimal import Decimal
from fractions import Fraction

import pytest

from conum.domains.positions.rules.need import DepartmentNeed, NeedWeights, weigh


def test_only_population_counts_by_default():
    creuse = DepartmentNeed("23", 115_000, fragility=Decimal(130), rural_share=Decimal("0.8"))
    assert weigh(creuse, NeedWeights()) == weigh(DepartmentNeed("23", 115_000), NeedWeights())
    assert weigh(DepartmentNeed("23", 32), NeedWeights()) == Fraction(16)


def test_fragility_is_compared_with_the_national_average():
    weights = NeedWeights(population_exponent=Decimal(1), fragility_exponent=Decimal(2))
    assert weigh(DepartmentNeed("01", 1000, fragility=Decimal(150)), weights) == 2250
    assert weigh(DepartmentNeed("01", 1000, fragility=Decimal(100)), weights) == 1000
    assert weigh(DepartmentNeed("01", 1000), weights) == 1000


def test_rurality_adds_in_proportion_and_never_makes_a_weight_negative():
    weights = NeedWeights(population_exponent=Decimal(1), rurality_coefficient=Decimal("0.5"))
    assert weigh(DepartmentNeed("01", 1000, rural_share=Decimal("0.4")), weights) == 1200
    against = NeedWeights(population_exponent=Decimal(1), rurality_coefficient=Decimal(-3))
    assert weigh(DepartmentNeed("01", 1000, rural_share=Decimal(1)), against) == 0


def test_a_weight_is_an_exact_number_of_billionths():
    weight = weigh(DepartmentNeed("87", 372_000), NeedWeights())
    assert (weight * 10**9).denominator == 1


def test_nobody_weighs_nothing():
    assert weigh(DepartmentNeed("01", 0), NeedWeights()) == 0


@pytest.mark.parametrize(
    "need",
    [
        DepartmentNeed("01", -1),
        DepartmentNeed("01", 10, fragility=Decimal(0)),
        DepartmentNeed("01", 10, rural_share=Decimal("1.2")),
    ],
)
def test_facts_that_cannot_be_are_refused(need):
    with pytest.raises(ValueError, match="01: "):
        weigh(need, NeedWeights())
