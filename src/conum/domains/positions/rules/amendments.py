"""What is right for additions and returns of posts (sheet 02 section 5)."""

from __future__ import annotations

from datetime import date

from conum.domains.positions.enums import (
    ADDITION_REASONS,
    RETURN_REASONS,
    AmendmentKind,
    AmendmentReason,
    AmendmentState,
    PostKind,
)
from conum.kernel.rules import rule


@rule("POS-40")
def one_open_amendment(open_amendments: int) -> bool:
    """Votre structure a déjà un avenant en cours : attendez sa décision ou annulez-le."""
    return open_amendments == 0


@rule("POS-41")
def no_addition_in_phase_one(phase: int) -> bool:
    """Aucun poste ne peut être ajouté sous une convention de première phase (V1)."""
    return phase != 1


@rule(
    "POS-42",
    field="posts",
    counted="held",
    one="Vous tenez {held} poste de ce type, dont {engaged} avec un contrat saisi, en cours ou en rupture : "
    "vous pouvez en rendre {free} au plus.",
)
def returned_posts_are_free(posts: int, held: int, engaged: int, free: int) -> bool:
    """Vous tenez {held} postes de ce type, dont {engaged} avec un contrat saisi, en cours ou en rupture :
    vous pouvez en rendre {free} au plus."""
    return posts <= free


@rule("POS-43")
def coordinator_post_is_free(kind: str, engaged: int) -> bool:
    """Un poste de coordinateur ne peut être rendu qu'une fois son contrat terminé."""
    return kind != PostKind.COORDINATOR or engaged == 0


@rule("POS-44")
def request_closes_with_last_post(posts_left: int, request_closed: bool) -> bool:
    """Le dernier poste étant rendu, la demande est close et l'accès aux candidats s'arrête."""
    return request_closed == (posts_left == 0)


@rule("POS-45", field="letter_reference")
def return_is_confirmed_by_letter(reference: str) -> bool:
    """Le rendu de postes est confirmé au payeur par lettre recommandée, ou par son équivalent électronique :
    indiquez sa référence."""
    return bool(reference.strip())


@rule(
    "POS-22",
    field="posts_granted",
    counted="posts",
    one="La structure demande {posts} poste : accordez-le, ou refusez l'avenant.",
)
def granted_within_asked(posts_granted: int, posts: int) -> bool:
    """La structure demande {posts} postes : accordez-en de 1 à {posts}."""
    return 1 <= posts_granted <= posts


@rule("POS-12")
def amendment_waits(state: str) -> bool:
    """Cet avenant n'attend plus de décision."""
    return state == AmendmentState.OPEN


def reasons_of(direction: str) -> list[tuple[str, str]]:
    """Return the reasons of a direction: one list for screen and server."""
    codes = RETURN_REASONS if direction == AmendmentKind.RETURN else ADDITION_REASONS
    return [(code, str(AmendmentReason(code).label)) for code in codes]


@rule("POS-45", field="effective_on")
def last_day_is_right(last_day: date, begun: date, latest: date) -> bool:
    """La date d'effet se situe entre le {begun:%d/%m/%Y} et le {latest:%d/%m/%Y}."""
    return begun <= last_day <= latest
