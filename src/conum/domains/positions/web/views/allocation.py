"""The split of posts between départements: set, see, keep as a scenario, compare, adopt as quotas."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from conum.commons.programme import parameters as programme
from conum.commons.territories.queries import department_shapes
from conum.domains.positions import parameters
from conum.domains.positions.enums import ApportionmentMethod, PostKind
from conum.domains.positions.models import AllocationScenario
from conum.domains.positions.operations.scenarios import save_scenario
from conum.domains.positions.permissions import QUOTA_SET
from conum.domains.positions.queries import allocation as queries
from conum.domains.positions.rules.apportionment_errors import ApportionmentImpossible
from conum.domains.positions.rules.need import NeedWeights
from conum.domains.positions.web.forms.allocation import AllocationForm, ScenarioForm, address_of
from conum.domains.positions.web.tables import allocation as tables
from conum.kernel.web.exports import export
from conum.kernel.web.views import FormPage, Page


def defaults(day: date) -> dict[str, Any]:
    """Return the proposal of the sheet as parameters of the address."""
    start = {
        "postes": programme.TARGET_POSTS.on(day),
        "poste": PostKind.COUNSELLOR,
        "methode": ApportionmentMethod.LARGEST_REMAINDER,
        "population": str(NeedWeights().population_exponent).replace(".", ","),
        "fragilite": "0",
        "ruralite": "0",
        "plancher": parameters.QUOTA_FLOOR.on(day),
        "fixes": parameters.QUOTA_FIXED.on(day),
    }
    return {name: str(value) for name, value in start.items()}


class Drawn:
    """What every page with a map gives to its template."""

    def drawing(self, split: queries.Split | None) -> dict[str, Any]:
        """Return the outlines, the numbers of the map and the columns of the table."""
        lines = split.lines if split else ()
        return {
            "split": split,
            "drawing": department_shapes(),
            "links": {line.code: reverse("positions:quota", args=[line.code]) for line in lines},
            "columns_shown": tables.ALLOCATION,
            "day": timezone.localdate(self.now),  # type: ignore[attr-defined]
        }


class Calculated(Drawn):
    """Pages that compute the split their address describes; without parameters, the proposal of the sheet."""

    @cached_property
    def form_of_address(self) -> AllocationForm:
        """The form bound to the address."""
        asked = self.request.GET  # type: ignore[attr-defined]
        return AllocationForm(asked if "postes" in asked else defaults(timezone.localdate(self.now)))  # type: ignore[attr-defined]

    @cached_property
    def split(self) -> queries.Split | None:
        """The split, or None when the form or the numbers are refused (the form then says why)."""
        if not self.form_of_address.is_valid():
            return None
        try:
            return queries.computed(self.form_of_address.inputs(), timezone.localdate(self.now))  # type: ignore[attr-defined]
        except ApportionmentImpossible as refusal:
            self.form_of_address.refuse(refusal)
            return None

    @property
    def address(self) -> str:
        """The query string that gives this split again."""
        return urlencode(address_of(self.form_of_address.inputs())) if self.split else ""


class Calculator(Calculated, Page):
    """Set weights, method, floor and fixed départements; see the posts of each on a map and in a table."""

    permission = QUOTA_SET
    template_name = "positions/allocation/calculator.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Show, or download what is shown."""
        kind = request.GET.get("export")
        if kind in ("csv", "xlsx") and self.split:
            return export(kind, "repartition", self.split.lines, tables.ALLOCATION_EXPORT)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the form and what it makes."""
        split = self.split
        return super().get_context_data(
            form=self.form_of_address,
            address=self.address,
            **self.drawing(split),
            **kwargs,
        )


class SaveScenario(Calculated, FormPage):
    """Give a name to the split of the address and keep it."""

    permission = QUOTA_SET
    template_name = "positions/allocation/save.html"
    form_class = ScenarioForm
    success_message = _("Le scénario est enregistré : ses réglages et ses nombres ne changeront plus.")

    def perform(self, form: Any) -> AllocationScenario:
        """Save."""
        if not self.split:
            raise Http404
        name = form.cleaned_data["name"]
        return save_scenario(name, self.form_of_address.inputs(), actor=self.actor, now=self.now)  # type: ignore[arg-type]

    def get_success_url(self) -> str:
        """To the scenario."""
        return reverse("positions:scenario", args=[self.result.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the summary of the split and the way back."""
        if not self.split:
            raise Http404
        back = f"{reverse('positions:allocation')}?{self.address}"
        return super().get_context_data(split=self.split, inputs=self.form_of_address.inputs(), back=back, **kwargs)
