"""The week of a place: times in boxes, or a text for what the boxes cannot say; exceptional days."""

from __future__ import annotations

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.forms import BooleanField, CharField, ChoiceField, RadioSelect, TextInput
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conum.domains.places.enums import ExceptionKind
from conum.domains.places.rules.opening_hours.grid import (
    EMPTY,
    MOST_RANGES,
    Day,
    Grid,
    Week,
    hours,
    overlapping,
    read_grid,
    write,
)
from conum.domains.places.rules.opening_hours.reading import check
from conum.domains.places.rules.opening_hours.repairs import Proposal, propose
from conum.domains.places.rules.opening_hours.text import MINUTES_A_DAY
from conum.domains.places.rules.opening_hours.words import DAY_NAMES
from conum.kernel.rules import RuleBroken
from conum.kernel.ui import forms

WEEKS = ("semaine", "paire")  # prefixes of the boxes: each week or the odd one, then the even one
BOXES, TEXT = "boxes", "text"
HALVES = ("morning", "afternoon")
TIME = re.compile(r"^\s*(\d{1,2})\s*(?:[:hH]\s*(\d{2})?)?\s*$")


class HourField(CharField):
    """A time of day; « 9h », « 9:30 » and « 09:30 » are read. Gives minutes from midnight, None when empty."""

    def __init__(self, **kwargs: Any) -> None:
        """The browser's own control, which is keyed in as 0930."""
        widget = TextInput(attrs={"type": "time", "autocomplete": "off", "class": "cn-hour"})
        super().__init__(required=False, max_length=8, widget=widget, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """Show minutes as « 09:30 »; midnight at the end of a day is « 00:00 »."""
        if isinstance(value, int):
            return f"{value % MINUTES_A_DAY // 60:02}:{value % 60:02}"
        return value

    def clean(self, value: Any) -> int | None:  # type: ignore[override]
        """Read a time.

        Raises:
            ValidationError: it is not one.
        """
        text = super().clean(value)
        if not text:
            return None
        found = TIME.match(text)
        hour, minute = (int(found.group(1)), int(found.group(2) or 0)) if found else (99, 0)
        if hour > 24 or minute > 59 or (hour == 24 and minute):
            raise ValidationError(_("« %(text)s » n’est pas une heure. Exemple : 09:30.") % {"text": text})
        return hour * 60 + minute


class HoursForm(forms.Form):
    """The hours of a place, without any syntax to know."""

    way = ChoiceField(
        label=gettext_lazy("Comment voulez-vous les écrire ?"),
        choices=(
            (BOXES, gettext_lazy("Dans un tableau de la semaine")),
            (TEXT, gettext_lazy("Sous forme de texte")),
        ),
        widget=RadioSelect,
    )
    alternate = BooleanField(
        label=gettext_lazy(
            "Les semaines alternent : ce tableau vaut pour les semaines impaires, le second pour les paires"
        ),
        required=False,
    )
    public_closed = BooleanField(label=gettext_lazy("Fermé les jours fériés"), required=False)
    school_closed = BooleanField(label=gettext_lazy("Fermé pendant les vacances scolaires"), required=False)
    appointment = BooleanField(label=gettext_lazy("Sur rendez-vous uniquement"), required=False)
    text = forms.LongTextField(
        label=gettext_lazy("Horaires en texte"),
        help_text=gettext_lazy(
            "Écrivez comme vous en avez l’habitude, par exemple « lundi à vendredi 9h-12h, 14h-17h » : "
            "une écriture exacte vous sera proposée."
        ),
        max_length=1000,
        required=False,
        widget=forms.LongText(limit=1000, attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, kept: str = "", **kwargs: Any) -> None:
        """`kept` is the text in force; it fills the boxes when they can show it."""
        grid = read_grid(kept)
        kwargs["initial"] = {**_initial(grid or Grid()), "text": kept, "way": BOXES if grid else TEXT}
        super().__init__(*args, **kwargs)
        self.fits = grid is not None
        self.proposal: Proposal | None = None
        for prefix in WEEKS:
            for day in range(7):
                for rank in range(MOST_RANGES):
                    for end in ("debut", "fin"):
                        self.fields[f"{prefix}_{day}_{rank}_{end}"] = HourField(label=_box(prefix, day, rank, end))

    def days(self) -> list[tuple[Any, list[Any]]]:
        """The boxes of the first week for the template: (day, [(start, end), …])."""
        return self._boxes(WEEKS[0])

    def even_days(self) -> list[tuple[Any, list[Any]]]:
        """Those of the even week."""
        return self._boxes(WEEKS[1])

    def _boxes(self, prefix: str) -> list[tuple[Any, list[Any]]]:
        return [
            (name, [(self[f"{prefix}_{day}_{rank}_debut"], self[f"{prefix}_{day}_{rank}_fin"]) for rank in range(3)])
            for day, name in enumerate(DAY_NAMES)
        ]

    def clean(self) -> dict[str, Any]:
        """Make the text of the boxes, or check the text typed; a refused text comes with a proposal."""
        cleaned = super().clean() or {}
        if cleaned.get("way") == TEXT:
            self._check_text(cleaned.get("text") or "")
            return cleaned
        week = self._week(WEEKS[0], cleaned)
        even = self._week(WEEKS[1], cleaned) if cleaned.get("alternate") else None
        if not self.errors:
            self.hours = write(
                Grid(
                    week,
                    None if even == week else even,
                    cleaned["public_closed"],
                    cleaned["school_closed"],
                    cleaned["appointment"],
                )
            )
            self._check_limit()
        return cleaned

    def _check_text(self, text: str) -> None:
        try:
            self.hours = check(text)
        except RuleBroken as refusal:
            self.proposal = propose(text)
            asked = _("Nous avons compris ces horaires : dites plus haut si c’est bien cela, ou corrigez le texte.")
            self.add_error("text", asked if self.proposal else refusal.message)

    def _check_limit(self) -> None:
        try:
            check(self.hours)
        except RuleBroken as refusal:
            self.add_error(None, refusal.message)

    def _week(self, prefix: str, cleaned: dict[str, Any]) -> Week:
        return tuple(self._day(prefix, day, cleaned) for day in range(7))

    def _day(self, prefix: str, day: int, cleaned: dict[str, Any]) -> Day:
        ranges = []
        for rank in range(MOST_RANGES):
            name = f"{prefix}_{day}_{rank}"
            start, end = cleaned.get(f"{name}_debut"), cleaned.get(f"{name}_fin")
            if start is None and end is None:
                continue
            if start is None or end is None:
                missing = f"{name}_debut" if start is None else f"{name}_fin"
                if missing not in self.errors:
                    self.add_error(missing, _("Il manque une heure : %(box)s.") % {"box": self.fields[missing].label})
                continue
            if start == end and start:
                self.add_error(
                    f"{name}_fin", _("%(box)s : la même heure que le début.") % {"box": self[f"{name}_fin"].label}
                )
                continue
            ranges.append((start % MINUTES_A_DAY, end if end > start else end + MINUTES_A_DAY))
        if overlapping(tuple(ranges)):
            self.add_error(
                f"{prefix}_{day}_0_debut", _("%(day)s : deux plages se chevauchent.") % {"day": DAY_NAMES[day]}
            )
        return tuple(sorted(ranges))


def _initial(grid: Grid) -> dict[str, Any]:
    found: dict[str, Any] = {
        "alternate": grid.even is not None,
        "public_closed": grid.public_closed,
        "school_closed": grid.school_closed,
        "appointment": grid.appointment,
    }
    for prefix, week in zip(WEEKS, (grid.week, grid.even or EMPTY), strict=True):
        for day, ranges in enumerate(week):
            for rank, (start, end) in enumerate(ranges):
                found |= {f"{prefix}_{day}_{rank}_debut": start, f"{prefix}_{day}_{rank}_fin": end}
    return found


def _box(prefix: str, day: int, rank: int, end: str) -> str:
    told = {"day": str(DAY_NAMES[day]).capitalize(), "rank": rank + 1}
    if prefix == WEEKS[1]:
        told["day"] = _("%(day)s des semaines paires") % told
    if end == "debut":
        return _("%(day)s, plage %(rank)s, début") % told
    return _("%(day)s, plage %(rank)s, fin") % told


class ExceptionForm(forms.Form):
    """Days when the usual hours do not hold."""

    starts_on = forms.DateField(label=gettext_lazy("Premier jour"))
    ends_on = forms.DateField(
        label=gettext_lazy("Dernier jour"), required=False, help_text=gettext_lazy("Vide pour un seul jour.")
    )
    kind = ChoiceField(
        label=gettext_lazy("Ces jours-là, le lieu est"),
        choices=ExceptionKind.choices,
        initial=ExceptionKind.CLOSED,
        widget=RadioSelect,
    )
    morning_start = HourField(label=gettext_lazy("Première plage, de"))
    morning_end = HourField(label=gettext_lazy("Première plage, à"))
    afternoon_start = HourField(label=gettext_lazy("Seconde plage, de"))
    afternoon_end = HourField(label=gettext_lazy("Seconde plage, à"))
    reason = CharField(label=gettext_lazy("Motif montré au public"), max_length=160, required=False)

    def clean(self) -> dict[str, Any]:
        """Hours are asked when the place opens, and only then; days are in order."""
        cleaned = super().clean() or {}
        first, last = cleaned.get("starts_on"), cleaned.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("Le dernier jour vient avant le premier."))
        cleaned["ends_on"] = last or first
        cleaned["hours"] = self._hours(cleaned) if cleaned.get("kind") == ExceptionKind.OPEN else self._none(cleaned)
        return cleaned

    def _hours(self, cleaned: dict[str, Any]) -> str:
        ranges: list[tuple[int, int]] = []
        for half in HALVES:
            start, end = cleaned.get(f"{half}_start"), cleaned.get(f"{half}_end")
            if (start is None) != (end is None):
                missing = f"{half}_start" if start is None else f"{half}_end"
                if missing not in self.errors:
                    self.add_error(missing, _("Donnez une heure de début et une heure de fin."))
            elif start is not None and end is not None and start == end and start:
                self.add_error(f"{half}_end", _("L’heure de fin est la même que l’heure de début."))
            elif start is not None and end is not None:
                ranges.append((start % MINUTES_A_DAY, end if end > start else end + MINUTES_A_DAY))
        if not ranges and not self.errors:
            self.add_error("morning_start", _("Donnez une heure de début et une heure de fin."))
        if overlapping(tuple(ranges)):
            self.add_error("afternoon_start", _("Les deux plages se chevauchent."))
        return hours(tuple(sorted(ranges)))

    def _none(self, cleaned: dict[str, Any]) -> str:
        """Hours of a closed day would be dropped without a word: one of the two answers is wrong."""
        if any(cleaned.get(f"{half}_{end}") is not None for half in HALVES for end in ("start", "end")):
            self.add_error(
                "kind", _("Vous donnez des heures : choisissez « Ouvert aux heures indiquées », ou effacez-les.")
            )
        return ""
