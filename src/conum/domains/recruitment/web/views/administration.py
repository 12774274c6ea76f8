"""What administrators see: all applications, deletion, fairness, counts by département."""

from __future__ import annotations

from typing import Any, ClassVar

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy

from conum.domains.recruitment.operations import removals
from conum.domains.recruitment.permissions import (
    POOL_COUNTS,
    READ_CANDIDATES,
    READ_FAIRNESS,
    REMOVE_CANDIDATE,
    candidates_visible_to,
)
from conum.domains.recruitment.queries import fairness
from conum.domains.recruitment.queries.pool import counts_by_department
from conum.domains.recruitment.web.filters import CandidateFilters
from conum.domains.recruitment.web.forms.reasons import AdminRemovalForm
from conum.domains.recruitment.web.tables import CANDIDATES
from conum.kernel.web.lists import ListPage
from conum.kernel.web.views import DetailPage, ObjectFormPage, Page


class CandidateList(ListPage):
    """Every application."""

    permission = READ_CANDIDATES
    template_name = "recruitment/candidates.html"
    filterset_class = CandidateFilters
    read = (
        "first_name", "last_name", "available_from", "created_at", "state", "mobility_km",
        "commune__name", "commune__postcodes",
    )  # fmt: skip
    sorts: ClassVar = {
        "nom": ("last_name", "first_name"),
        "date": ("available_from",),
        "depot": ("created_at",),
    }
    default_sort = "-depot"

    def rows(self) -> Any:
        """All applications, deleted ones aside."""
        return candidates_visible_to(self.actor).select_related("commune", "department")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the columns."""
        return super().get_context_data(columns_shown=CANDIDATES, **kwargs)


class CandidateDetail(DetailPage):
    """One application."""

    permission = READ_CANDIDATES
    template_name = "recruitment/candidate.html"

    def rows(self) -> Any:
        """All applications."""
        return candidates_visible_to(self.actor).select_related("commune", "department")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the latest matches."""
        matches = self.object.matches.select_related("need__host").order_by("-updated_at")[:20]
        return super().get_context_data(candidate=self.object, matches=matches, **kwargs)


class CandidateRemove(ObjectFormPage):
    """Delete for an administrator: a reason, and the e-mail typed again (REC-06)."""

    permission = REMOVE_CANDIDATE
    template_name = "recruitment/form.html"
    form_class = AdminRemovalForm
    success_url = reverse_lazy("recruitment:candidates")
    success_message = gettext_lazy("La candidature est supprimée.")
    extra_context: ClassVar = {
        "title": gettext_lazy("Supprimer la candidature"),
        "lead": gettext_lazy("Les données personnelles et le CV sont effacés aussitôt. Cette action est définitive."),
        "submit": gettext_lazy("Supprimer définitivement"),
        "back": reverse_lazy("recruitment:candidates"),
    }

    def rows(self) -> Any:
        """All applications."""
        return candidates_visible_to(self.actor)

    def perform(self, form: Any) -> None:
        """Erase."""
        given = form.cleaned_data
        removals.remove_by_admin(self.object.pk, given["reason"], given["email"], self.actor, now=self.now)


class Fairness(Page):
    """Who is shortlisted, by gender and département (REC-31)."""

    permission = READ_FAIRNESS
    template_name = "recruitment/fairness.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the rates."""
        return super().get_context_data(
            genders=fairness.by_gender(),
            departments=fairness.by_department(),
            both=fairness.by_department_and_gender(),
            small=fairness.SMALL,
            **kwargs,
        )


class PoolCounts(Page):
    """Candidates by département: what a prefecture reads, counts only."""

    permission = POOL_COUNTS
    template_name = "recruitment/pool_counts.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the counts of the territory."""
        return super().get_context_data(rows=counts_by_department(self.actor), **kwargs)
