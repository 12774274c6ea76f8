"""Rules of a place as a whole (sheet 05 section 4)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext_noop

from conum.domains.places.enums import AccessMode, Fee, Freshness, NationalScheme
from conum.domains.places.rules.findings import Finding, noticed, refused
from conum.kernel.rules import rule

PRIVATE = AccessMode.NOT_OPEN_TO_PUBLIC.value
# What a place that offers nothing to the public leaves empty: field → column of the schema.
PUBLIC_ONLY = {
    "target_audiences": "publics_specifiquement_adresses",
    "special_support": "prise_en_charge_specifique",
    "fees": "frais_a_charge",
    "itinerance": "itinerance",
    "support_modes": "modalites_accompagnement",
}
BOTH = gettext_noop("« Ce lieu n'accueille pas de public » contredit les autres modalités d’accès.")
NOT_PRIVATE = gettext_noop("Le lieu offre des services : « Ce lieu n'accueille pas de public » est retiré.")
MADE_PRIVATE = gettext_noop("Aucun service : le lieu est noté « Ce lieu n'accueille pas de public ».")
EMPTIED = gettext_noop("Aucun service : cette information est laissée de côté.")


@rule("PLA-02", field="access_modes")
def access_modes_agree(services: Sequence[str], access_modes: Sequence[str]) -> bool:
    """Un lieu qui offre des services accueille du public ; un lieu sans service n’en accueille pas."""
    return PRIVATE not in access_modes if services else list(access_modes) == [PRIVATE]


@rule("PLA-12", field="main")
def main_place_is_public(access_modes: Sequence[str]) -> bool:
    """Un lieu qui n’accueille pas de public ne peut pas être le lieu principal d’une personne."""
    return PRIVATE not in access_modes


@rule("PLA-08", field="updated_on")
def day_not_in_future(updated_on: date, today: date) -> bool:
    """La date de mise à jour ne peut pas être dans le futur."""
    return updated_on <= today


def counsellors_free_others_paid(schemes: Sequence[str], fees: Sequence[str]) -> bool:
    """Tell whether counsellors help here while something is paid: what they do is free, and said apart (PLA-05)."""
    return NationalScheme.CONSEILLERS_NUMERIQUES in schemes and bool({Fee.PAID, Fee.FREE_CONDITIONAL} & {*fees})


def settle_access(values: dict[str, Any], received: dict[str, str]) -> list[Finding]:
    """Make a row agree with PLA-02, in place, and return what was changed; a contradiction refuses it.

    Args:
        values: our fields of the row.
        received: cells of the file by column, shown back in the findings.
    """
    modes = values["access_modes"]
    cell = received.get("modalites_acces", "")
    if PRIVATE in modes and len(modes) > 1:
        return [refused("modalites_acces", cell, "PLA-02", BOTH)]
    if values["services"]:
        if PRIVATE not in modes:
            return []
        values["access_modes"] = []
        return [noticed("modalites_acces", cell, "PLA-02", NOT_PRIVATE)]
    return _made_private(values, received)


def _made_private(values: dict[str, Any], received: dict[str, str]) -> list[Finding]:
    findings = []
    if values["access_modes"] != [PRIVATE]:
        cell = received.get("modalites_acces", "")
        findings.append(
            noticed("modalites_acces", cell, "PLA-02", MADE_PRIVATE, kept=AccessMode.NOT_OPEN_TO_PUBLIC.official)
        )
        values["access_modes"] = [PRIVATE]
    for field, column in PUBLIC_ONLY.items():
        if values[field]:
            values[field] = []
            findings.append(noticed(column, received.get(column, ""), "PLA-02", EMPTIED))
    return findings


def freshness_of(updated_on: date | None, today: date, months: tuple[int, ...]) -> Freshness:
    """Return how fresh a place is (PLA-08).

    Args:
        updated_on: day of the last confirmation; None when unknown.
        months: the three limits, `places.freshness_months` on the day.
    """
    if updated_on is None:
        return Freshness.TO_UPDATE
    age = (today.year - updated_on.year) * 12 + today.month - updated_on.month - (today.day < updated_on.day)
    classes = (Freshness.UP_TO_DATE, Freshness.TO_WATCH, Freshness.TO_CHECK)
    return next((name for name, limit in zip(classes, months, strict=True) if age < limit), Freshness.TO_UPDATE)
