"""The split of posts between départements, computed or saved, beside what is granted and filled."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, F, QuerySet, Sum
from django.utils.translation import gettext_lazy as _

from conum.commons.territories.models import Department
from conum.domains.positions.models import AllocationScenario, AllocationShare, DepartmentQuota
from conum.domains.positions.queries.needs import facts
from conum.domains.positions.queries.quotas import Balance, balances, ceilings, held
from conum.domains.positions.rules.allocation import AllocationInputs
from conum.domains.positions.rules.apportionment import Why, apportion
from conum.domains.positions.rules.need import weigh_all

WHY = {
    Why.FIXED: _("Fixé"),
    Why.FLOOR: _("Plancher"),
    Why.SHARE: _("Part entière"),
    Why.REMAINDER: _("Arrondi au-dessus"),
}
CENT = Decimal("0.01")


@dataclass(frozen=True)
class AllocationLine:
    """One département of a split.

    Attributes:
        weight: part of the country's weight, in percent.
        ideal: posts that the weights alone would give.
        rural_share: percent of the inhabitants in rural communes; None when no zone is imported.
        quota, granted, filled: where the département stands today, in posts.
    """

    department: Department
    population: int
    fragility: Decimal | None
    rural_share: Decimal | None
    weight: Decimal
    ideal: Decimal
    posts: int
    why: str
    quota: int
    granted: int
    filled: int

    @property
    def code(self) -> str:
        """INSEE code."""
        return self.department.pk

    @property
    def difference(self) -> int:
        """Posts more (or less) than the quota in force."""
        return self.posts - self.quota

    @property
    def why_label(self) -> str:
        """What decided the number, in French."""
        return str(WHY[Why(self.why)])


@dataclass(frozen=True)
class Split:
    """All the lines, with where the facts come from ("" when nothing is imported)."""

    lines: tuple[AllocationLine, ...]
    fragility: str = ""
    rurality: str = ""

    @property
    def posts(self) -> dict[str, int]:
        """Code → posts, for the map."""
        return {line.code: line.posts for line in self.lines}

    @property
    def totals(self) -> dict[str, int]:
        """Sums of the country."""
        names = ("population", "posts", "quota", "granted", "filled", "difference")
        return {name: sum(getattr(line, name) for line in self.lines) for name in names}


def computed(inputs: AllocationInputs, day: date) -> Split:
    """Return the split of `inputs` with the facts of `day`.

    Raises:
        ApportionmentImpossible: no split fits; its sentence says why.
    """
    known = facts(day, collectivities=inputs.collectivities)
    weights = weigh_all(known.needs, inputs.weights)
    shares = apportion(weights, inputs.posts, floor=inputs.floor, fixed=inputs.fixed, method=inputs.method)
    total = sum(weights.values()) or 1
    standing, needs = _standing(inputs.kind, day), {need.code: need for need in known.needs}
    lines = tuple(
        _line(
            known.departments[share.code],
            standing.get(share.code),
            population=needs[share.code].population,
            fragility=needs[share.code].fragility,
            rural_share=100 * needs[share.code].rural_share if known.rurality else None,
            weight=_rounded(100 * share.weight / total, Decimal("0.0001")),
            ideal=_rounded(share.ideal, CENT),
            posts=share.posts,
            why=share.why,
        )
        for share in shares
    )
    return Split(lines, known.fragility, known.rurality)


def saved(scenario: AllocationScenario, day: date) -> Split:
    """Return the shares frozen in a scenario beside today's quotas and posts."""
    standing = _standing(scenario.kind, day)
    names = ("population", "fragility", "weight", "ideal", "posts", "why")
    rows = scenario.shares.select_related("department").order_by("department")
    lines = tuple(
        _line(
            row.department,
            standing.get(row.department_id),
            rural_share=row.rural_share if scenario.rurality_source else None,
            **{name: getattr(row, name) for name in names},
        )
        for row in rows
    )
    return Split(lines, scenario.fragility_source, scenario.rurality_source)


def _standing(kind: str, day: date) -> dict[str, Balance]:
    return {balance.department.pk: balance for balance in balances(kind, day)}


def _line(department: Department, balance: Balance | None, **known: object) -> AllocationLine:
    quota, granted, filled = (balance.quota, balance.granted, balance.filled) if balance else (0, 0, 0)
    return AllocationLine(department=department, quota=quota, granted=granted, filled=filled, **known)  # type: ignore[arg-type]


def _rounded(value: object, step: Decimal) -> Decimal:
    return (Decimal(value.numerator) / Decimal(value.denominator)).quantize(step)  # type: ignore[attr-defined]


def scenarios() -> QuerySet[AllocationScenario]:
    """Return the saved scenarios with `departments` (how many) and their author."""
    return AllocationScenario.objects.select_related("author", "adopted_by").annotate(departments=Count("shares"))


@dataclass(frozen=True)
class Compared:
    """One département in two scenarios: posts in each, None where a scenario leaves it out."""

    department: Department
    first: int | None
    second: int | None

    @property
    def difference(self) -> int:
        """Posts of the second less those of the first."""
        return (self.second or 0) - (self.first or 0)


def compared(first: AllocationScenario, second: AllocationScenario) -> list[Compared]:
    """Return each département of either scenario, the largest changes first."""
    rows = AllocationShare.objects.filter(scenario__in=(first, second)).select_related("department")
    found: dict[str, dict[object, AllocationShare]] = {}
    for row in rows:
        found.setdefault(row.department_id, {})[row.scenario_id] = row
    pairs = (
        Compared(
            next(iter(shares.values())).department,
            shares[first.pk].posts if first.pk in shares else None,
            shares[second.pk].posts if second.pk in shares else None,
        )
        for _code, shares in sorted(found.items())
    )
    return sorted(pairs, key=lambda pair: -abs(pair.difference))


@dataclass(frozen=True)
class QuotaChange:
    """What an adoption changes in one département: quota before and after, posts already granted."""

    department: Department
    before: int
    after: int
    granted: int

    @property
    def change(self) -> int:
        """Posts more or less."""
        return self.after - self.before

    @property
    def below(self) -> bool:
        """Whether the quota would be under what is granted."""
        return self.after < self.granted


def changes(scenario: AllocationScenario, day: date) -> list[QuotaChange]:
    """Return, for each département of the scenario, its quota on `day` and the one it would get."""
    quotas = ceilings(scenario.kind, day)
    granted = _granted(scenario.kind, day)
    rows = scenario.shares.select_related("department").order_by("department")
    return [
        QuotaChange(row.department, quotas.get(row.department_id, 0), row.posts, granted.get(row.department_id, 0))
        for row in rows
    ]


def _granted(kind: str, day: date) -> dict[str, int]:
    return dict(held(kind, day).values_list("department").annotate(count=Count("pk")).order_by())


def later_quotas(scenario: AllocationScenario, day: date) -> QuerySet[DepartmentQuota]:
    """Return the quotas already set to begin after `day`, which will still take the place of the scenario's."""
    served = scenario.shares.values("department")
    return DepartmentQuota.objects.filter(kind=scenario.kind, valid_from__gt=day, department__in=served)


def left_out(scenario: AllocationScenario, day: date) -> Iterable[tuple[str, int]]:
    """Return (département, quota) of those that keep their quota because the scenario does not serve them."""
    served = set(scenario.shares.values_list("department", flat=True))
    return [(code, posts) for code, posts in sorted(ceilings(scenario.kind, day).items()) if code not in served]


def total_of(scenario: AllocationScenario) -> int:
    """Return the posts of a scenario."""
    return scenario.shares.aggregate(sum=Sum(F("posts")))["sum"] or 0
