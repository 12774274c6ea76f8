"""The two lists of a plan: who would go where, and the posts that stay without candidate."""

from __future__ import annotations

from typing import Any, ClassVar

import django_filters as filters
from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from conum.commons.territories.queries import department_names
from conum.domains.recruitment.enums import PlanState, UnfilledReason
from conum.domains.recruitment.models import NationalPlan, PlanLine, UnfilledPost
from conum.domains.recruitment.operations.plans import journal_export
from conum.domains.recruitment.permissions import RUN_PLAN
from conum.domains.recruitment.queries import plans as queries
from conum.domains.recruitment.web.views import plan_columns as columns
from conum.kernel.ui.filters import FilterSet
from conum.kernel.web.lists import ListPage


def departments() -> list[tuple[str, str]]:
    """Return the départements as choices."""
    return [(code, f"{code} {name}") for code, name in department_names().items()]


class OfPlan(ListPage):
    """A list of one computed plan."""

    permission = RUN_PLAN

    @property
    def plan(self) -> NationalPlan:
        """The plan of the address; 404 until it is computed."""
        if not hasattr(self, "_plan"):
            self._plan = queries.every_plan().filter(pk=self.kwargs["pk"], state=PlanState.DONE).first()
        if self._plan is None:
            raise Http404
        return self._plan

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the plan."""
        return super().get_context_data(object=self.plan, **kwargs)


class PlanLines(OfPlan):
    """Who would go where."""

    class Filters(FilterSet):
        """Filters of the lines."""

        q = filters.CharFilter(label=_("Structure, commune ou candidat"), method="search")
        departement = filters.ChoiceFilter(label=_("Département"), field_name="department", choices=departments)
        plus_de = filters.NumberFilter(label=_("À plus de (km)"), method="farther", min_value=0)

        def search(self, rows: QuerySet[PlanLine], name: str, value: str) -> QuerySet[PlanLine]:
            """Look for the text in names."""
            found = Q(need__host__name__icontains=value) | Q(need__host__commune__name__icontains=value)
            return rows.filter(
                found | Q(candidate__last_name__icontains=value) | Q(candidate__first_name__icontains=value)
            )

        def farther(self, rows: QuerySet[PlanLine], name: str, value: int) -> QuerySet[PlanLine]:
            """Keep the lines over so many kilometres."""
            return rows.filter(distance_m__gt=value * 1000)

    template_name = "recruitment/plans/lines.html"
    filterset_class = Filters
    sorts: ClassVar = {
        "structure": ("need__host__name",),
        "departement": ("department",),
        "candidat": ("candidate__last_name", "candidate__first_name"),
        "distance": ("distance_m",),
        "score": ("score",),
    }
    default_sort = "departement"
    columns = columns.LINE_EXPORT
    export_name = "plan-affectations"

    def rows(self) -> QuerySet[PlanLine]:
        """The lines of the plan."""
        return queries.lines_of(self.plan.pk)

    def exporting(self, kind: str) -> None:
        """A list of names leaves the house: the journal keeps it."""
        journal_export(self.plan, kind, self.actor, now=self.now)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the columns."""
        return super().get_context_data(columns_shown=columns.LINES, **kwargs)


class PlanUnfilled(OfPlan):
    """The posts that stay without candidate, and why."""

    class Filters(FilterSet):
        """Filters of the posts."""

        q = filters.CharFilter(label=_("Structure ou commune"), method="search")
        departement = filters.ChoiceFilter(label=_("Département"), field_name="department", choices=departments)
        motif = filters.ChoiceFilter(label=_("Motif"), field_name="reason", choices=UnfilledReason.choices)

        def search(self, rows: QuerySet[UnfilledPost], name: str, value: str) -> QuerySet[UnfilledPost]:
            """Look for the text in names."""
            return rows.filter(Q(need__host__name__icontains=value) | Q(need__host__commune__name__icontains=value))

    template_name = "recruitment/plans/unfilled.html"
    filterset_class = Filters
    sorts: ClassVar = {
        "structure": ("need__host__name",),
        "departement": ("department",),
        "possibles": ("possible",),
    }
    default_sort = "departement"
    columns = columns.UNFILLED_EXPORT
    export_name = "plan-postes-sans-candidat"

    def rows(self) -> QuerySet[UnfilledPost]:
        """The posts of the plan."""
        return queries.unfilled_of(self.plan.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the columns."""
        return super().get_context_data(columns_shown=columns.UNFILLED, **kwargs)
