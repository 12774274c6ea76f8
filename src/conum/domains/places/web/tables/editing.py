"""Tables of an editor's places."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conum.domains.places.models import Place
from conum.kernel.ui.tables import Column


def condition(place: Place) -> str:
    """Return what the public sees of a place, in a word."""
    if place.closed_on:
        return _("Fermé")
    return _("Sur la carte") if place.visible else _("Masqué")


def page_of(place: Any) -> str:
    """Return the editor's page of a place."""
    return reverse("places:edit", args=[place.pk])


MY_PLACES = (
    Column(gettext_lazy("Lieu"), "name", sort="nom", heading=True, link=page_of),
    Column(gettext_lazy("Commune"), "commune_name", sort="commune"),
    Column(gettext_lazy("Mis à jour le"), "updated_on", sort="maj"),
    Column(gettext_lazy("État"), condition),
)
