"""The steps of an application for an accreditation (sheet 13 section 2)."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinLengthValidator, MinValueValidator
from django.forms import BooleanField, CharField, ChoiceField, EmailField, IntegerField, RadioSelect, TextInput
from django.utils.translation import gettext_lazy as _

from conum.commons.accounts.enums import OrganisationKind
from conum.commons.accounts.operations.organisations import checked
from conum.commons.territories.web.fields import CommuneField
from conum.domains.mandates.enums import HelperStatus, RequestPart
from conum.domains.mandates.rules import requests as request_rules
from conum.domains.mandates.rules import team as rules
from conum.kernel.errors import ConumError
from conum.kernel.rules import RuleBroken
from conum.kernel.ui import forms
from conum.kernel.web.challenge import Challenged

YES_NO = (("yes", _("Oui")), ("no", _("Non")))
NOMINATIVE = _("Une adresse nominative, par exemple prenom.nom@mairie.fr ; pas contact@ ni mairie@.")
KIND_LABELS = {OrganisationKind.PRIVATE: _("Association ou autre personne de droit privé, avec une mission publique")}


def kinds() -> list[tuple[str, Any]]:
    """Return the kinds of organisation."""
    return [(kind.value, KIND_LABELS.get(kind, kind.label)) for kind in OrganisationKind]


def nominative(email: str) -> str:
    """Return the address in lower case; raises ValidationError when it is shared (MAN-02)."""
    if email and not rules.address_is_nominative(email):
        raise ValidationError(rules.address_is_nominative.explain(email))
    return email.strip().lower()


class Step(forms.Form):
    """Base of the steps: `answers` is what the earlier ones said."""

    def __init__(self, *args: Any, answers: dict[str, Any], **kwargs: Any) -> None:
        """Keep what the checks need."""
        self.answers = answers
        super().__init__(*args, **kwargs)


class Issuer(Step):
    """Who fills the application."""

    issuer_first_name = CharField(label=_("Prénom"), max_length=80)
    issuer_last_name = CharField(label=_("Nom"), max_length=80)
    issuer_profession = CharField(label=_("Profession"), max_length=150)
    issuer_email = EmailField(
        label=_("Adresse électronique professionnelle"),
        help_text=_("Nous y envoyons un lien pour confirmer l'adresse et reprendre la demande."),
    )
    issuer_phone = forms.PhoneField(label=_("Téléphone"), required=False)

    def clean_issuer_email(self) -> str:
        """Keep it in lower case."""
        return str(self.cleaned_data["issuer_email"]).lower()


class Structure(Step):
    """The legal number; the directory gives the rest."""

    siret = CharField(
        label=_("SIRET"),
        required=False,
        max_length=20,
        help_text=_("14 chiffres, par exemple 217 087 851 00017."),
        widget=TextInput(attrs={"inputmode": "numeric"}),
    )
    ridet = CharField(
        label=_("RIDET, en Nouvelle-Calédonie"),
        required=False,
        max_length=14,
        help_text=_("7 chiffres, ou 10 avec l'établissement. Seulement s'il n'y a pas de SIRET."),
        widget=TextInput(attrs={"inputmode": "numeric"}),
    )

    def clean(self) -> dict[str, Any]:
        """Check POS-06 by the one function that knows it."""
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        try:
            numbers = checked({"siret": cleaned["siret"], "ridet": cleaned["ridet"]})
        except ConumError as refusal:
            self.add_error(refusal.field if refusal.field in self.fields else "siret", refusal.message)
            return cleaned
        return {**cleaned, "siret": numbers["siret"], "ridet": numbers["ridet"]}


class Address(Step):
    """Name, kind and place, prefilled by the directory and open to correction."""

    name = CharField(label=_("Nom de l'organisation"), min_length=2, max_length=200)
    kind = ChoiceField(label=_("Votre organisation est"), choices=kinds, widget=RadioSelect)
    address = CharField(label=_("Adresse"), max_length=255, help_text=_("Numéro et rue."))
    commune = CommuneField()


class Mission(Step):
    """What the organisation does for the public."""

    mission = forms.LongTextField(
        label=_("Mission de service public"),
        max_length=request_rules.MISSION_MOST,
        validators=[MinLengthValidator(request_rules.MISSION_LEAST)],
        help_text=_("Qui aidez-vous, où, dans quel cadre ?"),
    )
    people_helped_a_year = IntegerField(
        label=_("Nombre de personnes aidées par an"),
        validators=[
            MinValueValidator(1, _("Indiquez un nombre de 1 à 1 000 000.")),
            MaxValueValidator(1_000_000, _("Indiquez un nombre de 1 à 1 000 000.")),
        ],
        widget=TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"invalid": _("Indiquez un nombre entier, par exemple 250.")},
    )


class Lead(Step):
    """Who will manage the helpers."""

    lead_first_name = CharField(label=_("Prénom du référent"), max_length=80)
    lead_last_name = CharField(label=_("Nom du référent"), max_length=80)
    lead_profession = CharField(label=_("Profession"), max_length=150)
    lead_email = EmailField(label=_("Adresse électronique professionnelle"), help_text=NOMINATIVE)
    lead_helps = ChoiceField(
        label=_("Le référent sera-t-il aussi aidant ?"),
        choices=YES_NO,
        widget=RadioSelect,
        error_messages={"required": _("Répondez par oui ou par non.")},
    )

    def clean_lead_email(self) -> str:
        """Check MAN-02."""
        return nominative(self.cleaned_data["lead_email"])


class Person(Step):
    """One more helper or co-lead; the button « Continuer » may leave it empty."""

    part = ChoiceField(
        label=_("Cette personne sera"),
        choices=[(RequestPart.HELPER, _("Aidant")), (RequestPart.CO_LEAD, _("Référent adjoint"))],
        widget=RadioSelect,
        initial=RequestPart.HELPER,
    )
    first_name = CharField(label=_("Prénom"), max_length=80)
    last_name = CharField(label=_("Nom"), max_length=80)
    profession = CharField(label=_("Profession"), max_length=150)
    email = EmailField(label=_("Adresse électronique professionnelle"), help_text=NOMINATIVE)
    status = ChoiceField(label=_("Cette personne est"), choices=HelperStatus.choices, widget=RadioSelect)

    def clean_email(self) -> str:
        """Check MAN-02, and that nobody else of the same part has it."""
        email = nominative(self.cleaned_data["email"])
        part = self.cleaned_data.get("part")
        known = [person["email"] for person in self.answers.get("people", []) if person["part"] == part]
        if part == RequestPart.HELPER and self.answers.get("lead_helps") == "yes":
            known.append(self.answers.get("lead_email"))
        if part == RequestPart.CO_LEAD:
            known.append(self.answers.get("lead_email"))
        if email in known:
            raise ValidationError(_("Cette adresse est déjà celle d'une autre personne de la demande."))
        return email

    def clean_status(self) -> str:
        """Check MAN-01."""
        status = str(self.cleaned_data["status"])
        try:
            rules.is_professional.check(status)
        except RuleBroken as refusal:
            raise ValidationError(refusal.message) from refusal
        return status


class Confirmations(Step):
    """The five confirmations, each of its own."""

    terms_accepted = BooleanField(
        label=_("Mon organisation accepte les conditions d'utilisation d'Aidants Connect"),
        error_messages={"required": _("Acceptez les conditions d'utilisation.")},
    )
    data_officer_informed = BooleanField(
        label=_("Notre délégué à la protection des données, ou notre responsable, est informé"),
        error_messages={"required": _("Informez d'abord votre délégué à la protection des données.")},
    )
    professionals_only = BooleanField(
        label=_("Tous les aidants sont des professionnels salariés ou agents de l'organisation"),
        error_messages={"required": _("Seuls des professionnels peuvent être aidants.")},
    )
    no_elected_official = BooleanField(
        label=_("Aucun élu n'est désigné aidant ni référent"),
        error_messages={"required": _("Un élu ne peut pas être désigné.")},
    )
    no_volunteer = BooleanField(
        label=_("Aucun bénévole ni volontaire en service civique n'est désigné aidant ni référent"),
        error_messages={"required": _("Un bénévole ou un volontaire ne peut pas être désigné.")},
    )


class Send(forms.Form):
    """The last page for somebody signed in, or whose address is confirmed."""


class SendAnonymously(Challenged, forms.Form):
    """The last page of the public form."""


class MessageForm(forms.Form):
    """A message to the administration."""

    body = forms.LongTextField(label=_("Votre message"), max_length=2000, validators=[MinLengthValidator(3)])


class CloseForm(forms.Form):
    """Giving the application up."""

    reason = forms.LongTextField(label=_("Motif"), max_length=500, required=False)
