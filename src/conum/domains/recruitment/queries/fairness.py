"""Fairness report: shortlisting rates by département and gender (REC-31). Small groups are not shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q

from conum.domains.recruitment.enums import Gender
from conum.domains.recruitment.models import Match

SMALL = 10  # people proposed; below, a rate says nothing and could point at somebody


@dataclass(frozen=True)
class Rate:
    """How many people of a group were proposed, and how many of them shortlisted at least once."""

    group: str
    proposed: int
    shortlisted: int

    @property
    def percent(self) -> float | None:
        """Share in percent, one decimal; None for a small group."""
        return round(100 * self.shortlisted / self.proposed, 1) if self.proposed >= SMALL else None


def by_gender() -> list[Rate]:
    """Return the rates by gender, in the order of the enumeration."""
    found = {row["group"]: row for row in _grouped("candidate__gender")}
    return [_rate(str(gender.label), found.get(gender.value, {})) for gender in Gender]


def by_department() -> list[Rate]:
    """Return the rates by département of the candidate, in the order of codes."""
    rows = _grouped("candidate__department_id", name=F("candidate__department__name"))
    return [_rate(f"{row['group']} {row['name']}", row) for row in rows]


def by_department_and_gender() -> list[Rate]:
    """Return the rates of women and men in each département where both groups are large enough."""
    rows = Match.objects.order_by("candidate__department_id", "candidate__gender").values(
        "candidate__department_id", "candidate__gender"
    )
    counted = rows.annotate(**_counts()).filter(proposed__gte=SMALL)
    return [
        _rate(f"{row['candidate__department_id']} – {Gender(row['candidate__gender']).label}", row) for row in counted
    ]


def _grouped(field: str, **also: Any) -> Any:
    named = Match.objects.order_by(field).values(group=F(field), **also)
    return named.annotate(**_counts())


def _counts() -> dict[str, Any]:
    return {
        "proposed": Count("candidate", distinct=True),
        "shortlisted": Count("candidate", distinct=True, filter=Q(shortlisted_at__isnull=False)),
    }


def _rate(group: str, row: dict[str, Any]) -> Rate:
    return Rate(group, row.get("proposed", 0), row.get("shortlisted", 0))
