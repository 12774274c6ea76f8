"""Columns of the lists of booking."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from conum.domains.booking.enums import DeliveryState
from conum.domains.booking.queries.notices import moment_words, zone_of
from conum.domains.booking.queries.statistics import Count, Way
from conum.kernel.ui.tables import Column, page_of, state
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
WEBHOOKS = (
    Column(_("Logiciel"), "name", sort="nom", heading=True, link=page_of("booking:webhook")),
    Column(_("Adresse"), lambda row: urlsplit(row.address).hostname),
    Column(_("Événements"), lambda row: len(row.events), numeric=True),
    Column(_("Dernier envoi reçu"), "sent_at", sort="recu"),
    state(_("État"), "state"),
)
DELIVERIES = (
    Column(_("Écrit le"), "created_at", sort="date", heading=True, link=page_of("booking:webhook_delivery")),
    Column(_("Événement"), "get_event_display"),
    state(_("État"), "state"),
    Column(_("Réponse"), "answer"),
    Column(_("Essais"), "attempts", numeric=True, sort="essais"),
    Column(_("Prochain essai"), lambda row: row.due_at if row.state == DeliveryState.WAITING else None),
)
API_STATES = (("actif", _("Actif")), ("expire", _("Expiré")), ("revoque", _("Révoqué")))
API_CLIENTS = (
    Column(_("Accès"), "name", sort="nom", heading=True, link=page_of("booking:api_client")),
    Column(_("Droits"), lambda row: ", ".join(row.scopes)),
    Column(_("Dernier usage"), "last_used_at", sort="usage"),
    Column(_("Dernier jour"), "last_day", sort="fin"),
    Column(_("État"), lambda row: dict(API_STATES)[row.shown_state]),
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
REGISTRATIONS = [
    Cell("Début", lambda row: row.workshop.starts_at),
    Cell("Fin", lambda row: row.workshop.ends_at),
    Cell("Atelier", lambda row: row.workshop.title),
    Cell("Motif", lambda row: row.workshop.type.name),
    Cell("Lieu", lambda row: row.workshop.place.name if row.workshop.place else ""),
    Cell("Commune", lambda row: row.workshop.place.commune_name if row.workshop.place else ""),
    Cell("Professionnels", lambda row: _people(row.workshop)),
    Cell("Prénom", lambda row: row.contact.first_name),
    Cell("Nom", lambda row: row.contact.last_name),
    Cell("Personnes inscrites", lambda row: row.party_size),
    Cell("Personnes venues", lambda row: row.attended_size),
    Cell("Réservé par", lambda row: row.get_created_by_kind_display()),
    Cell("État", lambda row: row.get_state_display()),
]
STATISTICS = (
    Column(_("Rendez-vous"), "appointments", numeric=True),
    Column(_("Participations"), "people", numeric=True),
    Column(_("Venus"), "attended", numeric=True),
    Column(_("Absents sans prévenir"), "absent", numeric=True),
    Column(_("Taux d'absence (%)"), "absence_rate", numeric=True),
)
WAYS = {
    Way.TOTAL: _("Total"), Way.WEEK: _("Semaine"), Way.STATE: _("État"), Way.TYPE: _("Motif"),
    Way.CREATOR: _("Réservé par"), Way.PLACE: _("Lieu"), Way.COMMUNE: _("Commune"), Way.DEPARTMENT: _("Département"),
}  # fmt: skip


def statistics_table(way: Way) -> tuple[Column, ...]:
    """Return the columns of the figures of one way; states are what presence is read from: no rate there."""
    return Column(WAYS[way], "label", heading=True), *(STATISTICS[:2] if way == Way.STATE else STATISTICS)


def statistics_file(days: float | None) -> list[Cell]:
    """Return the columns of the file of figures; `days`: the median wait, written on the line of the total."""

    def wait(line: Count) -> float | None:
        return days if line.way == Way.TOTAL else None

    return [
        Cell("Répartition", lambda line: str(WAYS[line.way])),
        Cell("Valeur", lambda line: line.label),
        *(Cell(str(column.header), _read(str(column.value))) for column in STATISTICS),
        Cell("Jours jusqu'au prochain créneau (médiane)", wait),
    ]


def _read(name: str):  # type: ignore[no-untyped-def]
    return lambda line: getattr(line, name)


IMPORT_COLUMNS = (
    Column(_("Colonne"), lambda line: line[0], heading=True),
    Column(_("Présence"), lambda line: line[1]),
    Column(_("Ce qu'elle contient"), lambda line: line[2]),
)
REFUSALS = (
    Column(_("Ligne"), "line", numeric=True),
    Column(_("Colonne"), "column"),
    Column(_("Raison"), "reason"),
)
REFUSALS_FILE = [
    Cell("Ligne", lambda refusal: refusal.line),
    Cell("Colonne", lambda refusal: refusal.column),
    Cell("Raison", lambda refusal: refusal.reason),
]
