"""Columns of the split of posts, on screen and downloaded."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from conum.kernel.ui.tables import Column, page_of
from conum.kernel.ui.tags.content import ui_badge
from conum.kernel.web.exports import Column as Exported


def signed(number: int) -> SafeString:
    """Return a difference with its sign, « = » when there is none."""
    return format_html("{}", f"+{number}" if number > 0 else f"−{-number}" if number else "=")


def _quota(line: Any) -> str:
    return reverse("positions:quota", args=[line.department.pk])


ALLOCATION = (
    Column(_("Département"), "department", heading=True, link=_quota),
    Column(_("Habitants"), "population", numeric=True),
    Column(_("Fragilité"), "fragility", numeric=True),
    Column(_("Rural (%)"), lambda line: None if line.rural_share is None else round(line.rural_share, 1), numeric=True),
    Column(_("Poids (%)"), lambda line: round(line.weight, 2), numeric=True),
    Column(_("Part idéale"), "ideal", numeric=True),
    Column(_("Postes"), "posts", numeric=True),
    Column(_("Pourquoi"), "why_label"),
    Column(_("Dotation"), "quota", numeric=True),
    Column(_("Accordés"), "granted", numeric=True),
    Column(_("Occupés"), "filled", numeric=True),
    Column(_("Écart"), lambda line: signed(line.difference), numeric=True),
)

ALLOCATION_EXPORT = [
    Exported("Code département", lambda line: line.code),
    Exported("Département", lambda line: line.department.name),
    Exported("Habitants", lambda line: line.population),
    Exported("Fragilité", lambda line: line.fragility),
    Exported("Part rurale (%)", lambda line: line.rural_share),
    Exported("Poids (%)", lambda line: line.weight),
    Exported("Part idéale", lambda line: line.ideal),
    Exported("Postes", lambda line: line.posts),
    Exported("Pourquoi", lambda line: line.why_label),
    Exported("Dotation actuelle", lambda line: line.quota),
    Exported("Accordés", lambda line: line.granted),
    Exported("Occupés", lambda line: line.filled),
    Exported("Écart", lambda line: line.difference),
]


def _adopted(scenario: Any) -> SafeString | str:
    if scenario.valid_from is None:
        return ""
    return ui_badge(_("Adopté : {day:%d/%m/%Y}").format(day=scenario.valid_from), "success")


SCENARIOS = (
    Column(_("Scénario"), "name", sort="nom", heading=True, link=page_of("positions:scenario")),
    Column(_("Poste"), "get_kind_display"),
    Column(_("Méthode"), "get_method_display"),
    Column(_("Postes"), "total_posts", sort="postes", numeric=True),
    Column(_("Départements"), "departments", numeric=True),
    Column(_("Enregistré le"), lambda row: row.created_at.date(), sort="date"),
    Column(_("Par"), "author"),
    Column(_("Adoption"), _adopted, sort="adoption"),
)

COMPARED = (
    Column(_("Département"), "department", heading=True, link=_quota),
    Column(_("Premier"), "first", numeric=True),
    Column(_("Second"), "second", numeric=True),
    Column(_("Écart"), lambda pair: signed(pair.difference), numeric=True),
)

CHANGES = (
    Column(_("Département"), "department", heading=True, link=_quota),
    Column(_("Dotation actuelle"), "before", numeric=True),
    Column(_("Nouvelle dotation"), "after", numeric=True),
    Column(_("Écart"), lambda change: signed(change.change), numeric=True),
    Column(_("Accordés"), "granted", numeric=True),
)
CHANGES_BELOW = (
    *CHANGES,
    Column(_("Alerte"), lambda change: ui_badge(_("Sous les postes accordés"), "warning") if change.below else ""),
)


def compared_export(first: str, second: str) -> list[Exported]:
    """Return the columns of a comparison, headed by the names of the two scenarios."""
    return [
        Exported("Code département", lambda pair: pair.department.pk),
        Exported("Département", lambda pair: pair.department.name),
        Exported(first, lambda pair: pair.first),
        Exported(second, lambda pair: pair.second),
        Exported("Écart", lambda pair: pair.difference),
    ]
