"""The score of stored matches, as facts and as a sentence (REC-30)."""

from __future__ import annotations

from datetime import date

from conum.domains.recruitment.enums import Situation
from conum.domains.recruitment.models import Candidate, HostNeed, Match
from conum.domains.recruitment.rules.score import PairFacts
from conum.domains.recruitment.rules.score_sentence import SEPARATOR, score_reasons


def facts_of(candidate: Candidate, need: HostNeed, distance_m: int, today: date) -> PairFacts:
    """Return what the score sees of a candidate for a need; nothing else enters (REC-31)."""
    since = candidate.waiting_since or today
    return PairFacts(
        distance_m=distance_m,
        mobility_km=candidate.mobility_km,
        available_from=candidate.available_from,
        start_wanted=need.start_wanted,
        today=today,
        mediation_degree=Situation.MEDIATION_DEGREE in candidate.situations,
        mediation_experience=Situation.MEDIATION_EXPERIENCE in candidate.situations,
        pix_level=candidate.pix_level if candidate.pix_shared else None,
        waiting_days=(today - since).days,
    )


def sentence_of(match: Match, today: date) -> str:
    """Return why this match is proposed, each part in words: "12 km sur 40 ; libre depuis le 3 mars ; …"."""
    return SEPARATOR.join(score_reasons(facts_of(match.candidate, match.need, match.distance_m, today)).values())


def percent(match: Match) -> int:
    """Return the score on 100, rounded down."""
    return match.score // 10_000
