"""What is right when a person writes a place."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from conum.kernel.rules import rule

ASK_FROM = 0.5  # below, an answer of the address search is worth nothing (PLA-03)


def address_verdict(score: float, accept: float) -> str:
    """Return `accepted`, `asked` (to a person) or `refused` for an answer of the address search (PLA-03)."""
    return "accepted" if score >= accept else "asked" if score >= ASK_FROM else "refused"


@rule("PLA-03", field="location")
def address_is_chosen(answered: bool) -> bool:
    """L’adresse n’est pas reconnue avec certitude : choisissez parmi les propositions."""
    return answered


@rule("PLA-11", field="name")
def seat_is_changed_by_its_managers(is_seat: bool, may_manage: bool) -> bool:
    """Le nom, l’adresse et le SIRET du siège d’une structure ne sont modifiés que par ses gestionnaires."""
    return may_manage or not is_seat


@rule("PLA-19", field="closed_on")
def closing_day_not_past_opening(closed_on: date, today: date) -> bool:
    """Un lieu ferme aujourd’hui ou un jour passé ; pour une fermeture à venir, revenez ce jour-là."""
    return closed_on <= today


@rule("PLA-19")
def place_is_open(closed_on: date | None) -> bool:
    """Ce lieu est fermé : rouvrez-le avant de le modifier."""
    return closed_on is None


@rule("PLA-34")
def place_is_not_merged(merged: bool) -> bool:
    """Cette fiche a été fusionnée avec une autre : modifiez la fiche conservée."""
    return not merged


@rule("PLA-13", field="emails")
def no_address_of_a_person_without_consent(address: str) -> bool:
    """« {address} » est l’adresse d’une personne du lieu qui n’a pas accepté de la montrer : donnez celle du lieu."""
    return not address


@rule("PLA-13", field="shown_on_map")
def shown_with_consent(shown: bool, is_self: bool) -> bool:
    """Seule la personne elle-même accepte d’être montrée sur la fiche du lieu."""
    return is_self or not shown


def postal_code_fits(postal_code: str, known: Sequence[str]) -> bool:
    """Tell whether a postal code is one of the commune's (section 1.1, field 5); a commune without any accepts all."""
    return not known or postal_code in known
