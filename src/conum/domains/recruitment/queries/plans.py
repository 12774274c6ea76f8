"""What a national plan says: by département, line by line, and beside another plan."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Prefetch, QuerySet

from conum.commons.territories.queries import department_names
from conum.domains.recruitment.enums import MatchState, PlanState, UnfilledReason
from conum.domains.recruitment.models import Match, NationalPlan, PlanLine, UnfilledPost
from conum.domains.recruitment.rules.unfilled import Unfilled


@dataclass(frozen=True, slots=True)
class DepartmentPlan:
    """What a plan does in one département: posts vacant on its day, and those it fills."""

    code: str
    name: str
    filled: int
    unfilled: int

    @property
    def posts(self) -> int:
        """Vacant posts."""
        return self.filled + self.unfilled

    @property
    def percent(self) -> int:
        """Share of the vacant posts that the plan fills, rounded down."""
        return 100 * self.filled // self.posts if self.posts else 0


@dataclass(frozen=True, slots=True)
class Difference:
    """One département in two plans."""

    code: str
    name: str
    before: DepartmentPlan
    after: DepartmentPlan

    @property
    def more(self) -> int:
        """Posts that the second plan fills and the first does not; below zero when fewer."""
        return self.after.filled - self.before.filled


def plans() -> QuerySet[NationalPlan]:
    """Return the plans asked for themselves, with their variants and who asked."""
    variants = Prefetch("variants", NationalPlan.objects.order_by("extra_km"))
    return NationalPlan.objects.filter(base=None).select_related("asked_by").prefetch_related(variants)


def every_plan() -> QuerySet[NationalPlan]:
    """Return plans and variants."""
    return NationalPlan.objects.select_related("base", "asked_by")


def comparable(plan: NationalPlan) -> QuerySet[NationalPlan]:
    """Return the computed plans this one may be put beside: its variants or its base first, then the latest."""
    return every_plan().filter(state=PlanState.DONE).exclude(pk=plan.pk).order_by("-asked_at", "extra_km")


def lines_of(plan_id: UUID) -> QuerySet[PlanLine]:
    """Return who would go where; `met` tells that the host has shortlisted the person already."""
    met = Match.objects.filter(candidate=OuterRef("candidate"), need=OuterRef("need"), state=MatchState.SHORTLISTED)
    rows = PlanLine.objects.filter(plan=plan_id).annotate(met=Exists(met))
    return rows.select_related("need__host__commune", "candidate__commune", "department", "attachment__post")


def unfilled_of(plan_id: UUID) -> QuerySet[UnfilledPost]:
    """Return the posts that stay without candidate, with what tells why."""
    rows = UnfilledPost.objects.filter(plan=plan_id)
    return rows.select_related("need__host__commune", "department", "attachment__post", "plan")


def facts_of_unfilled(row: UnfilledPost) -> Unfilled:
    """Return what `rules.unfilled_sentence` tells of this post."""
    return Unfilled(
        host=0,
        posts=1,
        reason=UnfilledReason(row.reason),
        possible=row.possible,
        refused=row.refused,
        outside=row.outside,
        nearest_m=row.nearest_m,
        missing_m=row.missing_m,
        earliest_on=row.earliest_on,
    )


def reasons_of(plan_id: UUID) -> list[tuple[UnfilledReason, int]]:
    """Return how many posts stay for each reason, the most frequent first."""
    rows = UnfilledPost.objects.filter(plan=plan_id).values_list("reason").annotate(posts=Count("pk"))
    return [(UnfilledReason(reason), posts) for reason, posts in rows.order_by("-posts", "reason")]


def by_department(plan_id: UUID) -> dict[str, DepartmentPlan]:
    """Return each département that has a vacant post, by code."""
    filled, unfilled = (
        dict(model.objects.filter(plan=plan_id).values_list("department").annotate(posts=Count("pk")))
        for model in (PlanLine, UnfilledPost)
    )
    names = department_names()
    return {
        code: DepartmentPlan(code, names.get(code, code), filled.get(code, 0), unfilled.get(code, 0))
        for code in sorted({*filled, *unfilled})
    }


def differences(before: UUID, after: UUID) -> list[Difference]:
    """Return every département of two plans side by side, by code."""
    left, right = by_department(before), by_department(after)
    names = department_names()

    def side(plan: dict[str, DepartmentPlan], code: str) -> DepartmentPlan:
        return plan.get(code) or DepartmentPlan(code, names.get(code, code), 0, 0)

    return [
        Difference(code, names.get(code, code), side(left, code), side(right, code)) for code in sorted({*left, *right})
    ]
