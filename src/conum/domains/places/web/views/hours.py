"""Screens of the hours of a place: the week, the exceptional days."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy

from conum.domains.places.models import OpeningException, Place
from conum.domains.places.operations import editing as operations
from conum.domains.places.operations.hours_exceptions import add_exception, remove_exception
from conum.domains.places.permissions import EDIT_PLACE
from conum.domains.places.queries.editing import my_places
from conum.domains.places.queries.opening import school_calendar_known
from conum.domains.places.queries.opening_words import coming_exceptions, usual_hours
from conum.domains.places.rules.opening_hours.words import text_words
from conum.domains.places.web.forms.hours import ExceptionForm, HoursForm
from conum.domains.places.web.views.editing import Section
from conum.kernel.web.views import ActionPage


class HoursSection(Section):
    """The usual week."""

    form_class = HoursForm
    template_name = "places/editing/hours.html"
    title = gettext_lazy("Horaires")

    def get_initial(self) -> dict[str, Any]:
        """The form reads them from the text."""
        return {}

    def get_form_kwargs(self) -> dict[str, Any]:
        """Give the text in force, or what was received and never understood."""
        kwargs = super().get_form_kwargs()
        return {**kwargs, "kept": self.object.opening_hours or self.object.opening_hours_source}

    def perform(self, form: Any) -> Place:
        """Keep the text made."""
        values = {"opening_hours": form.hours, "opening_hours_source": form.hours}
        return operations.edit_place(self.object.pk, values, actor=self.actor, now=self.now)  # type: ignore[arg-type]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say the hours in force in words, and a proposal when the text was refused."""
        found = super().get_context_data(**kwargs)
        proposal = found["form"].proposal
        return {
            **found,
            "usual": usual_hours(self.object),
            "received": "" if self.object.opening_hours else self.object.opening_hours_source,
            "school_known": school_calendar_known(self.object),
            "proposal": proposal,
            "proposal_words": text_words(proposal.text) if proposal else [],
        }


class AddException(Section):
    """Exceptional days."""

    form_class = ExceptionForm
    template_name = "places/editing/exceptions.html"
    title = gettext_lazy("Fermetures et ouvertures exceptionnelles")
    success_message = gettext_lazy("Jours exceptionnels enregistrés.")

    def get_initial(self) -> dict[str, Any]:
        """Nothing: a new exception."""
        return {}

    def perform(self, form: Any) -> OpeningException:
        """Add it."""
        values = {name: form.cleaned_data[name] for name in ("starts_on", "ends_on", "kind", "hours", "reason")}
        return add_exception(self.object.pk, **values, actor=self.actor, now=self.now)  # type: ignore[arg-type]

    def get_success_url(self) -> str:
        """Stay: there are often several."""
        return reverse("places:edit-exceptions", args=[self.object.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give those that are not past."""
        return super().get_context_data(exceptions=coming_exceptions(self.object, self.now), **kwargs)


class RemoveException(ActionPage):
    """Take an exception back."""

    permission = EDIT_PLACE
    question = gettext_lazy("Retirer ces jours exceptionnels ? Les horaires habituels s’appliqueront.")
    done = gettext_lazy("Les horaires habituels s’appliquent de nouveau.")

    def rows(self) -> Any:
        """Exceptions of the places the actor may edit."""
        return OpeningException.objects.filter(place__in=my_places(self.actor)).select_related("place")  # type: ignore[arg-type]

    @property
    def object(self) -> Any:
        """The exception; the permission is asked about its place."""
        if not hasattr(self, "_object"):
            self._object = self.rows().filter(pk=self.kwargs["pk"]).first()
        if self._object is None:
            raise Http404
        return self._object

    def perform(self) -> None:
        """Remove it."""
        remove_exception(self.object.pk, actor=self.actor, now=self.now)  # type: ignore[arg-type]

    def back(self) -> str:
        """To the exceptions of the place."""
        return reverse("places:edit-exceptions", args=[self.object.place_id])
