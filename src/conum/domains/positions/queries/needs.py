"""Facts about départements that the split of posts weighs: inhabitants, fragility, rurality."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import F, OuterRef, Q, Subquery, Sum
from django.utils.translation import gettext as _

from conum.commons.territories.enums import Area, FragilityLevel, FragilityVersion, ZoneKind
from conum.commons.territories.models import Commune, Department, FragilityIndex, Zone
from conum.commons.territories.queries import fragility_of
from conum.domains.positions.rules.need import FRAGILITY_AVERAGE, DepartmentNeed

STEP = Decimal("0.001")


@dataclass(frozen=True)
class Facts:
    """What is known on a day.

    Attributes:
        needs: one per département to serve, in the order of codes.
        fragility: where the index comes from, as a French sentence; "" when none is imported.
        rurality: which zones tell rural communes, likewise.
    """

    departments: Mapping[str, Department]
    needs: tuple[DepartmentNeed, ...]
    fragility: str
    rurality: str


def facts(day: date, *, collectivities: bool = False) -> Facts:
    """Return the facts about the départements to serve, in a number of queries that does not depend on theirs."""
    served = Department.objects.order_by("code")
    departments = {row.pk: row for row in (served if collectivities else served.exclude(area=Area.COM))}
    people = _population(Q())
    scores, fragility = _fragility(list(departments), people, day)
    rural, rurality = _rural(day)
    needs = tuple(
        DepartmentNeed(
            code=code,
            population=people.get(code, 0),
            fragility=scores.get(code),
            rural_share=_share(rural.get(code, 0), people.get(code, 0)),
        )
        for code in departments
    )
    return Facts(departments, needs, fragility, rurality)


def _population(condition: Q) -> dict[str, int]:
    rows = Commune.objects.filter(condition, closed_on=None).values_list("department")
    return {code: count or 0 for code, count in rows.annotate(sum=Sum("population")).order_by()}


def _share(part: int, whole: int) -> Decimal:
    return (Decimal(part) / whole).quantize(STEP) if whole else Decimal(0)


def _rural(day: date) -> tuple[dict[str, int], str]:
    """Inhabitants of the communes in FRR, or in ZRR when no FRR is known on that day."""
    for kind in (ZoneKind.FRR, ZoneKind.ZRR):
        zones = Zone.objects.filter(Q(valid_to=None) | Q(valid_to__gte=day), kind=kind, valid_from__lte=day)
        found = _population(Q(pk__in=zones.values("commune")))
        if found:
            return found, _("communes en {zone}").format(zone=kind.name)
    return {}, ""


def _fragility(codes: list[str], people: dict[str, int], day: date) -> tuple[dict[str, Decimal], str]:
    """The latest version known: of départements, or else of their communes weighted by inhabitants."""
    for version in (FragilityVersion.V2, FragilityVersion.V1):
        rows = fragility_of(FragilityLevel.DEPARTMENT, codes, version=version, on=day)
        scores = {code: row.score for code, row in rows.items()}
        if scores:
            return _indexed(scores, people, version), _("indice {version} des départements").format(version=version)
    for version in (FragilityVersion.V2, FragilityVersion.V1):
        scores = _of_communes(version, day)
        if scores:
            words = _("indice {version} des communes, pondéré par les habitants").format(version=version)
            return _indexed(scores, people, version), words
    return {}, ""


def _of_communes(version: str, day: date) -> dict[str, Decimal]:
    known = FragilityIndex.objects.filter(level=FragilityLevel.COMMUNE, version=version, measured_on__lte=day)
    if not known.exists():
        return {}
    latest = known.filter(code=OuterRef("pk")).order_by("-measured_on").values("score")[:1]
    rows = Commune.objects.filter(closed_on=None, population__gt=0).annotate(score=Subquery(latest))
    sums = rows.filter(score__isnull=False).values_list("department").order_by()
    weighted = sums.annotate(weighted=Sum(F("score") * F("population")), people=Sum("population"))
    return {code: (Decimal(total) / count).quantize(STEP) for code, total, count in weighted}


def _indexed(scores: dict[str, Decimal], people: dict[str, int], version: str) -> dict[str, Decimal]:
    """Return an index whose national average is 100: version 1 is one already, version 2 is a mark from 1 to 10."""
    positive = {code: score for code, score in scores.items() if score > 0}
    if version == FragilityVersion.V1:
        return positive
    inhabitants = sum(people.get(code, 0) for code in positive)
    if not inhabitants:
        return {}
    mean = sum((score * people.get(code, 0) for code, score in positive.items()), Decimal(0)) / inhabitants
    return {code: (FRAGILITY_AVERAGE * score / mean).quantize(STEP) for code, score in positive.items()}
