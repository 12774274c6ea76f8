"""Columns of the programme's pages."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conum.commons.programme.enums import LABELS, UNITS
from conum.commons.programme.queries import Line, Step
from conum.kernel.parameters import Parameter
from conum.kernel.ui.tables import Column, shown


def words(value: Any) -> SafeString:
    """Return a parameter's value as a French reader writes it."""
    return shown(", ".join(map(str, value)) if isinstance(value, tuple) else value)


def _upcoming(line: Line) -> str:
    return " ; ".join(f"{words(value)} le {day:%d/%m/%Y}" for day, value in line.upcoming)


def label(key: str) -> str:
    """Return the French name of a parameter, its key when it has none yet."""
    return str(LABELS.get(key, key))


def unit(parameter: Parameter[Any]) -> str:
    """Return the unit in French."""
    return str(UNITS.get(parameter.unit, parameter.unit))


PARAMETERS = (
    Column(
        gettext_lazy("Paramètre"),
        lambda line: label(line.parameter.key),
        heading=True,
        link=lambda line: reverse("programme:parameter", args=[line.parameter.key]),
    ),
    Column(gettext_lazy("Valeur en vigueur"), lambda line: words(line.current)),
    Column(gettext_lazy("Unité"), lambda line: unit(line.parameter)),
    Column(gettext_lazy("Depuis le"), "current_since"),
    Column(gettext_lazy("À venir"), _upcoming),
    Column(gettext_lazy("Clé"), "parameter.key"),
)


def _step_value(step: Step) -> SafeString:
    if step.replaced:
        return format_html("<s>{}</s> ({})", words(step.value), _("remplacée"))
    return words(step.value)


def _by(step: Step) -> str:
    if step.made_at is None:
        return _("Valeur par défaut")
    return _("{author}, le {day}").format(author=step.author or _("compte effacé"), day=f"{step.made_at:%d/%m/%Y}")


def _when(step: Step, today: date) -> SafeString:
    coming = format_html(" ({})", _("à venir")) if step.first_day > today else ""
    return format_html("{}{}", shown(step.first_day), coming)


def steps(today: date, source: str) -> tuple[Column, ...]:
    """Return the columns of a parameter's history, seen from `today`."""
    return (
        Column(_("À partir du"), lambda step: _when(step, today), heading=True),
        Column(_("Valeur"), _step_value),
        Column(_("Enregistrée par"), _by),
        Column(_("Motif ou source"), lambda step: step.reason or source),
    )


def _counts(run: Any) -> str:
    return " ; ".join(f"{label} : {count}" for label, count in run.counts.items() if count) or _("rien à effacer")


RUNS = (
    Column(gettext_lazy("Jour"), "day", heading=True),
    Column(gettext_lazy("Passage"), "get_kind_display"),
    Column(gettext_lazy("Jours couverts depuis"), "since"),
    Column(gettext_lazy("Terminé le"), "finished_at"),
    Column(gettext_lazy("Lignes"), lambda run: sum(run.counts.values()), numeric=True),
    Column(gettext_lazy("Détail"), _counts),
)
