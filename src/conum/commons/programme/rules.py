"""What a new value of a parameter must be (sheet 01)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any
from zoneinfo import available_timezones

from conum.kernel.parameters import Parameter
from conum.kernel.rules import rule

MAX_TEXT = 200
EARLIEST, LATEST = date(2018, 1, 1), date(2100, 12, 31)


@dataclass(frozen=True)
class Bounds:
    """Least and most accepted for a number, both included."""

    least: int
    most: int


BY_UNIT = {
    "%": Bounds(0, 100),
    "h": Bounds(1, 8760),
    "h/week": Bounds(1, 48),
    "days": Bounds(0, 3650),
    "months": Bounds(0, 600),
    "years": Bounds(0, 100),
    "km": Bounds(0, 20_000),
}
OTHERWISE = Bounds(0, 10_000_000_000)


def bounds_of(parameter: Parameter[Any]) -> Bounds:
    """Return the bounds of a number by its unit (a percentage, a duration…)."""
    unit = parameter.unit
    return BY_UNIT.get(unit) or BY_UNIT.get("%" if unit.startswith("%") else unit.split("/")[0], OTHERWISE)


def kind_of(parameter: Parameter[Any]) -> type:
    """Return the type of the parameter's values."""
    return type(next(iter(parameter.values.values())))


def read(parameter: Parameter[Any], text: str) -> Any | None:
    """Return the value written in `text`, in French or in English (`1 801,80`), None when it is not one."""
    kind = kind_of(parameter)
    tidy = text.strip()
    if kind in (int, float, Decimal):
        tidy = re.sub(r"[\s\u00a0\u202f]", "", tidy).replace(",", ".")
    if kind is bool:
        tidy = {"oui": "true", "non": "false"}.get(tidy.lower(), tidy)
    try:
        return parameter.parse(tidy)
    except (ValueError, KeyError, InvalidOperation):
        return None


def written(value: Any) -> str:
    """Return the text stored for a value: what `Parameter.parse` reads back."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return ",".join(map(str, value)) if isinstance(value, tuple) else str(value)


@rule("PRG-42", field="value")
def value_is_a_number(value: Any, least: int, most: int) -> bool:
    """La valeur doit être un nombre compris entre {least} et {most}."""
    return value is not None and (not isinstance(value, Decimal) or value.is_finite()) and least <= value <= most


@rule("PRG-42", field="value")
def value_is_a_list(value: Any, least: int, most: int) -> bool:
    """La valeur doit être une suite de nombres séparés par des virgules, chacun entre {least} et {most} : 60, 30, 7."""
    return value is not None and len(value) <= 20 and all(least <= part <= most for part in value)


@rule("PRG-42", field="value")
def value_is_a_date(value: Any) -> bool:
    """La valeur doit être une date entre 2018 et 2100, écrite ainsi : 2026-12-31."""
    return value is not None and EARLIEST <= value <= LATEST


@rule("PRG-42", field="value")
def value_is_yes_or_no(value: Any) -> bool:
    """La valeur doit être « oui » ou « non »."""
    return value is not None


@rule("PRG-42", field="value")
def value_is_a_text(value: Any, most: int = MAX_TEXT) -> bool:
    """La valeur doit être un texte de 1 à {most} caractères."""
    return bool(value and value.strip()) and len(value) <= most


@rule("PRG-42", field="value")
def value_is_a_time_zone(value: Any) -> bool:
    """La valeur doit être le nom d'un fuseau horaire, par exemple Europe/Paris ou Indian/Reunion."""
    return value in available_timezones()


@rule("PRG-42", field="first_day")
def first_day_not_past(first_day: date, today: date) -> bool:
    """Le premier jour doit être aujourd'hui ou plus tard : les valeurs déjà utilisées ne sont pas réécrites."""
    return first_day >= today


@rule("PRG-42", field="first_day")
def first_day_in_reach(first_day: date) -> bool:
    """Le premier jour doit être au plus tard le 31 décembre 2100."""
    return first_day <= LATEST


@rule("PRG-42", field="reason")
def reason_given(reason: str) -> bool:
    """Le motif est obligatoire : 5 à 500 caractères, lus par ceux qui vérifieront."""
    return 5 <= len(reason.strip()) <= 500


@rule("PRG-42", field="value")
def value_changes(new: Any, old: Any) -> bool:
    """Cette valeur est déjà celle qui s'applique ce jour-là : {old}."""
    return bool(new != old)


@rule("PRG-30", field="value")
def children_within_parent(children: int, parent: int) -> bool:
    """Les enveloppes (conseillers, kits, aidants) atteindraient {children} € : plus que le total de {parent} €."""
    return children <= parent


def check_value(parameter: Parameter[Any], value: Any) -> None:
    """Refuse a value that is not of the parameter's type or out of its bounds.

    Raises:
        RuleBroken: the sentence names the bounds.
    """
    kind, bounds = kind_of(parameter), bounds_of(parameter)
    if kind is bool:
        value_is_yes_or_no.check(value)
    elif kind is date:
        value_is_a_date.check(value)
    elif kind is tuple:
        value_is_a_list.check(value, bounds.least, bounds.most)
    elif kind is str:
        (value_is_a_time_zone if parameter.unit == "tz" else value_is_a_text).check(value)
    else:
        value_is_a_number.check(value, bounds.least, bounds.most)
