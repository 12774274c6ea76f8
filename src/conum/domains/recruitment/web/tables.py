"""Columns of the lists of recruitment, on screen and in exports."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from conum.domains.recruitment.enums import Mobility, Situation
from conum.domains.recruitment.queries.contracts import reason_words
from conum.domains.recruitment.queries.pool import MET
from conum.domains.recruitment.queries.scores import percent
from conum.kernel.ui.tables import Column, page_of, state
from conum.kernel.web.exports import Column as ExportColumn


def kilometres(match: Any) -> str:
    """Return the distance in whole kilometres, rounded up."""
    return f"{-(-match.distance_m // 1000)} km"


def contact(value: str, match: Any) -> str:
    """Return a contact detail, only once the host has shortlisted (REC-32)."""
    return value if match.state in MET else ""


def mobility(row: Any) -> str:
    """Return the radius in words."""
    return str(Mobility(row.mobility_km).label)


POOL = (
    Column(
        _("Candidat"),
        lambda match: match.candidate.name if match.state in MET else match.candidate.first_name,
        heading=True,
        link=page_of("recruitment:match"),
    ),
    Column(_("Pourquoi cette proposition"), "reasons"),
    Column(_("Distance"), kilometres, sort="distance", numeric=True),
    Column(_("Disponible"), "candidate.available_from", sort="date"),
    Column(_("Score"), lambda match: f"{percent(match)} / 100", sort="score", numeric=True),
    state(_("État"), "state"),
)
WIDER = (
    Column(_("Candidat"), "first_name"),
    Column(_("Distance"), "distance", sort="distance"),
    Column(_("Rayon accepté"), mobility),
    Column(_("Disponible"), "available_from", sort="date"),
    Column(_("Action"), "pk"),
)
# « Candidats d'une structure »: the order people know (sheet 02 section 11).
POOL_EXPORT = [
    ExportColumn("Nom", lambda match: contact(match.candidate.last_name, match)),
    ExportColumn("Prénom", lambda match: match.candidate.first_name),
    ExportColumn("Email", lambda match: contact(match.candidate.email, match)),
    ExportColumn("Code postal", lambda match: (match.candidate.commune.postcodes or [""])[0]),
    ExportColumn("CCP1", lambda match: Situation.MEDIATION_DEGREE in match.candidate.situations),
    ExportColumn("Expérience", lambda match: Situation.MEDIATION_EXPERIENCE in match.candidate.situations),
    ExportColumn("Pix", lambda match: match.candidate.pix_level if match.candidate.pix_shared else None),
    ExportColumn("CV", lambda match: match.candidate.cv_id is not None),
    ExportColumn("État", lambda match: match.get_state_display()),
]
CONTRACTS = (
    Column(
        _("Conseiller"),
        lambda row: str(row.person),
        sort="nom",
        heading=True,
        link=page_of("recruitment:contract"),
    ),
    Column(_("Structure"), "host", sort="structure"),
    Column(_("Type"), "get_kind_display"),
    Column(_("Début"), "starts_on", sort="debut"),
    Column(_("Fin"), lambda row: row.ended_on or row.ends_on, sort="fin"),
    state(_("État"), "state"),
)
# « Historique des contrats »: the order people know; never the salary (PRI-12).
CONTRACTS_EXPORT = [
    ExportColumn("Conseiller", lambda row: str(row.person)),
    ExportColumn("Structure", lambda row: str(row.host)),
    ExportColumn("Date de la demande", lambda row: row.submitted_at),
    ExportColumn("Type de la demande", lambda row: "Renouvellement" if row.previous_id else "Contrat"),
    ExportColumn("Date de début", lambda row: row.starts_on),
    ExportColumn("Date de fin", lambda row: row.ended_on or row.ends_on),
    ExportColumn("Type de contrat", lambda row: row.get_kind_display()),
    ExportColumn("Motif", lambda row: reason_words(row.termination_reason)),
    ExportColumn("Validation", lambda row: row.validated_at),
    ExportColumn("État", lambda row: row.get_state_display()),
    ExportColumn("Poste", lambda row: row.attachment.post.number),
    ExportColumn("Département", lambda row: row.attachment.department_id),
]
# « Embauches »: contracts validated.
HIRES_EXPORT = [
    ExportColumn("Conseiller", lambda row: str(row.person)),
    ExportColumn("Structure", lambda row: str(row.host)),
    ExportColumn("SIRET", lambda row: row.host.siret or row.host.ridet),
    ExportColumn("Département", lambda row: row.attachment.department_id),
    ExportColumn("Poste", lambda row: row.attachment.post.number),
    ExportColumn("Type de contrat", lambda row: row.get_kind_display()),
    ExportColumn("Date de début", lambda row: row.starts_on),
    ExportColumn("Date de fin", lambda row: row.ends_on),
    ExportColumn("Date de validation", lambda row: row.validated_at),
]
CANDIDATES = (
    Column(
        _("Candidat"),
        "name",
        sort="nom",
        heading=True,
        link=page_of("recruitment:candidate"),
    ),
    Column(_("Commune"), "commune"),
    Column(_("Mobilité"), mobility),
    Column(_("Disponible"), "available_from", sort="date"),
    Column(_("Déposée"), "created_at", sort="depot"),
    state(_("État"), "state"),
)
