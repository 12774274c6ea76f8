"""From a SIRET to what the State's directory knows, or to a form filled by hand and flagged."""

from __future__ import annotations

from typing import Any

from conum.commons.accounts.enums import Role
from conum.commons.accounts.models import Actor
from conum.commons.territories.queries import current_code
from conum.domains.positions.queries.directory import asked, closed_sentence
from conum.domains.positions.rules import requests as rules
from conum.kernel.errors import ConumError


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
    found = asked(answers["siret"]) if answers["siret"] else None
    if found is None:
        return {"legal_found": number, "to_check": True, "legal_category": "", "latitude": None, "longitude": None}
    if found.closed:
        raise ConumError(closed_sentence(found), field="siret")
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
