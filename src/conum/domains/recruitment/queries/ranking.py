"""The best candidates of a host request with their reasons, as plain rows: no object is made that is not read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from conum.domains.recruitment.enums import MatchState, Situation
from conum.domains.recruitment.models import Match
from conum.domains.recruitment.rules.score import PairFacts
from conum.domains.recruitment.rules.score_sentence import SEPARATOR, score_reasons

FIELDS = (
    "pk",
    "candidate_id",
    "candidate__first_name",
    "candidate__commune__name",
    "score",
    "distance_m",
    "candidate__mobility_km",
    "candidate__available_from",
    "need__start_wanted",
    "candidate__situations",
    "candidate__pix_level",
    "candidate__waiting_since",
)


@dataclass(frozen=True, slots=True)
class Ranked:
    """One proposal: what a host sees before shortlisting (REC-32), and why it is proposed (REC-30).

    score: micro-points. distance_m: metres, great circle.
    """

    match_id: UUID
    candidate_id: UUID
    first_name: str
    commune: str
    score: int
    distance_m: int
    reasons: str


def ranked(matches: QuerySet[Match], today: date, *, first: int = 0, count: int = 50) -> list[Ranked]:
    """Return the proposals among `matches` (those the actor may see of one need), the best first.

    Args:
        matches: matches visible to the actor.
        today: day of the sentences.
        first, count: the slice wanted.
    """
    rows = matches.filter(state=MatchState.PROPOSED).order_by("-score", "pk").values_list(*FIELDS)
    return [_ranked(row, today) for row in rows[first : first + count]]


def _ranked(row: tuple, today: date) -> Ranked:
    pk, candidate, name, commune, score, distance, mobility, available, start, situations, pix, waiting = row
    facts = PairFacts(
        distance_m=distance,
        mobility_km=mobility,
        available_from=available,
        start_wanted=start,
        today=today,
        mediation_degree=Situation.MEDIATION_DEGREE in situations,
        mediation_experience=Situation.MEDIATION_EXPERIENCE in situations,
        pix_level=pix,
        waiting_days=(today - (waiting or today)).days,
    )
    reasons = SEPARATOR.join(score_reasons(facts).values())
    return Ranked(pk, candidate, name, commune or "", score, distance, reasons)
