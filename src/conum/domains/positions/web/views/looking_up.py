"""From a SIRET to what the State's directory knows, or to a form filled by hand and flagged."""

from __future__ import annotations

import logging
from typing import Any

from django.utils.translation import gettext as _

from conum.commons.accounts.enums import Role
from conum.commons.accounts.models import Actor
from conum.commons.territories.queries import current_code
from conum.domains.positions.gateways import companies
from conum.domains.positions.rules import requests as rules
from conum.kernel.errors import ConumError

logger = logging.getLogger(__name__)


def looked_up(answers: dict[str, Any], earlier: dict[str, Any], actor: Actor | None) -> dict[str, Any]:
    """Return the answers that the directory gives for this structure.

    Args:
        answers: the step just filled (`siret` or `ridet`).
        earlier: the draft so far: what was corrected by hand for the same number is kept.
        actor: who fills the form.

    Raises:
        ConumError: the establishment is closed (its date is told).
        RuleBroken: POS-03, a service of the State.
    """
    number = answers["siret"] or answers["ridet"]
    if number == earlier.get("legal_found"):
        return {}
    if actor is not None and actor.role == Role.HOST_MANAGER and earlier.get("name") and earlier.get("commune"):
        return {"legal_found": number}
    found = _asked(answers["siret"]) if answers["siret"] else None
    if found is None:
        return {"legal_found": number, "to_check": True, "legal_category": "", "latitude": None, "longitude": None}
    if found.closed:
        raise ConumError(_closed(found), field="siret")
    rules.not_a_state_service.check(False, found.legal_category, field="siret")
    commune = (current_code(found.commune) if found.commune else None) or ""
    return {
        "legal_found": number,
        "to_check": False,
        "name": found.name,
        "address": found.address,
        "commune": commune,
        "commune_found": commune,
        "legal_category": found.legal_category,
        "latitude": found.latitude,
        "longitude": found.longitude,
        "rna": found.rna,
    }


def _asked(siret: str) -> companies.Establishment | None:
    try:
        return companies.find(siret)
    except companies.DirectoryUnavailable as fault:
        logger.warning("directory of companies unavailable: %s", fault)
        return None


def _closed(found: companies.Establishment) -> str:
    if found.closed_on is None:
        return _("Cet établissement est fermé : donnez le SIRET d'un établissement ouvert.")
    return _("Cet établissement est fermé depuis le %(day)s : donnez le SIRET d'un établissement ouvert.") % {
        "day": found.closed_on.strftime("%d/%m/%Y")
    }
