"""Forms of invitations and of the accounts list."""

from __future__ import annotations

from typing import Any

from django.forms import CharField, ChoiceField, ModelChoiceField, TextInput
from django.utils.translation import gettext_lazy as _

from conum.commons.accounts.enums import UNHELD_ROLES, EmployerClass, Label, Role
from conum.commons.accounts.models import Organisation
from conum.commons.accounts.rules import compact
from conum.commons.accounts.web.forms.sign_in import email_field
from conum.commons.territories.models import Department, Region
from conum.kernel.ui import forms

ROLES = [("", _("Choisissez un rôle")), *((r.value, r.label) for r in Role if r not in UNHELD_ROLES)]


class ColleagueForm(forms.Form):
    """A colleague of the own organisation."""

    email = email_field()
    first_name = CharField(label=_("Prénom"), max_length=80, required=False)
    last_name = CharField(label=_("Nom"), max_length=80, required=False)


class InvitationForm(ColleagueForm):
    """Anybody, to any role, with the scope it needs."""

    role = ChoiceField(label=_("Rôle"), choices=ROLES)
    siret = CharField(
        label=_("SIRET de la structure"),
        help_text=_("Pour les rôles tenus dans une structure : 14 chiffres"),
        max_length=20,
        required=False,
        widget=TextInput(attrs={"inputmode": "numeric"}),
    )
    department = ModelChoiceField(Department.objects.all(), label=_("Département"), required=False)
    region = ModelChoiceField(Region.objects.all(), label=_("Région"), required=False)

    def clean_siret(self) -> str:
        """Return the digits; raises ValidationError when no organisation has this number."""
        digits = compact(self.cleaned_data["siret"])
        self.organisation = (
            Organisation.objects.filter(siret=digits).order_by("branch_name").first() if digits else None
        )
        if digits and self.organisation is None:
            self.add_error("siret", _("Aucune structure enregistrée n'a ce numéro SIRET."))
        return digits


class ClassForm(forms.Form):
    """The class of an organisation, corrected."""

    employer_class = ChoiceField(label=_("Statut"), choices=EmployerClass.choices)
    reason = forms.LongTextField(label=_("Motif de la correction"), min_length=10, max_length=500)


class LabelForm(forms.Form):
    """A label from a day to a day."""

    label = ChoiceField(label=_("Label"), choices=Label.choices)
    starts_on = forms.DateField(label=_("Du"))
    ends_on = forms.DateField(label=_("Au"), required=False, help_text=_("Laissez vide si le label n'a pas de fin"))

    def clean(self) -> dict[str, Any]:
        """Refuse an end before the start."""
        data = super().clean() or {}
        starts, ends = data.get("starts_on"), data.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", _("La date de fin vient avant la date de début."))
        return data
