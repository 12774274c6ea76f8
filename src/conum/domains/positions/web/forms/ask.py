"""The steps of a host request (sheet 02 section 3)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinLengthValidator, MinValueValidator
from django.forms import BooleanField, CharField, ChoiceField, EmailField, IntegerField, RadioSelect, TextInput
from django.utils.translation import gettext_lazy as _

from conum.commons.accounts.enums import OrganisationKind
from conum.commons.accounts.models import Actor
from conum.commons.accounts.operations.organisations import checked
from conum.commons.territories.web.fields import CommuneField
from conum.domains.positions import parameters
from conum.domains.positions.enums import CoordinatorTime, PostKind
from conum.domains.positions.queries.sharing import sharable
from conum.domains.positions.rules import requests as rules
from conum.domains.positions.web.forms.organisations import OrganisationsField, is_same, keys
from conum.kernel.errors import ConumError
from conum.kernel.rules import RuleBroken
from conum.kernel.ui import forms
from conum.kernel.web.challenge import Challenged

YES_NO = (("yes", _("Oui")), ("no", _("Non")))
EXCLUDED = (
    ("state_service", _("Service déconcentré de l'État (préfecture, direction départementale…)")),
    ("sole_profit", _("Société à but exclusivement lucratif")),
)
KIND_LABELS = {OrganisationKind.PRIVATE: _("Association, entreprise de l'ESS ou autre personne de droit privé")}


def kinds() -> list[tuple[str, Any]]:
    """Return the kinds of organisation of section 1, the excluded ones last so that they are told at once."""
    return [(kind.value, KIND_LABELS.get(kind, kind.label)) for kind in OrganisationKind] + list(EXCLUDED)


class Step(forms.Form):
    """Base of the steps: `day` is the day of the rules, `answers` what the earlier steps said, `actor` who fills it."""

    def __init__(
        self, *args: Any, day: date, answers: dict[str, Any], actor: Actor | None = None, **kwargs: Any
    ) -> None:
        """Keep what the checks need."""
        self.day, self.answers, self.actor = day, answers, actor
        super().__init__(*args, **kwargs)


class Eligibility(Step):
    """Who asks, for what: refusals are told here, before the long part."""

    kind = ChoiceField(
        label=_("Que demandez-vous ?"),
        choices=[
            (PostKind.COUNSELLOR.value, _("Un ou plusieurs postes de conseiller numérique")),
            (PostKind.COORDINATOR.value, _("Un poste de coordinateur")),
        ],
        widget=forms.RichRadio(
            hints={
                PostKind.COUNSELLOR.value: _("Il accompagne les habitants : ateliers, permanences, aide individuelle."),
                PostKind.COORDINATOR.value: _("Il anime le réseau des conseillers d'un territoire."),
            }
        ),
        error_messages={"required": _("Choisissez ce que vous demandez.")},
    )
    organisation_kind = ChoiceField(
        label=_("Votre structure est"),
        widget=RadioSelect,
        choices=kinds,
        error_messages={"required": _("Choisissez ce qu'est votre structure.")},
    )
    france_services = ChoiceField(
        label=_("Le poste serait-il dans une France Services ?"),
        choices=YES_NO,
        widget=RadioSelect,
        error_messages={"required": _("Répondez par oui ou par non.")},
    )
    additional_post = ChoiceField(
        label=_("Dans une France Services : le poste vient-il en plus des deux agents obligatoires, à temps plein ?"),
        choices=YES_NO,
        widget=RadioSelect,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """Check POS-03 and POS-04; POS-02 is checked by the page, which offers to be told of the opening."""
        cleaned = super().clean() or {}
        kind = cleaned.get("organisation_kind")
        checks = (
            (rules.not_a_state_service, (kind == "state_service",)),
            (rules.not_solely_for_profit, (kind == "sole_profit",)),
            (
                rules.in_addition_to_france_services,
                (cleaned.get("france_services") == "yes", cleaned.get("additional_post") == "yes"),
            ),
        )
        for rule, values in checks:
            try:
                rule.check(*values)
            except RuleBroken as refusal:
                self.add_error(refusal.field, refusal.message)
        return cleaned


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
    branch_name = CharField(
        label=_("Antenne"),
        required=False,
        max_length=120,
        help_text=_("Si plusieurs antennes ont le même SIRET : le nom de la vôtre."),
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
    """Name and place, prefilled by the directory and open to correction."""

    name = CharField(label=_("Nom de la structure"), min_length=2, max_length=200)
    address = CharField(label=_("Adresse"), max_length=255, help_text=_("Numéro et rue."))
    commune = CommuneField()


class Need(Step):
    """Posts, date, motivation."""

    posts_wanted = IntegerField(
        label=_("Nombre de postes"),
        widget=TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        initial=1,
    )
    start_wanted = forms.DateField(label=_("Date de début souhaitée"))
    coordinator_time = ChoiceField(
        label=_("Temps consacré à la coordination"), choices=CoordinatorTime.choices, widget=RadioSelect
    )
    motivation = forms.LongTextField(
        label=_("Votre motivation"),
        max_length=parameters.MOTIVATION_MAX,
        help_text=_("Les besoins des habitants, les lieux, ce que ferait le conseiller."),
    )
    territory_note = forms.LongTextField(
        label=_("Qui d'autre accueille un conseiller près de chez vous ?"), max_length=1000, required=False
    )
    shared_with = OrganisationsField(label=_("Avec quelles autres structures partageriez-vous ce poste ?"))
    candidate_identified = ChoiceField(
        label=_("Avez-vous déjà un candidat ?"), choices=YES_NO, widget=RadioSelect, initial="no"
    )
    candidate_email = EmailField(
        label=_("Adresse électronique du candidat"),
        required=False,
        help_text=_("S'il n'a pas encore de candidature, il recevra une invitation."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Set the bounds of the day; a coordinator request is for one post."""
        super().__init__(*args, **kwargs)
        most = parameters.MAX_POSTS_PER_REQUEST.on(self.day)
        self.fields["shared_with"].rows = sharable(self.actor)  # type: ignore[attr-defined]
        if self.answers.get("kind") == PostKind.COORDINATOR:
            del self.fields["posts_wanted"]
        else:
            del self.fields["coordinator_time"]
            self._bound_posts(most)

    def _bound_posts(self, most: int) -> None:
        sentence = _("Indiquez un nombre entier de postes, de 1 à %(most)s.") % {"most": most}
        field = self.fields["posts_wanted"]
        field.error_messages.update(invalid=sentence, required=sentence)
        field.help_text = _("De 1 à %(most)s.") % {"most": most}
        field.validators += [MinValueValidator(1, sentence), MaxValueValidator(most, sentence)]

    def clean_start_wanted(self) -> date:
        """Refuse a past day."""
        day: date = self.cleaned_data["start_wanted"]
        if day < self.day:
            raise ValidationError(_("Cette date est passée : choisissez aujourd'hui ou une date à venir."))
        return day

    def clean_shared_with(self) -> list[str]:
        """Keep the keys of the others; refuse the structure itself."""
        others = self.cleaned_data["shared_with"]
        if any(is_same(one, self.answers) for one in others):
            raise ValidationError(_("Ne citez que d'autres structures : celle qui demande n'a pas à l'être."))
        return keys(others)

    def clean(self) -> dict[str, Any]:
        """Ask the address of the candidate when there is one; drop it otherwise."""
        cleaned = super().clean() or {}
        if cleaned.get("candidate_identified") != "yes":
            cleaned["candidate_email"] = ""
        elif not cleaned.get("candidate_email") and "candidate_email" not in self.errors:
            self.add_error("candidate_email", _("Donnez l'adresse électronique du candidat, ou répondez « Non »."))
        return cleaned


class Contact(Step):
    """Who answers for the request."""

    contact_first_name = CharField(label=_("Prénom"), max_length=50, validators=[MinLengthValidator(2)])
    contact_last_name = CharField(label=_("Nom"), max_length=50, validators=[MinLengthValidator(2)])
    contact_function = CharField(label=_("Fonction"), max_length=100, validators=[MinLengthValidator(2)])
    contact_email = EmailField(
        label=_("Adresse électronique"), help_text=_("Nous y envoyons un lien pour confirmer la demande.")
    )
    contact_phone = forms.PhoneField(label=_("Téléphone"))

    def clean_contact_email(self) -> str:
        """Refuse the programme's own domain."""
        email: str = self.cleaned_data["contact_email"].lower()
        if rules.on_programme_domain(email):
            raise ValidationError(_("Donnez une adresse de votre structure, pas une adresse du dispositif."))
        return email


class Commitments(Step):
    """The commitments, shown above, accepted as a whole."""

    commitments_accepted = BooleanField(
        label=_("Ma structure accepte ces engagements"),
        error_messages={"required": _("Acceptez les engagements pour continuer.")},
    )


class Send(forms.Form):
    """The last page for somebody signed in: nothing more to type."""


class SendAnonymously(Challenged, forms.Form):
    """The last page of the public form."""


class Interest(Challenged, forms.Form):
    """To be told of the opening date (POS-02)."""

    organisation_name = CharField(label=_("Nom de la structure"), min_length=2, max_length=200)
    email = EmailField(label=_("Adresse électronique"))
