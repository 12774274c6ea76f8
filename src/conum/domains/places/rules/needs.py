"""How much a territory needs help, and where help lacks. No official class exists: limits are parameters (PRG-43)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

PER = 10_000  # inhabitants


def need_class(score: Decimal, limits: Sequence[int]) -> int:
    """Return the class of need, 1 (low) to 4 (very high).

    Args:
        score: fragility index.
        limits: three limits, lowest first; a score at a limit is in the higher class.
    """
    return 1 + sum(score >= limit for limit in limits)


def supply(places: int, population: int) -> Decimal | None:
    """Return the places for 10 000 inhabitants, None where nobody is known to live."""
    return (Decimal(places) * PER / population).quantize(Decimal("0.1")) if population else None


def is_gap(need: int, places: int, population: int, *, least_need: int, least_supply: Decimal) -> bool:
    """Tell whether need meets too few places.

    Args:
        need: class of need.
        places, population: visible places and inhabitants of the territory.
        least_need: class from which a gap is told (`places.gap_need`).
        least_supply: places for 10 000 inhabitants under which help lacks (`places.gap_supply`).
    """
    return need >= least_need and Decimal(places) * PER < least_supply * population
