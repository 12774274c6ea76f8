"""Hard conditions of a match and limits of shortlists (sheet 02 section 7); SQL says the same in `operations`."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta

from conum.domains.recruitment.enums import Mobility
from conum.kernel.rules import rule


def zone_of(department: str, own_zones: Collection[int]) -> str:
    """Return the département code when it matches only inside itself (REC-23), empty otherwise."""
    return department if department in {str(code) for code in own_zones} else ""


@rule("REC-20")
def open_to_match(request_state: str, vacant_posts: int, candidate_state: str, confirmed: bool) -> bool:
    """La candidathèque s'ouvre quand la demande est acceptée et qu'un poste est vacant ; seuls les candidats
    disponibles, dont l'adresse est confirmée, y figurent."""
    return request_state == "approved" and vacant_posts > 0 and candidate_state == "available" and confirmed


@rule("REC-21")
def within_mobility(distance_m: int, mobility_km: int) -> bool:
    """Le poste est à plus de {mobility_km} km, le rayon accepté par le candidat."""
    return mobility_km == Mobility.FRANCE or distance_m <= mobility_km * 1000


@rule("REC-22")
def free_in_time(available_from: date, start_wanted: date, today: date) -> bool:
    """Le candidat n'est disponible qu'à partir du {available_from:%d/%m/%Y}, après la date souhaitée."""
    return available_from <= max(start_wanted, today)


@rule("REC-23")
def same_zone(candidate_zone: str, need_zone: str) -> bool:
    """En Guadeloupe, en Martinique et à Saint-Martin, les postes sont proposés aux candidats du territoire."""
    return candidate_zone == need_zone


@rule("REC-25")
def may_be_proposed_again(closed_at: datetime, now: datetime, repropose_after: int) -> bool:
    """Une proposition déclinée n'est pas refaite avant {repropose_after} jours."""
    return now >= closed_at + timedelta(days=repropose_after)


@rule(
    "REC-33",
    counted="live",
    one="Vous avez déjà {live} présélection en cours, le maximum est de {per_post} par poste vacant. Retenez ou "
    "écartez une personne pour en présélectionner une autre.",
)
def room_in_host_shortlists(live: int, vacant_posts: int, per_post: int) -> bool:
    """Vous avez déjà {live} présélections en cours, le maximum est de {per_post} par poste vacant. Retenez ou écartez
    une personne pour en présélectionner une autre."""
    return live < per_post * vacant_posts


@rule(
    "REC-33",
    counted="live",
    one="Cette personne est déjà présélectionnée par {live} structure, le maximum est de {per_candidate}. Elle "
    "redevient disponible dès qu'une présélection se termine.",
)
def room_in_candidate_shortlists(live: int, per_candidate: int) -> bool:
    """Cette personne est déjà présélectionnée par {live} structures, le maximum est de {per_candidate}. Elle redevient
    disponible dès qu'une présélection se termine."""
    return live < per_candidate


@rule("REC-32")
def visible_to_hosts(visible: bool) -> bool:
    """Cette personne ne souhaite plus être visible des structures."""
    return visible
