"""What is right in an application for an accreditation (sheet 13 section 2)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from conum.kernel.rules import rule

MISSION_LEAST, MISSION_MOST = 20, 2500
MOST_PEOPLE = 200


@rule("MAN-01")
def confirmations_are_all_given(given: Mapping[str, bool]) -> bool:
    """Les cinq engagements sont nécessaires : conditions, données, professionnels seuls, ni élu, ni bénévole."""
    return len(given) == 5 and all(given.values())


@rule("MAN-01", field="email")
def somebody_helps(helpers: int) -> bool:
    """Ajoutez au moins un aidant : sans aidant, l'habilitation ne sert à personne."""
    return helpers >= 1


@rule("MAN-02", field="email")
def each_has_an_address(addresses: Collection[str]) -> bool:
    """Deux personnes ont la même adresse : chacune a la sienne."""
    return len(set(addresses)) == len(addresses)


@rule("MAN-04")
def none_is_open(open_request: bool) -> bool:
    """Cette organisation a déjà une demande d'habilitation en cours : suivez-la plutôt que d'en faire une autre."""
    return not open_request


@rule("MAN-04")
def none_is_accredited(accredited: bool) -> bool:
    """Cette organisation est déjà habilitée : demandez à son référent de vous inviter."""
    return not accredited


def confirmation_is_alive(saved_at: datetime, now: datetime, days: int) -> bool:
    """Tell whether the issuer's address may still be confirmed."""
    return now - saved_at <= timedelta(days=days)
