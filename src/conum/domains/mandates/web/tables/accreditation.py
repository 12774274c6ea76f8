"""Columns of the lists of applications, helpers and cards, on screen and in exports."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from conum.domains.mandates.models import Accreditation, AccreditationRequest, Helper
from conum.kernel.ui.tables import Column, state
from conum.kernel.web.exports import Column as Exported


def _day(value: Any) -> Any:
    return value.date() if value else ""


def helper_path(helper: Helper) -> str:
    """Return the address of a helper."""
    return reverse("mandates:helper", args=[helper.pk])


def request_path(request: AccreditationRequest) -> str:
    """Return the address of an application."""
    return reverse("mandates:request", args=[request.pk])


def accreditation_path(accreditation: Accreditation) -> str:
    """Return the address of an accreditation."""
    return reverse("mandates:accreditation", args=[accreditation.pk])


HELPERS = (
    Column(_("Aidant"), lambda helper: str(helper), sort="nom", heading=True, link=helper_path),
    Column(_("Profession"), "profession"),
    Column(_("Organisation"), "organisation", sort="organisation"),
    Column(_("Dernière activité"), lambda helper: _day(helper.last_activity_at), sort="activite"),
    state(_("État"), "state", sort="etat"),
)
ACCREDITATIONS = (
    Column(_("Organisation"), "organisation", sort="organisation", heading=True, link=accreditation_path),
    Column(_("Depuis le"), lambda row: _day(row.starts_at), sort="date"),
    Column(_("Aidants actifs"), "active_helpers", numeric=True, sort="aidants"),
    state(_("État"), "state", sort="etat"),
)
CARDS = (
    Column(_("Numéro de série"), "serial", sort="numero", heading=True),
    Column(_("Organisation"), lambda card: card.helper.organisation if card.helper_id else "–"),
    Column(_("Importée le"), lambda card: _day(card.created_at), sort="date"),
    Column(_("Avance de l'horloge (pas)"), "drift", numeric=True),
    Column(_("État"), "get_state_display"),
)
REQUESTS = (
    Column(_("N°"), "number", sort="numero"),
    Column(_("Organisation"), "organisation", sort="organisation", heading=True, link=request_path),
    Column(_("Dép."), "department_id", sort="departement"),
    Column(_("Aidants"), "helpers_count", numeric=True),
    Column(_("Déposée le"), lambda row: _day(row.submitted_at), sort="date"),
    state(_("État"), "state", sort="etat"),
)
REQUESTS_EXPORT = [
    Exported("numéro", lambda row: row.number),
    Exported("organisation", lambda row: row.organisation),
    Exported("SIRET", lambda row: row.organisation.siret or row.organisation.ridet),
    Exported("type", lambda row: row.get_kind_display()),
    Exported("département", lambda row: row.department_id),
    Exported("personnes aidées par an", lambda row: row.people_helped_a_year),
    Exported("aidants", lambda row: row.helpers_count),
    Exported("demandeur", lambda row: f"{row.issuer_first_name} {row.issuer_last_name}"),
    Exported("courriel du demandeur", lambda row: row.issuer_email),
    Exported("état", lambda row: row.get_state_display()),
    Exported("déposée le", lambda row: row.submitted_at),
    Exported("décidée le", lambda row: row.decided_at),
]
