"""Two records of one place, and pairs ready to be decided."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from conum.domains.places.models import DuplicatePair, Place
from conum.domains.places.operations.duplicates import find_duplicates
from tests.factories_places import make_place

NOW = datetime(2026, 11, 9, 10, tzinfo=UTC)
SAID: dict[str, Any] = {
    "name": "Médiathèque Jean Moulin",
    "address": "12 rue de la République",
    "pivot": "20005400000015",
    "phones": ["+33555010203"],
}


def twins(commune: str = "87085", **fields: Any) -> tuple[Place, Place]:
    """Two records of one place; `fields` are those of the second."""
    one = make_place(commune, **SAID)
    return one, make_place(commune, **{**SAID, "name": "MEDIATHEQUE JEAN MOULIN", **fields})


def close(commune: str = "87085", **fields: Any) -> tuple[Place, Place]:
    """Two records alike that only a person can tell apart."""
    return twins(commune, **{"name": "Médiathèque", "phones": [], **fields})


def pair_of(one: Place, other: Place) -> DuplicatePair:
    """The stored pair of two records, found by a search that merges nothing."""
    find_duplicates(now=NOW, merge=False)
    first, second = sorted((one.pk, other.pk))
    return DuplicatePair.objects.get(first=first, second=second)
