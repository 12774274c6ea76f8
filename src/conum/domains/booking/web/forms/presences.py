"""Permanences and absences in plain words."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.forms import (
    BooleanField,
    CharField,
    ChoiceField,
    IntegerField,
    ModelChoiceField,
    MultipleChoiceField,
    TimeField,
    TimeInput,
)
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from conum.domains.booking.enums import AbsenceKind, Access, Frequency, Weekday
from conum.domains.booking.operations.presences import Presence
from conum.domains.booking.rules.recurrence import Recurrence
from conum.kernel.ui import forms

NTH = [
    (1, _("premier")),
    (2, _("deuxième")),
    (3, _("troisième")),
    (4, _("quatrième")),
    (5, _("cinquième")),
    (-1, _("dernier")),
]
WEEKS = [(1, _("chaque semaine")), *((n, format_lazy(_("toutes les {n} semaines"), n=n)) for n in range(2, 9))]


def hour(label: Any, **kwargs: Any) -> TimeField:
    """A local hour by the browser's control."""
    sentence = _("Écrivez l'heure ainsi : 14:30.")
    return TimeField(
        label=label, widget=TimeInput({"type": "time"}, "%H:%M"), error_messages={"invalid": sentence}, **kwargs
    )


class NearDay(forms.DateField):
    """A day that calendars hold: a year typed wrong is told, not computed with."""

    FIRST, LAST = date(2020, 1, 1), date(2100, 12, 31)

    def clean(self, value: Any) -> date | None:
        """Return the day.

        Raises:
            ValidationError: before 2020 or after 2100.
        """
        day = super().clean(value)
        if day and not self.FIRST <= day <= self.LAST:
            raise ValidationError(_("Choisissez une date entre 2020 et 2100."))
        return day


class RepeatingForm(forms.Form):
    """Days and hours that come back."""

    first_day = NearDay(label=_("Premier jour"))
    start_time = hour(_("De"))
    end_time = hour(_("À"))
    frequency = ChoiceField(
        label=_("Répétition"), choices=Frequency.choices, initial=Frequency.WEEKLY, widget=forms.RichRadio
    )
    weekdays = MultipleChoiceField(
        label=_("Quels jours ?"), choices=Weekday.choices, required=False, widget=forms.CheckboxChoices,
        help_text=_("Pour une répétition chaque semaine, un ou plusieurs jours ; chaque mois, un seul."),
    )  # fmt: skip
    interval = ChoiceField(label=_("À quel rythme ?"), choices=WEEKS, required=False, initial=1)
    nth = ChoiceField(label=_("Si c'est chaque mois : lequel ?"), choices=[("", "–"), *NTH], required=False)
    until = NearDay(label=_("Jusqu'au"), required=False, help_text=_("Sans date, elle continue."))

    @property
    def recurrence(self) -> Recurrence:
        """What the checked form says."""
        given = self.cleaned_data
        frequency = given["frequency"]
        return Recurrence(
            first_day=given["first_day"],
            start_time=given["start_time"],
            end_time=given["end_time"],
            ends_next_day=bool(given.get("ends_next_day")),
            frequency=frequency,
            interval=int(given["interval"] or 1) if frequency == Frequency.WEEKLY else 1,
            weekdays=() if frequency == Frequency.NONE else tuple(int(day) for day in given["weekdays"]),
            nth=int(given["nth"]) if given["nth"] and frequency == Frequency.MONTHLY else None,
            until=given["until"] if frequency != Frequency.NONE else None,
        )

    def clean(self) -> dict[str, Any]:
        """Hours in order, beside the field: a permanence alone may cross midnight."""
        cleaned = super().clean() or {}
        start, end = cleaned.get("start_time"), cleaned.get("end_time")
        if start and end and end <= start and not cleaned.get("ends_next_day"):
            self.add_error("end_time", _("La fin doit venir après le début."))
        return cleaned


def next_day() -> BooleanField:
    """A box for the hours that cross midnight."""
    return BooleanField(label=_("Se termine le lendemain"), required=False, help_text=_("Si elle passe minuit."))


class RuleForm(RepeatingForm):
    """One permanence."""

    ends_next_day = next_day()

    field_order = (
        "people",
        "place",
        "access",
        "types",
        "title",
        "first_day",
        "start_time",
        "end_time",
        "ends_next_day",
    )
    people = MultipleChoiceField(label=_("Qui ?"), widget=forms.CheckboxChoices)
    place = ModelChoiceField(
        label=_("Où ?"), queryset=None, required=False, empty_label=_("À distance (téléphone, visio)")
    )
    access = ChoiceField(
        label=_("Comment vient-on ?"), choices=Access.choices, initial=Access.BOOKABLE, widget=forms.RichRadio
    )
    types = MultipleChoiceField(
        label=_("Motifs proposés"), required=False, widget=forms.CheckboxChoices,
        help_text=_("Ce que les personnes peuvent réserver à ces heures."),
    )  # fmt: skip
    title = CharField(label=_("Intitulé"), max_length=120, required=False)
    walk_in_capacity = IntegerField(
        label=_("Combien de personnes sans rendez-vous ?"), min_value=1, max_value=200, required=False,
        help_text=_("Laissez vide s'il n'y a pas de limite, ou sur rendez-vous seulement."),
    )  # fmt: skip

    def __init__(self, *args: Any, team: Any, places: Any, types: Any, **kwargs: Any) -> None:
        """Offer the people, places and types of the organisation."""
        super().__init__(*args, **kwargs)
        self.fields["people"].choices = [(str(person.pk), str(person)) for person in team]
        self.fields["place"].queryset = places
        self.fields["types"].choices = [(str(kind.pk), kind.name) for kind in types]

    @property
    def presence(self) -> Presence:
        """What the checked form says besides its hours."""
        given = self.cleaned_data
        walk_in = given["access"] != Access.BOOKABLE
        return Presence(
            people=[UUID(key) for key in given["people"]],
            place_id=given["place"].pk if given["place"] else None,
            types=[UUID(key) for key in given["types"]],
            access=given["access"],
            title=given["title"],
            walk_in_capacity=given["walk_in_capacity"] if walk_in else None,
        )


class HoursForm(forms.Form):
    """Other hours on one day."""

    start_time = hour(_("De"))
    end_time = hour(_("À"))
    ends_next_day = next_day()


class AbsenceForm(forms.Form):
    """When somebody is away."""

    person = ChoiceField(label=_("Qui ?"))
    first_day = NearDay(label=_("Du"))
    start_time = hour(_("À partir de"), required=False, help_text=_("Vide : toute la journée"))
    last_day = NearDay(label=_("Au"))
    end_time = hour(_("Jusqu'à"), required=False)
    kind = ChoiceField(
        label=_("Motif"), choices=AbsenceKind.choices, help_text=_("Vu de vous et du gestionnaire seulement")
    )
    note = CharField(label=_("Note"), max_length=500, required=False)
    every_weeks = ChoiceField(
        label=_("Répétition"), required=False,
        choices=[(0, _("une seule fois")), *WEEKS],
        help_text=_("Seule une absence d'un jour au plus se répète."),
    )  # fmt: skip
    until = NearDay(label=_("Répéter jusqu'au"), required=False)

    def __init__(self, *args: Any, team: Any, **kwargs: Any) -> None:
        """Offer those whose absences the actor keeps."""
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = [(str(person.pk), str(person)) for person in team]

    def clean(self) -> dict[str, Any]:
        """Days in order."""
        cleaned = super().clean() or {}
        first, last = cleaned.get("first_day"), cleaned.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("Le dernier jour doit venir après le premier."))
        elif first and last and last - first > timedelta(days=1000):
            self.add_error("last_day", _("Une absence dure 1 000 jours au plus."))
        elif first and last == first and cleaned.get("end_time") and not self._in_order(cleaned):
            self.add_error("end_time", _("La fin doit venir après le début."))
        if first and cleaned.get("until") and cleaned["until"] < first:
            self.add_error("until", _("La répétition ne peut pas s'arrêter avant le premier jour."))
        return cleaned

    @staticmethod
    def _in_order(cleaned: dict[str, Any]) -> bool:
        return cleaned["end_time"] > (cleaned.get("start_time") or time())
