"""What is right for posts, attachments and assignments (sheet 02 section 5)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import pairwise

from conum.domains.positions.enums import PostState
from conum.kernel.rules import rule

Period = tuple[date, date | None]  # first and last day, both included; None while open
FAR = date.max


def overlap(periods: Iterable[Period]) -> bool:
    """Tell whether two of the periods share a day."""
    ordered = sorted((first, last or FAR) for first, last in periods)
    return any(earlier[1] >= later[0] for earlier, later in pairwise(ordered))


@rule("POS-30")
def attached_once_at_a_time(periods: Iterable[Period]) -> bool:
    """Un poste est rattaché à une seule structure à la fois."""
    return not overlap(periods)


@rule("POS-31")
def assigned_once_at_a_time(periods: Iterable[Period]) -> bool:
    """Ce poste est déjà occupé sur une partie de cette période."""
    return not overlap(periods)


@rule("POS-32")
def counsellor_on_one_post(periods: Iterable[Period]) -> bool:
    """Cette personne occupe déjà un poste de conseiller numérique sur une partie de cette période."""
    return not overlap(periods)


@rule(
    "POS-33",
    counted="open_posts",
    one="Le département aurait {open_posts} poste ouvert pour une dotation de {quota}.",
)
def posts_within_quota(open_posts: int, quota: int) -> bool:
    """Le département aurait {open_posts} postes ouverts pour une dotation de {quota}."""
    return open_posts <= quota


@rule("POS-34")
def state_is_computed(stored_fields: Iterable[str]) -> bool:
    """L'état d'un poste se lit dans ses dates ; il n'est jamais enregistré."""
    return "state" not in stored_fields


@rule("POS-35")
def attached_to_one_host(hosts: Iterable[object]) -> bool:
    """Un poste peut être partagé ou itinérant ; il est toujours rattaché à une seule structure."""
    return len(set(hosts)) <= 1


def post_state(*, attached: bool, assigned: bool) -> PostState:
    """Return the derived state (POS-34) from what is open on the day.

    Args:
        attached: the post has an open attachment.
        assigned: that attachment has an open assignment.
    """
    if not attached:
        return PostState.HANDED_BACK
    return PostState.FILLED if assigned else PostState.VACANT
