"""What is right for a host request (sheet 02 section 3)."""

from __future__ import annotations

from datetime import date, timedelta

from conum.commons.accounts.enums import EmployerClass, OrganisationKind
from conum.kernel.rules import rule

# INSEE legal categories: 71xx is the State's administration, 4xxx bodies under public law that trade, 7xxx public law.
STATE_SERVICES = "71"
PUBLIC_CATEGORIES = ("4", "7")
PROGRAMME_DOMAINS = ("conseiller-numerique.fr", "conseiller-numerique.gouv.fr")


@rule("POS-01", field="siret")
def one_open_request(already_open: bool) -> bool:
    """Une demande du même type est déjà en cours d'instruction pour ce SIRET ou ce RIDET."""
    return not already_open


@rule("POS-01", field="siret")
def no_approved_request(already_approved: bool) -> bool:
    """Votre structure a déjà des postes de ce type : demandez un ajout de postes depuis votre espace."""
    return not already_approved


@rule("POS-02", field="organisation_kind")
def class_is_open(day: date, opens_on: date) -> bool:
    """Les demandes des structures de votre catégorie seront ouvertes le {opens_on:%d/%m/%Y}."""
    return day >= opens_on


@rule("POS-03", field="organisation_kind")
def not_a_state_service(state_service: bool, legal_category: str = "") -> bool:
    """Un service déconcentré de l'État ne peut pas accueillir de conseiller numérique."""
    return not state_service and not legal_category.startswith(STATE_SERVICES)


@rule("POS-03", field="organisation_kind")
def not_solely_for_profit(sole_profit: bool) -> bool:
    """Une société à but exclusivement lucratif ne peut pas accueillir de conseiller numérique."""
    return not sole_profit


@rule("POS-04", field="additional_post")
def in_addition_to_france_services(france_services: bool, additional_post: bool) -> bool:
    """Dans une France Services, le conseiller numérique vient en plus des deux agents obligatoires, à temps plein."""
    return additional_post or not france_services


@rule("POS-05")
def class_follows_from_facts(kind: str, legal_category: str, stated: str) -> bool:
    """Le statut public ou privé est calculé d'après la catégorie juridique de la structure."""
    return stated == employer_class(kind, legal_category)


def employer_class(kind: str, legal_category: str = "") -> str:
    """Return the employer class of an organisation (POS-05).

    Args:
        kind: `OrganisationKind` code.
        legal_category: INSEE legal category, four digits, or "" when unknown; it wins over the kind.
    """
    by_kind = kind != OrganisationKind.PRIVATE
    public = legal_category[:1] in PUBLIC_CATEGORIES if legal_category else by_kind
    return EmployerClass.PUBLIC if public else EmployerClass.PRIVATE


@rule("POS-07")
def confirmation_is_alive(asked_on: date, day: date, days: int) -> bool:
    """Ce lien de confirmation n'est plus valable : il servait pendant {days} jours. Refaites une demande."""
    return day <= asked_on + timedelta(days=days)


@rule("POS-08")
def answer_reveals_nothing(answer_known: str, answer_unknown: str) -> bool:
    """La réponse à un envoi est la même que la structure ou l'adresse soit connue ou non."""
    return answer_known == answer_unknown


@rule("POS-48", field="posts_granted")
def allocation_is_open(is_open: bool) -> bool:
    """L'attribution de nouveaux postes est fermée : aucune demande ni aucun ajout ne peut être accepté."""
    return is_open


def on_programme_domain(email: str) -> bool:
    """Tell whether an address is on the programme's own mail domain, refused for a contact (sheet 02 section 3)."""
    return email.rpartition("@")[2].strip().lower() in PROGRAMME_DOMAINS
