"""Columns of amendments, transfers and vacancies, on screen and downloaded."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from conum.domains.positions.enums import OpinionVerdict, VacancyStage
from conum.kernel.ui.tables import Column, page_of, state
from conum.kernel.web.exports import Column as Exported

VERDICTS, STAGES = dict(OpinionVerdict.choices), dict(VacancyStage.choices)


def _verdict(row: Any) -> Any:
    return VERDICTS.get(row.verdict, "")


def _stage(row: Any) -> Any:
    return STAGES.get(row.last_stage, "")


AMENDMENTS = (
    Column(
        _("Structure"), "host", sort="structure", heading=True,
        link=page_of("positions:amendment"),
    ),
    Column(_("Dép."), "department_id", sort="departement"),
    Column(_("Nature"), "get_direction_display"),
    Column(_("Poste"), "get_kind_display"),
    Column(_("Postes"), "posts", sort="postes", numeric=True),
    Column(_("Motif"), "get_reason_display"),
    Column(_("Avis"), _verdict, sort="avis"),
    Column(_("Demandé le"), lambda row: row.created_at.date(), sort="date"),
    state(_("État"), "state", sort="etat"),
)  # fmt: skip

AMENDMENT_EXPORT = [
    Exported("Structure", lambda row: row.host.name),
    Exported("SIRET", lambda row: row.host.siret or row.host.ridet),
    Exported("Code département", lambda row: row.department_id),
    Exported("Nature", lambda row: row.get_direction_display()),
    Exported("Type de poste", lambda row: row.get_kind_display()),
    Exported("Postes demandés", lambda row: row.posts),
    Exported("Postes accordés ou rendus", lambda row: row.posts_decided),
    Exported("Motif", lambda row: row.get_reason_display()),
    Exported("Avis préfet", _verdict),
    Exported("Demandé le", lambda row: row.created_at.date()),
    Exported("État", lambda row: row.get_state_display()),
    Exported("Décidé le", lambda row: row.decided_at and row.decided_at.date()),
    Exported("Date d'effet", lambda row: row.effective_on),
    Exported("Lettre", lambda row: row.letter_reference),
]

TRANSFERS = (
    Column(_("Poste"), "post", sort="poste", heading=True, link=page_of("positions:transfer")),
    Column(_("De"), "from_host", sort="de"),
    Column(_("Vers"), "to_host", sort="vers"),
    Column(_("Dép."), "department_id", sort="departement"),
    Column(_("À partir du"), "effective_on", sort="date"),
    Column(_("Exceptionnel"), "exceptional"),
    state(_("État"), "state", sort="etat"),
)

TRANSFER_EXPORT = [
    Exported("N° de poste", lambda row: row.post.number),
    Exported("Structure cédante", lambda row: row.from_host.name),
    Exported("SIRET cédante", lambda row: row.from_host.siret or row.from_host.ridet),
    Exported("Structure de transfert", lambda row: row.to_host.name),
    Exported("SIRET d'arrivée", lambda row: row.to_host.siret or row.to_host.ridet),
    Exported("Code département", lambda row: row.department_id),
    Exported("Date d'effet", lambda row: row.effective_on),
    Exported("Exceptionnel", lambda row: row.exceptional),
    Exported("État", lambda row: row.get_state_display()),
]

VACANCIES = (
    Column(
        _("Poste"), "post", sort="poste", heading=True,
        link=page_of("positions:post", "post_id"),
    ),
    Column(_("Structure"), "host", sort="structure"),
    Column(_("Commune"), "host.commune.name", sort="commune"),
    Column(_("Dép."), "department_id", sort="departement"),
    Column(_("Vacant depuis"), "vacant_since", sort="date"),
    Column(_("Dernière alerte"), _stage, sort="etape"),
)  # fmt: skip

VACANCY_EXPORT = [
    Exported("N° de poste", lambda row: row.post.number),
    Exported("Type", lambda row: row.post.get_kind_display()),
    Exported("Structure", lambda row: row.host.name),
    Exported("SIRET", lambda row: row.host.siret or row.host.ridet),
    Exported("Code département", lambda row: row.department_id),
    Exported("Vacant depuis", lambda row: row.vacant_since),
    Exported("Dernière alerte", _stage),
]
