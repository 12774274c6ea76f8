"""Choices of the organisation: Sundays and public holidays (BOO-02), what its coordinators keep (section 10)."""

from __future__ import annotations

from typing import Any

from django.forms import BooleanField, TypedChoiceField
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from conum.domains.booking.models import OpeningChoice, TeamChoice
from conum.domains.booking.operations.types import allow_coordinators, open_on
from conum.domains.booking.permissions import ALLOW_COORDINATORS, OPEN_HOLIDAYS
from conum.kernel.ui import forms
from conum.kernel.web.views import FormPage


class OpeningForm(forms.Form):
    """Two boxes."""

    sundays = BooleanField(label=_("Nous travaillons le dimanche"), required=False)
    holidays = BooleanField(
        label=_("Nous travaillons les jours fériés"),
        required=False,
        help_text=_("Les jours fériés du département de chaque lieu, Alsace-Moselle et outre-mer compris."),
    )


class Opening(FormPage):
    """The choice of the organisation, for all its places."""

    permission = OPEN_HOLIDAYS
    template_name = "booking/opening.html"
    form_class = OpeningForm
    success_url = reverse_lazy("booking:types")
    success_message = _("C'est enregistré : les créneaux de ces jours suivent votre choix.")

    def get_initial(self) -> dict[str, Any]:
        """What holds today; without a choice, neither."""
        rows = OpeningChoice.objects.filter(organisation=self.actor.organisation_id, place=None)
        return dict(rows.values("sundays", "holidays").first() or {})

    def perform(self, form: Any) -> None:
        """Keep it."""
        open_on(actor=self.actor, now=self.now, **form.cleaned_data)


class TeamForm(forms.Form):
    """One choice, said in full: neither answer is a box that one forgets."""

    allowed = TypedChoiceField(
        label=_("Qui tient les permanences et les absences de l'équipe ?"),
        choices=[
            ("non", _("Chacun les siennes, et le gestionnaire celles de tous")),
            ("oui", _("Le coordinateur aussi, pour toute l'équipe")),
        ],
        coerce=lambda answer: answer == "oui",
        widget=forms.RichRadio,
    )


class Team(FormPage):
    """Whether coordinators keep the presences and absences of the team; not until a manager says so."""

    permission = ALLOW_COORDINATORS
    template_name = "booking/team.html"
    form_class = TeamForm
    success_url = reverse_lazy("booking:types")
    success_message = _("C'est enregistré.")

    def get_initial(self) -> dict[str, Any]:
        """What holds today."""
        rows = TeamChoice.objects.filter(organisation=self.actor.organisation_id, coordinators_edit=True)
        return {"allowed": "oui" if rows.exists() else "non"}

    def perform(self, form: Any) -> None:
        """Keep it."""
        allow_coordinators(allowed=form.cleaned_data["allowed"], actor=self.actor, now=self.now)
