"""What is right about organisations, memberships and codes."""

from __future__ import annotations

import re
from datetime import datetime

from stdnum.fr import siret as siret_number

from conum.commons.accounts.enums import EmployerClass, OrganisationKind, Role
from conum.kernel.rules import rule

MAX_ATTEMPTS = 5
RIDET = re.compile(r"^\d{7}(\d{3})?$")
RNA = re.compile(r"^W[0-9A-Z]{9}$")
PUBLIC_KINDS = frozenset(OrganisationKind.values) - {OrganisationKind.PRIVATE}
# INSEE legal categories, first digits: 4 public body of a commercial kind, 7 public-law person.
PUBLIC_CATEGORIES = ("4", "7")
# 71: State deconcentrated services and central administrations.
STATE_CATEGORIES = ("71",)


def compact(number: str) -> str:
    """Return the number without spaces, dots and non-breaking spaces, in capitals."""
    return re.sub(r"[\s.\u00a0\u202f-]", "", number).upper()


@rule("POS-06", field="siret")
def siret_is_valid(siret: str) -> bool:
    """Ce numéro SIRET n'est pas valable : il compte 14 chiffres et une clé de contrôle. Vérifiez les chiffres."""
    return siret_number.is_valid(siret)  # knows La Poste: sum of digits multiple of 5


@rule("POS-06", field="ridet")
def ridet_is_valid(ridet: str) -> bool:
    """Ce numéro RIDET n'est pas valable : il compte 7 chiffres, ou 10 avec l'établissement."""
    return bool(RIDET.match(ridet))


@rule("POS-06", field="ridet")
def ridet_only_without_siret(siret: str, ridet: str) -> bool:
    """Indiquez un SIRET ou un RIDET, pas les deux : le RIDET sert seulement en Nouvelle-Calédonie."""
    return not (siret and ridet)


@rule("POS-06", field="siret")
def siret_or_ridet_given(siret: str, ridet: str) -> bool:
    """Indiquez le numéro SIRET de la structure (ou son RIDET en Nouvelle-Calédonie)."""
    return bool(siret or ridet)


@rule("POS-06", field="rna")
def rna_is_valid(rna: str) -> bool:
    """Ce numéro RNA n'est pas valable : il commence par W, suivi de 9 caractères."""
    return bool(RNA.match(rna))


def employer_class(kind: str, legal_category: str) -> str:
    """Return the class that follows from the kind and the INSEE legal category (sheet 02 section 1).

    Args:
        kind: `OrganisationKind`, or "" when unknown.
        legal_category: four-digit INSEE code, or "" when unknown. A public-law category makes a host public
            whatever kind was ticked (a CCAS or an EPIC declared as "private" is public).

    Returns an `EmployerClass`, or "" when nothing is known.
    """
    if kind in PUBLIC_KINDS or legal_category.startswith(PUBLIC_CATEGORIES):
        return EmployerClass.PUBLIC
    return EmployerClass.PRIVATE if kind or legal_category else ""


def is_state_service(legal_category: str) -> bool:
    """Tell whether the INSEE legal category is one of the State's own services, which may not host (POS-03)."""
    return legal_category.startswith(STATE_CATEGORIES)


def scope_is_complete(role: str, *, organisation: bool, department: bool, region: bool) -> bool:
    """Tell whether a membership has the scope its role needs (sheet 00 section 3).

    A prefecture has one département or one région, never both; the roles that act for an organisation have one.
    """
    if role == Role.PREFECTURE:
        return department != region
    return organisation if role in ORGANISATION_ROLES else True


ORGANISATION_ROLES = frozenset(
    {Role.HOST_MANAGER, Role.HUB, Role.NETWORK, Role.HELPER, Role.HELPER_LEAD, Role.VOUCHER_PLACE, Role.TRAINING_BODY}
)


def code_is_alive(*, now: datetime, expires_at: datetime, attempts: int, used: bool) -> bool:
    """Tell whether a code may still be tried: not used, not too old, fewer than `MAX_ATTEMPTS` attempts."""
    return not used and now < expires_at and attempts < MAX_ATTEMPTS
