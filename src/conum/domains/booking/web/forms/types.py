"""A kind of appointment in plain words."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.forms import BooleanField, CharField, ChoiceField, IntegerField, MultipleChoiceField
from django.utils.translation import gettext_lazy as _

from conum.domains.booking.enums import AskedField, BookableBy, Colour, LocationKind, Theme, TypeKind, TypeVisibility
from conum.domains.booking.rules.types import LONGEST, SHORTEST
from conum.kernel.ui import forms

MINUTE, DAY = 60, 86_400


class TypeForm(forms.Form):
    """What is offered, for how long, to whom."""

    name = CharField(label=_("Nom"), max_length=120, help_text=_("Exemple : aide aux démarches en ligne"))
    kind = ChoiceField(label=_("Nature"), choices=TypeKind.choices, widget=forms.RichRadio, initial=TypeKind.INDIVIDUAL)
    location_kind = ChoiceField(label=_("Modalité"), choices=LocationKind.choices)
    duration = IntegerField(
        label=_("Durée (minutes)"), min_value=SHORTEST, max_value=LONGEST, required=False,
        help_text=_("Vide : la durée habituelle pour cette nature"),
    )  # fmt: skip
    grid = IntegerField(
        label=_("Pas entre deux créneaux (minutes)"), min_value=SHORTEST, max_value=LONGEST, required=False,
        help_text=_("Vide : la durée. Exemple : 15 propose 9 h, 9 h 15, 9 h 30, même pour un rendez-vous d'une heure."),
    )  # fmt: skip
    colour = ChoiceField(
        label=_("Couleur dans l'agenda"), choices=[("", _("Couleur habituelle")), *Colour.choices], required=False,
        help_text=_("Le nom du motif est toujours écrit à côté."),
    )  # fmt: skip
    bookable_by = ChoiceField(
        label=_("Qui peut le réserver ?"), choices=BookableBy.choices, initial=BookableBy.EVERYONE
    )
    min_minutes = IntegerField(
        label=_("Au plus tard combien de minutes avant ?"), min_value=0, max_value=43_200,
        help_text=_("0 : jusqu'au dernier moment"),
    )  # fmt: skip
    max_days = IntegerField(label=_("Combien de jours à l'avance ?"), min_value=1, max_value=365)
    buffer_before = IntegerField(label=_("Battement avant (minutes)"), min_value=0, max_value=60, initial=0)
    buffer_after = IntegerField(label=_("Battement après (minutes)"), min_value=0, max_value=60, initial=0)
    professionals = IntegerField(label=_("Professionnels ensemble"), min_value=1, max_value=4, initial=1)
    themes = MultipleChoiceField(label=_("Thèmes"), choices=Theme.choices, required=False, widget=forms.CheckboxChoices)
    fields_asked = MultipleChoiceField(
        label=_("Ce qu'il faut demander en plus du nom et d'un contact"), choices=AskedField.choices, required=False,
        widget=forms.CheckboxChoices, help_text=_("Le minimum : ne demandez que ce qui sert."),
    )  # fmt: skip
    reminder_hours = CharField(
        label=_("Rappels (heures avant)"), max_length=20, required=False,
        help_text=_("Exemple : 48, 24. Vide : les rappels habituels."),
    )  # fmt: skip
    instructions = forms.LongTextField(label=_("À préparer par la personne"), max_length=2000, required=False)
    restriction = forms.LongTextField(label=_("Conditions"), max_length=2000, required=False)
    visibility = ChoiceField(label=_("Messages à la personne"), choices=TypeVisibility.choices)
    follow_up = BooleanField(label=_("Réservé aux personnes déjà suivies"), required=False)
    cancellable_by_user = BooleanField(label=_("La personne peut annuler en ligne"), required=False, initial=True)
    reschedulable_by_user = BooleanField(label=_("La personne peut déplacer en ligne"), required=False, initial=True)
    active = BooleanField(label=_("Proposé en ce moment"), required=False, initial=True)

    def clean_reminder_hours(self) -> list[int]:
        """Read `48, 24`, with or without `h`."""
        parts = self.cleaned_data["reminder_hours"].replace(";", ",").replace("h", "").split(",")
        try:
            return [int(part) for part in parts if part.strip()]
        except ValueError:
            raise ValidationError(_("Écrivez des heures séparées par des virgules : 48, 24.")) from None

    def clean(self) -> dict[str, Any]:
        """A workshop is in place or by video; one books before one may not any more."""
        cleaned = super().clean() or {}
        if cleaned.get("kind") == TypeKind.WORKSHOP and cleaned.get("location_kind") in ("phone", "home"):
            self.add_error("location_kind", _("Un atelier se tient sur place ou en visioconférence."))
        least, most = cleaned.get("min_minutes"), cleaned.get("max_days")
        if least is not None and most is not None and least * MINUTE >= most * DAY:
            self.add_error("max_days", _("On doit pouvoir réserver plus tôt que le dernier moment permis."))
        return cleaned

    @property
    def values(self) -> dict[str, Any]:
        """The fields of the model."""
        given = dict(self.cleaned_data)
        given["min_delay"], given["max_delay"] = given.pop("min_minutes") * MINUTE, given.pop("max_days") * DAY
        return given
