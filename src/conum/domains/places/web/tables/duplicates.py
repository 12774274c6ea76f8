"""Tables of the pairs of records that resemble each other."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from conum.domains.places.models import DuplicatePair
from conum.kernel.ui.tables import Column, state


def page_of(pair: Any) -> str:
    """Return the page where a pair is compared."""
    return reverse("places:duplicate", args=[pair.pk])


def percent(pair: DuplicatePair) -> str:
    """Return « 87 % »."""
    return f"{round(pair.score * 100)}\N{NO-BREAK SPACE}%"


PAIRS = (
    Column(_("Première fiche"), "first.name", heading=True, link=page_of),
    Column(_("Seconde fiche"), "second.name"),
    Column(_("Commune"), "first.commune_name", sort="commune"),
    Column(_("Ressemblance"), percent, numeric=True, sort="ressemblance"),
    state(_("État"), "state"),
)

SIGNALS = (
    Column(_("Ce qui est comparé"), "label", heading=True),
    Column(_("Première fiche"), "first"),
    Column(_("Seconde fiche"), "second"),
    Column(_("Ce que cela dit"), "verdict"),
    Column(_("Points"), "points", numeric=True),
)
BEFORE = (
    Column(_("Ligne"), "label", heading=True),
    Column(_("Première fiche"), "first"),
    Column(_("Seconde fiche"), "second"),
)
LINES = (*BEFORE, Column(_("Après la fusion"), "after"))
