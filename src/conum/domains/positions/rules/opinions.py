"""What is right for a prefect's opinion (sheet 02 section 4)."""

from __future__ import annotations

from conum.domains.positions.enums import OPEN_STATES
from conum.kernel.rules import rule

COMMENT_MIN, COMMENT_MAX = 10, 1000  # characters (POS-11)
CONTEXT_KEYS = ("quota", "granted", "requested", "fragility", "zones", "france_services")


@rule("POS-10")
def in_own_territory(inside: bool) -> bool:
    """Seule la préfecture du département de la structure, ou de sa région, donne l'avis."""
    return inside


@rule("POS-11", field="comment")
def comment_has_right_length(comment: str) -> bool:
    """Le commentaire de l'avis est obligatoire et compte de 10 à 1 000 caractères."""
    return COMMENT_MIN <= len(comment.strip()) <= COMMENT_MAX


@rule("POS-12")
def still_undecided(state: str) -> bool:
    """L'avis ne peut plus être donné ni remplacé : la demande n'attend plus de décision."""
    return state in OPEN_STATES


@rule("POS-13")
def context_is_complete(context: dict[str, object]) -> bool:
    """L'avis garde la dotation, les postes accordés et demandés, la fragilité, les zones et les France Services."""
    return all(key in context for key in CONTEXT_KEYS)
