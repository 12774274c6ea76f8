"""Columns of the lists of booking."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from conum.domains.booking.queries.notices import moment_words, zone_of
from conum.kernel.ui.tables import Column, state
from conum.kernel.web.exports import Column as Cell


def _when(row):  # type: ignore[no-untyped-def]
    return moment_words(row.starts_at, zone_of(row.place, row.organisation))


def _people(row):  # type: ignore[no-untyped-def]
    return ", ".join(str(person) for person in row.people.all())


APPOINTMENTS = (
    Column(
        _("Quand"), _when, sort="date", heading=True, link=lambda row: reverse("booking:appointment", args=[row.pk])
    ),
    Column(_("Personne"), lambda row: str(row.contact), sort="nom"),
    Column(_("Motif"), "type.name"),
    Column(_("Lieu"), "place.name"),
    Column(_("Avec"), _people),
    state(_("État"), "state"),
)
PARTICIPATION = [
    Cell("Début", lambda row: row.starts_at),
    Cell("Fin", lambda row: row.ends_at),
    Cell("Motif", lambda row: row.type.name),
    Cell("Modalité", lambda row: row.type.get_location_kind_display()),
    Cell("Lieu", lambda row: row.place.name if row.place else ""),
    Cell("Commune", lambda row: row.place.commune_name if row.place else ""),
    Cell("Professionnels", _people),
    Cell("Prénom", lambda row: row.contact.first_name),
    Cell("Nom", lambda row: row.contact.last_name),
    Cell("Réservé par", lambda row: row.get_created_by_kind_display()),
    Cell("État", lambda row: row.get_state_display()),
]
