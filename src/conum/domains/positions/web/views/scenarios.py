"""Saved scenarios of the split: listed, shown, compared, adopted as quotas."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from conum.commons.territories.queries import department_shapes
from conum.domains.positions.enums import ApportionmentMethod
from conum.domains.positions.models import AllocationScenario
from conum.domains.positions.operations.scenarios import adopt_scenario
from conum.domains.positions.permissions import QUOTA_SET
from conum.domains.positions.queries import allocation as queries
from conum.domains.positions.rules.allocation import AllocationInputs
from conum.domains.positions.rules.need import NeedWeights
from conum.domains.positions.web.forms.allocation import AdoptForm, address_of
from conum.domains.positions.web.tables import allocation as tables
from conum.domains.positions.web.views.allocation import Drawn
from conum.kernel.web.exports import export
from conum.kernel.web.lists import ListPage
from conum.kernel.web.views import DetailPage, ObjectFormPage, Page


def inputs_of(scenario: AllocationScenario) -> AllocationInputs:
    """Return what was set when the scenario was saved."""
    weights = {name: Decimal(text) for name, text in scenario.weights.items()}
    return AllocationInputs(
        posts=scenario.total_posts,
        kind=scenario.kind,
        method=ApportionmentMethod(scenario.method),
        weights=NeedWeights(weights["population"], weights["fragility"], weights["rurality"]),
        floor=scenario.floor,
        fixed=scenario.fixed,
        collectivities=scenario.collectivities,
    )


class ScenarioList(ListPage):
    """The saved scenarios; two may be ticked and compared."""

    permission = QUOTA_SET
    template_name = "positions/allocation/scenarios.html"
    default_sort = "-date"
    sorts = {
        "nom": ("name",),
        "postes": ("total_posts", "name"),
        "date": ("created_at",),
        "adoption": ("valid_from",),
    }

    def rows(self) -> QuerySet[AllocationScenario]:
        """All of them."""
        return queries.scenarios()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the columns."""
        return super().get_context_data(columns_shown=tables.SCENARIOS, **kwargs)


class OnScenario:
    """Views about one scenario."""

    permission = QUOTA_SET

    def rows(self) -> QuerySet[AllocationScenario]:
        """All of them."""
        return queries.scenarios()


class ScenarioPage(OnScenario, Drawn, DetailPage):
    """One scenario: what was set, the frozen numbers on a map and in a table, what may be done."""

    template_name = "positions/allocation/scenario.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Show, or download."""
        kind = request.GET.get("export")
        if kind in ("csv", "xlsx"):
            split = queries.saved(self.object, timezone.localdate(self.now))
            return export(kind, "scenario", split.lines, tables.ALLOCATION_EXPORT)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the frozen split and the address that computes it again."""
        split = queries.saved(self.object, timezone.localdate(self.now))
        return super().get_context_data(
            inputs=inputs_of(self.object), address=urlencode(address_of(inputs_of(self.object))),
            **self.drawing(split), **kwargs,
        )  # fmt: skip


class CompareScenarios(Page):
    """Two scenarios side by side: the differences on a map and in a table."""

    permission = QUOTA_SET
    template_name = "positions/allocation/compare.html"

    def chosen(self) -> list[AllocationScenario]:
        """Return the two scenarios of the address, in its order; fewer when it does not name two."""
        asked = list(dict.fromkeys(filter(None, map(_identifier, self.request.GET.getlist("scenario")))))
        found = queries.scenarios().in_bulk(asked[:3])
        return [found[key] for key in asked if key in found] if len(asked) == 2 else []

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Show, or download."""
        kind, chosen = request.GET.get("export"), self.chosen()
        if kind in ("csv", "xlsx") and len(chosen) == 2:
            columns = tables.compared_export(*(scenario.name for scenario in chosen))
            return export(kind, "comparaison", queries.compared(*chosen), columns)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the pairs, or nothing when two are not named: the page then says how."""
        chosen = self.chosen()
        pairs = queries.compared(*chosen) if len(chosen) == 2 else []
        return super().get_context_data(
            chosen=chosen,
            every=queries.scenarios().order_by("-created_at"),
            pairs=pairs,
            moved=sum(pair.difference for pair in pairs if pair.difference > 0),
            changed=sum(1 for pair in pairs if pair.difference),
            differences={pair.department.pk: pair.difference for pair in pairs},
            breaks=_breaks([pair.difference for pair in pairs]),
            drawing=department_shapes(),
            columns_shown=tables.COMPARED,
            **kwargs,
        )


def _breaks(differences: list[int]) -> list[int]:
    """Return the upper limits of the map's classes: losses in two, nothing, gains in two; a shade never mixes them."""
    losses, gains = sorted(d for d in differences if d < 0), sorted(d for d in differences if d > 0)
    limits = {0} if 0 in differences else set()
    for side in (losses, gains):
        limits |= {side[(len(side) - 1) // 2], side[-1]} if side else set()
    return sorted(limits)


def _identifier(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


class AdoptScenario(OnScenario, ObjectFormPage):
    """Confirm the adoption, with everything it changes in view."""

    template_name = "positions/allocation/adopt.html"
    form_class = AdoptForm
    success_message = _("Le scénario est adopté : ses nombres sont les dotations à partir de la date choisie.")

    @cached_property
    def changes(self) -> list[queries.QuotaChange]:
        """What changes against the quotas of today."""
        return queries.changes(self.object, timezone.localdate(self.now))

    def get_initial(self) -> dict[str, Any]:
        """From today."""
        return {"valid_from": timezone.localdate(self.now)}

    def get_form_kwargs(self) -> dict[str, Any]:
        """Tell the form whether some quotas fall under what is granted."""
        return {**super().get_form_kwargs(), "some_below": any(change.below for change in self.changes)}

    def perform(self, form: Any) -> AllocationScenario:
        """Adopt."""
        return adopt_scenario(self.object.pk, **form.cleaned_data, actor=self.actor, now=self.now)  # type: ignore[arg-type]

    def get_success_url(self) -> str:
        """To the quotas."""
        return reverse("positions:scenario", args=[self.object.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the changes, and what the adoption leaves as it is."""
        day = timezone.localdate(self.now)
        changed = [change for change in self.changes if change.change or change.below]
        return super().get_context_data(
            changed=changed,
            same=len(self.changes) - len(changed),
            before=sum(change.before for change in self.changes),
            after=sum(change.after for change in self.changes),
            below=sum(change.below for change in self.changes),
            later=queries.later_quotas(self.object, day).count(),
            left_out=queries.left_out(self.object, day),
            columns_shown=tables.CHANGES_BELOW if any(change.below for change in self.changes) else tables.CHANGES,
            back=reverse("positions:scenario", args=[self.object.pk]),
            **kwargs,
        )
