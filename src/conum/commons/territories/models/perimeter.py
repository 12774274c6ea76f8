"""The territory somebody may see, as a value (sheet 00 section 3: one département XOR one région for a prefecture)."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import resources

from django.db.models import Q

from conum.commons.territories.models.code import department_code, department_of


@lru_cache(maxsize=1)
def departments_by_region() -> dict[str, frozenset[str]]:
    """Région code → département codes, from the compiled data (no query: a perimeter is a pure value)."""
    text = resources.files("conum.commons.territories").joinpath("data/departments.json").read_text("utf-8")
    found: dict[str, set[str]] = {}
    for row in json.loads(text)["departments"]:
        found.setdefault(row["region"], set()).add(row["code"])
    return {region: frozenset(codes) for region, codes in found.items()}


@dataclass(frozen=True)
class Perimeter:
    """France, some départements (given one by one or by région), or nothing.

    Two perimeters that hold the same départements are equal, whatever way they were given.
    """

    whole: bool = False
    departments: frozenset[str] = field(default_factory=frozenset)

    @classmethod
    def france(cls) -> Perimeter:
        """Everything, collectivities included."""
        return cls(whole=True)

    @classmethod
    def none(cls) -> Perimeter:
        """Nothing at all."""
        return cls()

    @classmethod
    def of_departments(cls, codes: Iterable[str]) -> Perimeter:
        """These départements (`00` is read as Saint-Martin)."""
        return cls(departments=frozenset(department_code(code) for code in codes))

    @classmethod
    def of_regions(cls, codes: Iterable[str]) -> Perimeter:
        """All the départements of these régions; an unknown région raises KeyError."""
        known = departments_by_region()
        return cls(departments=frozenset[str]().union(*(known[code] for code in codes)))

    @classmethod
    def of_prefecture(cls, *, department: str | None, region: str | None) -> Perimeter:
        """One département XOR one région.

        Raises:
            ValueError: none or both are given.
        """
        if bool(department) == bool(region):
            raise ValueError("a prefecture has one département or one région, never both")
        return cls.of_departments([department]) if department else cls.of_regions([str(region)])

    @property
    def is_empty(self) -> bool:
        """True when nothing is inside."""
        return not self.whole and not self.departments

    def contains_department(self, code: str) -> bool:
        """Tell whether this département is inside."""
        return self.whole or department_code(code) in self.departments

    def contains_commune(self, code: str) -> bool:
        """Tell whether the commune of this INSEE code (or district code) is inside."""
        return self.whole or department_of(code) in self.departments

    def contains(self, other: Perimeter) -> bool:
        """Tell whether the whole other perimeter is inside this one."""
        return self.whole or (not other.whole and other.departments <= self.departments)

    def __or__(self, other: Perimeter) -> Perimeter:
        if self.whole or other.whole:
            return Perimeter.france()
        return Perimeter(departments=self.departments | other.departments)

    def as_q(self, path: str) -> Q:
        """Return the condition « the département at `path` is inside ».

        Args:
            path: field path to a Department key, for example `department` or `commune__department`.
        """
        if self.whole:
            return ~Q(pk__in=[])  # always true, and stays so when joined by `|`: an empty Q would vanish
        if not self.departments:
            return Q(pk__in=[])
        return Q(**{f"{path}__in": sorted(self.departments)})
