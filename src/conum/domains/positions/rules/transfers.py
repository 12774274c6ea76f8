"""What is right for transfers of posts (POS-46, POS-48)."""

from __future__ import annotations

from datetime import date, timedelta

from conum.kernel.rules import rule


@rule("POS-46", field="siret")
def in_same_department(origin: str, arrival: str, exceptional: bool) -> bool:
    """Un poste se transfère dans le même département, sauf transfert exceptionnel proposé par l'administrateur."""
    return exceptional or origin == arrival


@rule("POS-46")
def agreed_by_all(from_host: bool, to_host: bool, prefecture: bool, arrival_prefecture: bool) -> bool:
    """Un transfert est accepté quand les deux structures et la préfecture ont donné leur accord, celle du département
    d'arrivée aussi quand le poste en change."""
    return from_host and to_host and prefecture and arrival_prefecture


@rule("POS-46")
def opens_the_day_after(closed_on: date, opens_on: date) -> bool:
    """L'ancien rattachement se ferme la veille de l'ouverture du nouveau."""
    return closed_on + timedelta(days=1) == opens_on


@rule("POS-46")
def post_is_free_to_leave(engaged: bool) -> bool:
    """Un contrat est saisi, en cours ou en rupture sur ce poste : le transfert attend sa fin."""
    return not engaged


@rule("POS-48", field="exceptional")
def transfer_is_allowed(allocation_open: bool, exceptional: bool) -> bool:
    """L'attribution de postes est fermée : seul un transfert exceptionnel est possible."""
    return allocation_open or exceptional


def opening_day(effective_on: date, last_occupied: date | None) -> date:
    """Return the first day at the new host: the day agreed, or the day after the post was last occupied."""
    return max(effective_on, last_occupied + timedelta(days=1)) if last_occupied else effective_on
