"""Screens where an address is written: a new place, the identity of one; it is located before it is kept."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from conum.domains.places.models import Place
from conum.domains.places.operations import editing as operations
from conum.domains.places.operations.editing_location import Point, chosen, locate
from conum.domains.places.permissions import CREATE_PLACE
from conum.domains.places.web.forms import editing as forms
from conum.domains.places.web.views.editing import Section
from conum.kernel.web.views import FormPage


class _WithAddress:
    """An address is located before it is kept; a doubtful one comes back as propositions (PLA-03)."""

    form_class = forms.IdentityForm

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer again the propositions that were shown."""
        kwargs = super().get_form_kwargs()  # type: ignore[misc]
        return {**kwargs, "choices": getattr(self, "choices", self._shown())}

    def _shown(self) -> tuple[tuple[str, str], ...]:
        """Propositions of the page that was sent back, asked again only when one of them was chosen."""
        value = self.request.POST.get("location", "")  # type: ignore[attr-defined]
        return ((value, value),) if value else ()

    def point_of(self, form: Any) -> Point | None:
        """Return the point of the address; None after putting the propositions on the form."""
        values = form.cleaned_data
        if "location" in form.fields:
            point = chosen(values["location"], values["address"], values["commune"])
            if point:
                return point
        found = locate(values["address"], values["postal_code"], values["commune"], timezone.localdate(self.now))  # type: ignore[attr-defined]
        self.choices = found.choices
        return found.point

    def ask_location(self, form: Any) -> HttpResponse:
        """Show the form again with the propositions, the first chosen for nobody."""
        again = forms.IdentityForm(self.request.POST, choices=self.choices)  # type: ignore[attr-defined]
        return self.form_invalid(again)  # type: ignore[attr-defined,no-any-return]


class IdentitySection(_WithAddress, Section):
    """Name, type, address."""

    title = gettext_lazy("Identité et adresse")

    def get_initial(self) -> dict[str, Any]:
        """The unknown number is shown empty."""
        initial = super().get_initial()
        return {**initial, "pivot": initial["pivot"] if initial["pivot"].strip("0") else ""}

    def form_valid(self, form: Any) -> HttpResponse:
        """Locate, then keep."""
        if self._same_address(form):
            self.point = None
            return super().form_valid(form)
        self.point = self.point_of(form)
        return super().form_valid(form) if self.point else self.ask_location(form)

    def perform(self, form: Any) -> Place:
        """Edit, the point with the address."""
        values = {**form.values(), **(self.point.fields() if self.point else {})}
        return operations.edit_place(self.object.pk, values, actor=self.actor, now=self.now)  # type: ignore[arg-type]

    def _same_address(self, form: Any) -> bool:
        place, values = self.object, form.cleaned_data
        same = place.address == values["address"] and place.postal_code == values["postal_code"]
        return same and place.commune_id == values["commune"].pk and place.latitude is not None


class CreatePlace(_WithAddress, FormPage):
    """A new place begins by its identity; the sections follow."""

    permission = CREATE_PLACE
    template_name = "places/editing/create.html"
    success_message = gettext_lazy("Lieu créé. Complétez maintenant ses services, ses horaires et son contact.")

    def form_valid(self, form: Any) -> HttpResponse:
        """Locate, then make."""
        self.point = self.point_of(form)
        return super().form_valid(form) if self.point else self.ask_location(form)

    def perform(self, form: Any) -> Place:
        """Make; the maker works there, so that the place is in hand."""
        assert self.point is not None
        values = {**form.values(), **self.point.fields()}
        return operations.create_place(values, actor=self.actor, now=self.now)  # type: ignore[arg-type]

    def get_success_url(self) -> str:
        """To the place."""
        return reverse("places:edit", args=[self.result.pk])
