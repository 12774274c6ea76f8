"""The national plan: the list of plans, one plan, two side by side, and asking for another."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from conum.commons.territories.queries import department_shapes
from conum.domains.recruitment.enums import PlanState
from conum.domains.recruitment.models import NationalPlan
from conum.domains.recruitment.models.plan import STEPS
from conum.domains.recruitment.operations.plans import ask_plan, delete_plan
from conum.domains.recruitment.permissions import RUN_PLAN
from conum.domains.recruitment.queries import plans as queries
from conum.domains.recruitment.web.forms.plans import PlanForm
from conum.domains.recruitment.web.views import plan_columns as columns
from conum.kernel.web.exports import export
from conum.kernel.web.lists import ListPage
from conum.kernel.web.views import ActionPage, DetailPage, FormPage, Guarded, OnOneRow


class PlanList(ListPage):
    """Every plan, the latest first."""

    permission = RUN_PLAN
    template_name = "recruitment/plans/list.html"
    sorts: ClassVar = {"date": ("asked_at",), "postes": ("posts",), "pourvus": ("filled",)}
    default_sort = "-date"
    columns = columns.PLAN_EXPORT
    export_name = "plans-nationaux"

    def rows(self) -> QuerySet[NationalPlan]:
        """Plans, each with its variants."""
        return queries.plans()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the columns."""
        return super().get_context_data(columns_shown=columns.PLANS, **kwargs)


class AskPlan(FormPage):
    """Ask for a plan of today."""

    permission = RUN_PLAN
    template_name = "recruitment/plans/ask.html"
    form_class = PlanForm
    success_message = _("Le calcul est lancé : quelques secondes suffisent.")

    def perform(self, form: PlanForm) -> NationalPlan:
        """Ask."""
        return ask_plan(self.actor, now=self.now, extra_km=form.cleaned_data["extra_km"])

    def get_success_url(self) -> str:
        """The plan that was asked."""
        return reverse("recruitment:plan", args=[self.result.pk])


class PlanPage(DetailPage):
    """One plan: its proof, its totals, its départements on a map and in a table."""

    permission = RUN_PLAN
    template_name = "recruitment/plans/detail.html"

    def rows(self) -> QuerySet[NationalPlan]:
        """Plans and variants."""
        return queries.every_plan()

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Show, or download the table of départements."""
        kind = request.GET.get("export")
        if kind in ("csv", "xlsx"):
            rows = queries.by_department(self.object.pk).values()
            return export(kind, "plan-par-departement", rows, columns.DEPARTMENT_EXPORT)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give what the plan does, when it is computed."""
        plan = self.object
        variants = list(plan.variants.order_by("extra_km")) if plan.base_id is None else []
        context = super().get_context_data(steps=STEPS, variants=variants, **kwargs)
        return context | self.done(plan) if plan.state == PlanState.DONE else context

    def done(self, plan: NationalPlan) -> dict[str, Any]:
        """Return what a computed plan shows."""
        departments = queries.by_department(plan.pk)
        lines = reverse("recruitment:plan_lines", args=[plan.pk])
        stay = reverse("recruitment:plan_unfilled", args=[plan.pk])
        return {
            "day": timezone.localdate(plan.asked_at),
            "gap": plan.dual_bound - plan.objective,
            "proof": columns.proof(plan),
            "unfilled": plan.posts - plan.filled,
            "more": plan.filled - plan.base.filled if plan.base else None,
            "departments": departments.values(),
            "columns_shown": columns.departments(lines, stay),
            "reasons": [(why.label, posts, f"{stay}?motif={why.value}") for why, posts in queries.reasons_of(plan.pk)],
            "drawing": department_shapes(),
            "values": {code: row.percent for code, row in departments.items()},
            "links": {code: f"{lines}?departement={code}" for code in departments},
            "others": queries.comparable(plan)[:10],
        }


class PlanProgress(OnOneRow, Guarded):
    """The progress of a computation, alone: the page asks for it every two seconds."""

    permission = RUN_PLAN

    def rows(self) -> QuerySet[NationalPlan]:
        """Plans and variants."""
        return queries.every_plan()

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show how far it is; once finished, ask the page to load again."""
        plan = self.object
        answer = render(request, "recruitment/plans/progress.html", {"object": plan, "steps": STEPS})
        if plan.state != PlanState.RUNNING:
            answer["HX-Refresh"] = "true"
        return answer


class ComparePlans(DetailPage):
    """Two plans side by side, département by département."""

    permission = RUN_PLAN
    template_name = "recruitment/plans/compare.html"

    def rows(self) -> QuerySet[NationalPlan]:
        """Computed plans."""
        return queries.every_plan().filter(state=PlanState.DONE)

    @property
    def other(self) -> NationalPlan:
        """The second plan of the address."""
        found = self.rows().filter(pk=self.kwargs["other"]).first()
        if found is None:
            raise Http404
        return found

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Show, or download."""
        kind = request.GET.get("export")
        if kind in ("csv", "xlsx"):
            rows = queries.differences(self.object.pk, self.other.pk)
            return export(kind, "comparaison-de-plans", rows, columns.DIFFERENCE_EXPORT)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give both plans and every département."""
        plan, other = self.object, self.other
        rows = queries.differences(plan.pk, other.pk)
        return super().get_context_data(
            second=other,
            rows=sorted(rows, key=lambda row: (-abs(row.more), row.code)),
            columns_shown=columns.DIFFERENCES,
            more=other.filled - plan.filled,
            changed=any(row.more for row in rows),
            sides=columns.sides(plan, other),
            totals=columns.totals(plan, other),
            drawing=department_shapes(),
            values={row.code: row.more for row in rows},
            **kwargs,
        )


class DeletePlan(ActionPage):
    """Forget a plan."""

    permission = RUN_PLAN
    question = _("Supprimer ce plan et ses variantes ?")
    done = _("Le plan est supprimé.")

    def rows(self) -> QuerySet[NationalPlan]:
        """Plans asked for themselves: a variant goes with its plan."""
        return queries.plans()

    def perform(self) -> None:
        """Delete."""
        delete_plan(self.object.pk, self.actor, now=self.now)

    def back(self) -> str:
        """The list."""
        return reverse("recruitment:plans")
