"""Forms about helpers, leads, groups and cards."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.forms import (
    CharField,
    CheckboxSelectMultiple,
    ChoiceField,
    EmailField,
    MultipleChoiceField,
    RadioSelect,
    TextInput,
)
from django.utils.translation import gettext_lazy as _

from conum.domains.mandates.enums import HelperStatus, TrainingHours
from conum.domains.mandates.operations.team import Newcomer
from conum.kernel.ui import forms


class NewcomerForm(forms.Form):
    """Somebody proposed as helper or lead."""

    first_name = CharField(label=_("Prénom"), max_length=80)
    last_name = CharField(label=_("Nom"), max_length=80)
    profession = CharField(label=_("Profession"), max_length=150)
    email = EmailField(
        label=_("Adresse électronique professionnelle et nominative"),
        help_text=_("Par exemple prenom.nom@mairie.fr ; pas d'adresse partagée comme contact@ ou mairie@."),
    )
    status = ChoiceField(label=_("Cette personne est"), choices=HelperStatus.choices, widget=RadioSelect)

    def newcomer(self) -> Newcomer:
        """Return who is proposed."""
        return Newcomer(**self.cleaned_data)


class TrainingForm(forms.Form):
    """The training that is over (MAN-03)."""

    hours = ChoiceField(label=_("Durée de la formation"), choices=TrainingHours.choices, widget=RadioSelect)
    trained_on = forms.DateField(label=_("Dernier jour de formation"))


class TestForm(forms.Form):
    """The Pix test (MAN-03)."""

    test_on = forms.DateField(label=_("Date du test Pix"))
    passed = ChoiceField(
        label=_("Résultat"), choices=(("yes", _("Réussi")), ("no", _("Non réussi"))), widget=RadioSelect
    )


class GroupsForm(forms.Form):
    """The groups of procedures of the organisation (MAN-04)."""

    procedures = MultipleChoiceField(
        label=_("Groupes de démarches permis"),
        widget=CheckboxSelectMultiple,
        error_messages={"required": _("Choisissez au moins un groupe de démarches.")},
    )

    def __init__(self, *args: Any, offered: Any, **kwargs: Any) -> None:
        """Offer the groups of the day."""
        super().__init__(*args, **kwargs)
        self.fields["procedures"].choices = [(group.pk, group.label) for group in offered]  # type: ignore[attr-defined]


class EndForm(forms.Form):
    """Why an accreditation ends."""

    reason = forms.LongTextField(label=_("Motif"), max_length=500, help_text=_("De 10 à 500 caractères."))


class SerialForm(forms.Form):
    """The card given to a helper."""

    serial = CharField(
        label=_("Numéro de série de la carte"), max_length=40, help_text=_("Il est imprimé au dos de la carte.")
    )


class CodeForm(forms.Form):
    """A code the card shows."""

    code = CharField(
        label=_("Code affiché par la carte"),
        help_text=_("6 chiffres. Appuyez sur le bouton de la carte pour l'afficher."),
        max_length=20,
        widget=TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )

    def clean_code(self) -> str:
        """Return the digits alone."""
        digits = "".join(self.cleaned_data["code"].split())
        if not (digits.isdecimal() and digits.isascii() and len(digits) == 6):
            raise ValidationError(_("Le code compte 6 chiffres : recopiez celui que la carte affiche."))
        return digits


class CardFileForm(forms.Form):
    """A file of serial numbers and seeds."""

    file = forms.UploadField(
        label=_("Fichier des cartes"),
        max_bytes=2_000_000,
        kinds=("csv",),
        help_text=_("Deux colonnes : numéro de série et graine, en hexadécimal ou en base 32."),
    )
