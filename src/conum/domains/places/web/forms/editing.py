"""The sections of a place: identity, access and services, contact; closing and exceptional days."""

from __future__ import annotations

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator, validate_email
from django.forms import BooleanField, CharField, ChoiceField, MultipleChoiceField, RadioSelect, TextInput
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conum.commons.territories.web.fields import CommuneField
from conum.domains.places.enums import (
    UNKNOWN_PIVOT,
    AccessMode,
    Audience,
    Fee,
    Itinerance,
    NationalScheme,
    Service,
    SpecialSupport,
    SupportMode,
    TrainingLabel,
    Typology,
)
from conum.domains.places.operations.editing_location import CENTRE
from conum.domains.places.rules.cells import is_accessibility_sheet, siret_key_holds
from conum.domains.places.rules.editing import address_is_chosen
from conum.domains.places.web.fields import AddressField, EmailsField, LabelsField, PhonesField, WebsitesField
from conum.kernel.ui import forms

SUMMARY, DESCRIPTION = 280, 10_000
NOTES = ("accepts_vouchers", "membership_required")  # what the schema has no column for


def several(kind: Any, label: Any, help_text: Any = "") -> MultipleChoiceField:
    """Return a group of boxes for a closed list."""
    return MultipleChoiceField(
        choices=kind.choices, label=label, help_text=help_text, required=False, widget=forms.CheckboxChoices
    )


class IdentityForm(forms.Form):
    """What the place is and where; `location` appears when the address is not certain (PLA-03)."""

    name = CharField(label=gettext_lazy("Nom du lieu"), min_length=2, max_length=255)
    typologies = several(Typology, gettext_lazy("Type de lieu"))
    address = CharField(
        label=gettext_lazy("Numéro et rue"),
        max_length=255,
        widget=TextInput(attrs={"autocomplete": "street-address"}),
    )
    address_complement = CharField(
        label=gettext_lazy("Complément"),
        help_text=gettext_lazy("Bâtiment, étage, entrée…"),
        max_length=255,
        required=False,
    )
    postal_code = CharField(
        label=gettext_lazy("Code postal"),
        validators=[RegexValidator(r"^[0-9]{5}$", gettext_lazy("Un code postal a cinq chiffres, par exemple 87000."))],
        widget=TextInput(attrs={"inputmode": "numeric", "autocomplete": "postal-code"}),
    )
    commune = CommuneField()
    pivot = CharField(
        label=gettext_lazy("SIRET de la structure"),
        help_text=gettext_lazy("14 chiffres ; laissez vide s’il n’est pas connu."),
        required=False,
        widget=TextInput(attrs={"inputmode": "numeric"}),
    )
    parent_organisation = CharField(label=gettext_lazy("Structure parente"), max_length=255, required=False)
    location = ChoiceField(label=gettext_lazy("Où est-ce exactement ?"), required=False, widget=RadioSelect)

    def __init__(self, *args: Any, choices: tuple[tuple[str, str], ...] = (), **kwargs: Any) -> None:
        """Offer the propositions of the address search, when there are some."""
        super().__init__(*args, **kwargs)
        if choices:
            self.fields["location"].choices = [*choices, (CENTRE, _("Aucune : placer au centre de la commune"))]
            self.fields["location"].required = True
            self.fields["location"].error_messages["required"] = address_is_chosen.explain(False)
        else:
            self.fields.pop("location")

    def clean_pivot(self) -> str:
        """Return the number without spaces, fourteen zeros when it is not known; a SIRET has a key."""
        number = re.sub(r"\s+", "", self.cleaned_data["pivot"])
        if not number or number == UNKNOWN_PIVOT:
            return UNKNOWN_PIVOT
        if re.fullmatch(r"[0-9]{14}", number):
            if not siret_key_holds(number):
                raise ValidationError(_("Ce SIRET n’est pas valable : vérifiez ses 14 chiffres."))
        elif not re.fullmatch(r"W[0-9]{9}|[0-9]{10}", number):
            raise ValidationError(
                _("Écrivez les 14 chiffres du SIRET, un RNA (W et 9 chiffres) ou un RIDET (10 chiffres).")
            )
        return number

    def values(self) -> dict[str, Any]:
        """Return fields of `Place`, its point apart."""
        cleaned = dict(self.cleaned_data)
        cleaned.pop("location", None)
        cleaned["commune_id"] = cleaned.pop("commune").pk
        return cleaned


class AccessForm(forms.Form):
    """What one finds at the place, for whom, how."""

    fieldsets = (
        (
            gettext_lazy("Ce que l’on y trouve"),
            ("services", "support_modes", "summary", "description"),
        ),
        (gettext_lazy("Pour qui"), ("target_audiences", "special_support", "fees", *NOTES)),
        (gettext_lazy("Comment venir"), ("access_modes", "itinerance", "accessibility_url", "booking_url")),
        (gettext_lazy("Programmes et labels"), ("national_schemes", "labels", "other_labels")),
    )
    services = several(
        Service,
        gettext_lazy("Services"),
        gettext_lazy(
            "Sans service coché, le lieu est noté « Ce lieu n’accueille pas de public » et n’indique ni public, "
            "ni frais, ni accompagnement."
        ),
    )
    support_modes = several(SupportMode, gettext_lazy("Accompagnement"))
    summary = forms.LongTextField(
        label=gettext_lazy("Présentation courte"),
        max_length=SUMMARY,
        required=False,
        widget=forms.LongText(limit=SUMMARY, attrs={"rows": 3}),
    )
    description = forms.LongTextField(
        label=gettext_lazy("Présentation détaillée"), max_length=DESCRIPTION, required=False
    )
    target_audiences = several(Audience, gettext_lazy("Publics spécifiquement adressés"))
    special_support = several(SpecialSupport, gettext_lazy("Prise en charge spécifique"))
    fees = several(Fee, gettext_lazy("Frais"))
    access_modes = several(AccessMode, gettext_lazy("Modalités d’accès"))
    itinerance = several(Itinerance, gettext_lazy("Itinérance"))
    accessibility_url = AddressField(
        label=gettext_lazy("Fiche d’accessibilité"),
        help_text=gettext_lazy("Adresse de la fiche sur acceslibre.beta.gouv.fr"),
    )
    booking_url = AddressField(
        label=gettext_lazy("Prise de rendez-vous"),
        help_text=gettext_lazy("Si vous utilisez un autre service que Conum."),
    )
    national_schemes = several(NationalScheme, gettext_lazy("Programmes nationaux"))
    labels = several(TrainingLabel, gettext_lazy("Formations et labels"))
    other_labels = LabelsField(
        label=gettext_lazy("Autres formations et labels"), help_text=gettext_lazy("Un par ligne.")
    )
    accepts_vouchers = BooleanField(label=gettext_lazy("Le lieu accepte le Pass numérique"), required=False)
    membership_required = BooleanField(label=gettext_lazy("Une adhésion est demandée"), required=False)

    def __init__(self, *args: Any, summary_max: int = SUMMARY, **kwargs: Any) -> None:
        """`summary_max`: `places.summary_max` on the day, never beyond what the schema allows."""
        super().__init__(*args, **kwargs)
        self.summary_max = min(summary_max, SUMMARY)
        self.fields["summary"].widget.limit = self.summary_max
        self.fields["summary"].help_text = _("De 80 à %(most)s caractères : elle est lue dans les listes.") % {
            "most": self.summary_max
        }

    def clean_summary(self) -> str:
        """No longer than the limit of the day."""
        text: str = self.cleaned_data["summary"]
        if len(text) > self.summary_max:
            told = {"label": self.fields["summary"].label, "limit": self.summary_max, "shown": len(text)}
            raise ValidationError(
                _("« %(label)s » : %(limit)s caractères au plus, vous en avez écrit %(shown)s.") % told
            )
        return text

    def clean_accessibility_url(self) -> str:
        """The sheet of the place is on acceslibre (section 1.1, field 31)."""
        address: str = self.cleaned_data["accessibility_url"]
        if address and not is_accessibility_sheet(address):
            raise ValidationError(
                _("« %(text)s » n’est pas une fiche acceslibre. Exemple : https://acceslibre.beta.gouv.fr/app/…")
                % {"text": address[:60]}
            )
        return address

    def clean(self) -> dict[str, Any]:
        """« Receives nobody » stands alone (PLA-02)."""
        cleaned = super().clean() or {}
        modes = cleaned.get("access_modes") or []
        if AccessMode.NOT_OPEN_TO_PUBLIC in modes and (cleaned.get("services") or len(modes) > 1):
            self.add_error(
                "access_modes",
                _("« Ce lieu n’accueille pas de public » ne va pas avec des services ni d’autres modalités d’accès."),
            )
        return cleaned


class ContactForm(forms.Form):
    """How to reach the place; several values, one per line."""

    phones = PhonesField(
        label=gettext_lazy("Téléphones"),
        help_text=gettext_lazy("Un par ligne, outre-mer compris. Le premier est publié."),
    )
    emails = EmailsField(
        label=gettext_lazy("Courriels"),
        help_text=gettext_lazy("Un par ligne. Préférez une adresse du lieu à celle d’une personne."),
    )
    websites = WebsitesField(label=gettext_lazy("Sites web"), help_text=gettext_lazy("Un par ligne."))


class ClosingForm(forms.Form):
    """The day a place closed for good."""

    closed_on = forms.DateField(label=gettext_lazy("Fermé depuis le"))


class ShownForm(forms.Form):
    """A person's own consent to be shown at the place; withdrawing it erases the contact."""

    shown_on_map = BooleanField(
        label=gettext_lazy("J’accepte d’être montré sur la fiche du lieu : prénom, rôle, contact professionnel"),
        required=False,
    )
    public_email = CharField(
        label=gettext_lazy("Courriel professionnel à montrer"),
        required=False,
        max_length=254,
        validators=[validate_email],
    )
    public_phone = forms.PhoneField(label=gettext_lazy("Téléphone professionnel à montrer"), required=False)

    def clean(self) -> dict[str, Any]:
        """A contact given without the consent would be dropped without a word; one already shown is withdrawn."""
        cleaned = super().clean() or {}
        given = cleaned.get("public_email") or cleaned.get("public_phone")
        if given and not cleaned.get("shown_on_map") and not self.initial.get("shown_on_map"):
            self.add_error("shown_on_map", _("Cochez la case pour que ce contact soit montré, ou effacez-le."))
        return cleaned
