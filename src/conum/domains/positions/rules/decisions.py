"""What is right for a committee decision (sheet 02 section 4)."""

from __future__ import annotations

from collections.abc import Mapping

from conum.domains.positions.enums import CoordinationCriterion, PostKind, RefusalReason, RequestState, SessionState
from conum.kernel.rules import rule


@rule("POS-20")
def request_is_confirmed(state: str) -> bool:
    """La demande n'est pas confirmée : elle ne peut pas être décidée."""
    return state != RequestState.UNCONFIRMED


@rule("POS-20", field="no_opinion_reason")
def opinion_or_reason(has_opinion: bool, no_opinion_reason: str) -> bool:
    """La préfecture n'a pas donné d'avis : dites pourquoi vous décidez sans lui."""
    return has_opinion or bool(no_opinion_reason.strip())


@rule("POS-21", field="posts_granted")
def approval_grants_a_post(posts_granted: int) -> bool:
    """Une demande acceptée accorde au moins un poste."""
    return posts_granted >= 1


@rule("POS-21", field="posts_granted")
def refusal_grants_none(posts_granted: int) -> bool:
    """Une demande refusée n'accorde aucun poste."""
    return posts_granted == 0


@rule(
    "POS-22",
    field="posts_granted",
    counted="remaining",
    one="Il reste {remaining} poste sur la dotation de {department} : vous ne pouvez pas en accorder {posts_granted}. "
    "Un second administrateur peut donner son accord pour dépasser.",
)
def within_quota(posts_granted: int, remaining: int, department: str) -> bool:
    """Il reste {remaining} postes sur la dotation de {department} : vous ne pouvez pas en accorder {posts_granted}.
    Un second administrateur peut donner son accord pour dépasser."""
    return posts_granted <= remaining


@rule(
    "POS-22",
    field="posts_granted",
    counted="remaining",
    one="Il reste {remaining} poste sur l'enveloppe nationale : vous ne pouvez pas en accorder {posts_granted}.",
)
def within_envelope(posts_granted: int, remaining: int) -> bool:
    """Il reste {remaining} postes sur l'enveloppe nationale : vous ne pouvez pas en accorder {posts_granted}."""
    return posts_granted <= remaining


@rule("POS-22")
def agreed_by_another(asked_by: object, agreed_by: object) -> bool:
    """L'accord pour dépasser la dotation est donné par un autre administrateur que celui qui le demande."""
    return asked_by != agreed_by


@rule("POS-23", field="refusal_reason")
def refusal_has_a_reason(reason: str) -> bool:
    """Un refus porte l'un des trois motifs : pertinence, répartition dans le département, équilibre national."""
    return reason in RefusalReason.values


@rule(
    "POS-24",
    counted="posts_granted",
    one="L'acceptation crée {posts_granted} poste et son rattachement dans la même opération.",
)
def posts_follow_the_decision(posts_granted: int, posts_opened: int) -> bool:
    """L'acceptation crée {posts_granted} postes et leurs rattachements dans la même opération."""
    return posts_granted == posts_opened


@rule("POS-25")
def session_takes_decisions(state: str) -> bool:
    """Cette session n'est pas ouverte : elle ne reçoit pas de décision."""
    return state == SessionState.OPEN


@rule("POS-26", field="criteria")
def coordination_is_weighed(kind: str, criteria: Mapping[str, str]) -> bool:
    """Une décision sur un coordinateur apprécie la stratégie, la légitimité, la concertation et la pertinence."""
    return kind != PostKind.COORDINATOR or all(criteria.get(name) for name in CoordinationCriterion.values)


@rule("POS-23", field="observation")
def review_has_an_observation(observation: str) -> bool:
    """Dites à la préfecture ce qui est attendu de l'examen complémentaire."""
    return bool(observation.strip())
