"""Who comes: the person, a relative, or somebody sent by a referrer."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.forms import (
    BooleanField,
    CharField,
    EmailField,
    EmailInput,
    HiddenInput,
    IntegerField,
    MultipleChoiceField,
    NumberInput,
    TextInput,
    UUIDField,
)
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conum.domains.booking.enums import AskedField, HalfDay, LocationKind, Need, Weekday
from conum.domains.booking.operations.waiting import Wishes
from conum.kernel.ui import forms
from conum.kernel.web.challenge import Challenged

SELF, RELATIVE, REFERRER = "moi", "proche", "orienteur"
FOR_WHOM = (
    (SELF, gettext_lazy("Pour moi")),
    (RELATIVE, gettext_lazy("Pour un proche")),
    (REFERRER, gettext_lazy("J'oriente une personne")),
)


EMAIL_WRONG = gettext_lazy("Cette adresse électronique n'est pas complète. Écrivez-la ainsi : nom@exemple.fr.")


def _name(label: Any, complete: str) -> CharField:
    return CharField(label=label, max_length=80, widget=TextInput(attrs={"autocomplete": complete}))


class PersonForm(forms.Form):
    """First name, last name, phone or e-mail, and nothing that the type does not need (BOO-17, PRI-03)."""

    first_name = _name(gettext_lazy("Prénom"), "given-name")
    last_name = _name(gettext_lazy("Nom"), "family-name")
    phone = forms.PhoneField(label=gettext_lazy("Téléphone"), required=False)
    email = EmailField(
        label=gettext_lazy("Adresse électronique"),
        required=False,
        widget=EmailInput(attrs={"autocomplete": "email"}),
        help_text=gettext_lazy("Exemple : nom@exemple.fr"),
        error_messages={"invalid": EMAIL_WRONG},
    )
    key = UUIDField(widget=HiddenInput, required=False)

    def __init__(self, *args: Any, kind: Any, whom: str = SELF, **kwargs: Any) -> None:
        """`kind`: the appointment type asked for; `whom`: for whom one books."""
        self.kind, self.whom = kind, whom
        super().__init__(*args, **kwargs)
        self.initial.setdefault("key", uuid4())
        if whom != SELF:  # the browser would fill in the name of who types
            for field in ("first_name", "last_name", "phone", "email"):
                self.fields[field].widget.attrs["autocomplete"] = "off"
            self.fields["first_name"].label = gettext_lazy("Prénom de la personne")
            self.fields["last_name"].label = gettext_lazy("Nom de la personne")
        self._ask_what_the_type_needs()
        if whom == REFERRER:
            self._ask_the_referrer()

    def _ask_what_the_type_needs(self) -> None:
        asked = self.kind.fields_asked
        self.fields["phone"].required = AskedField.PHONE in asked or self.kind.location_kind == LocationKind.PHONE
        self.fields["email"].required = AskedField.EMAIL in asked or self.kind.location_kind == LocationKind.VIDEO
        if AskedField.ADDRESS in asked or self.kind.location_kind == LocationKind.HOME:
            self.fields["address"] = CharField(
                label=gettext_lazy("Adresse où venir"),
                max_length=255,
                widget=TextInput(attrs={"autocomplete": "street-address"}),
            )
        if AskedField.NEEDS in asked:
            for need in Need:
                self.fields[f"need_{need.value}"] = BooleanField(label=_need_label(need), required=False)

    def _ask_the_referrer(self) -> None:
        self.fields["referrer_first_name"] = _name(gettext_lazy("Votre prénom"), "given-name")
        self.fields["referrer_last_name"] = _name(gettext_lazy("Votre nom"), "family-name")
        self.fields["referrer_organisation"] = CharField(
            label=gettext_lazy("Votre organisme"),
            max_length=200,
            widget=TextInput(attrs={"autocomplete": "organization"}),
        )
        self.fields["referrer_email"] = EmailField(
            label=gettext_lazy("Votre adresse électronique professionnelle"),
            widget=EmailInput(attrs={"autocomplete": "email"}),
            error_messages={"invalid": EMAIL_WRONG},
        )

    def clean(self) -> dict[str, Any]:
        """Ask a way to reach the person.

        Raises:
            ValidationError: neither phone nor e-mail.
        """
        cleaned = super().clean() or {}
        wrong = {"phone", "email"} & set(self.errors)
        if not wrong and not cleaned.get("phone") and not cleaned.get("email"):
            raise ValidationError(
                _("Donnez un téléphone ou une adresse électronique, pour la confirmation et les rappels.")
            )
        return cleaned

    @property
    def needs(self) -> list[str]:
        """Codes of the needs ticked."""
        return [need.value for need in Need if self.cleaned_data.get(f"need_{need.value}")]


def _need_label(need: Need) -> Any:
    return {
        Need.INTERPRETER: gettext_lazy("J'ai besoin d'un interprète"),
        Need.ACCESSIBILITY: gettext_lazy("J'ai besoin d'un accueil adapté (fauteuil, vue, audition)"),
    }[need]


class PublicPersonForm(Challenged, PersonForm):
    """The same by anybody: with the question that stops robots, and the choice of text messages."""

    sms_refused = BooleanField(label=gettext_lazy("Je ne veux pas recevoir de SMS"), required=False)


class WishForm(forms.Form):
    """Which days and halves of day suit; nothing ticked: all of them (BOO-30)."""

    weekdays = MultipleChoiceField(
        label=gettext_lazy("Quels jours vous conviennent ?"),
        choices=[(day.value, day.label) for day in Weekday],
        required=False,
        widget=forms.CheckboxChoices,
        help_text=gettext_lazy("Sans réponse : tous les jours."),
    )
    half_days = MultipleChoiceField(
        label=gettext_lazy("À quel moment ?"),
        choices=HalfDay.choices,
        required=False,
        widget=forms.CheckboxChoices,
        help_text=gettext_lazy("Sans réponse : à toute heure."),
    )

    def wishes(self, *, places: Collection[UUID]) -> Wishes:
        """What the checked form says, at these places."""
        given = self.cleaned_data
        days = [int(day) for day in given["weekdays"]]
        return Wishes(weekdays=days, half_days=given["half_days"], places=places)


class PublicWishForm(WishForm, PublicPersonForm):
    """The same by somebody who has no appointment yet."""

    field_order = ("first_name", "last_name", "phone", "email", "address", "weekdays", "half_days")


class PartyForm(PublicPersonForm):
    """A registration to a workshop, relatives included (BOO-41)."""

    party_size = IntegerField(
        label=gettext_lazy("Nombre de personnes, vous compris"),
        min_value=1,
        max_value=5,
        initial=1,
        widget=NumberInput(attrs={"inputmode": "numeric"}),
        error_messages={
            "min_value": gettext_lazy("Inscrivez au moins une personne."),
            "max_value": gettext_lazy("Vous pouvez inscrire 5 personnes au plus en une fois."),
        },
    )


class FindForm(Challenged, forms.Form):
    """The code and the phone or e-mail that find a booking again (BOO-17)."""

    reach = CharField(
        label=gettext_lazy("Téléphone ou adresse électronique donnés à la réservation"),
        max_length=254,
        widget=TextInput(attrs={"autocomplete": "email"}),
    )
    code = CharField(
        label=gettext_lazy("Code à 6 chiffres"),
        max_length=12,
        widget=TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
        help_text=gettext_lazy("Il est dans le message de confirmation. Exemple : 123 456"),
    )

    def clean_code(self) -> str:
        """Return the six digits, spaces left out.

        Raises:
            ValidationError: not six digits.
        """
        code = "".join(self.cleaned_data["code"].split())
        if len(code) != 6 or not code.isascii() or not code.isdigit():
            raise ValidationError(_("Le code compte 6 chiffres, par exemple 123 456."))
        return code
