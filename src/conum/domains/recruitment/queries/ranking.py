"""The best candidates of a host request with their reasons, as plain rows: no object is made that is not read."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from conum.domains.recruitment.enums import Situation
from conum.domains.recruitment.rules.score import PairFacts
from conum.domains.recruitment.rules.score_sentence import SEPARATOR, score_reasons
from conum.kernel.statements import planned

# The best of each need by its index first, the names of those only: flat as proposals grow.
RANKED = """
SELECT best.id, best.candidate_id, best.first_name, t.name, best.score, best.distance_m, best.mobility_km,
       best.available_from, n.start_wanted, best.situations, best.pix_level, best.waiting_since
  FROM unnest(%(needs)s::uuid[]) AS asked(id)
  JOIN recruitment_hostneed AS n ON n.id = asked.id
 CROSS JOIN LATERAL (
     SELECT m.id, m.candidate_id, m.score, m.distance_m, c.first_name, c.commune_id, c.mobility_km, c.available_from,
            c.situations, CASE WHEN c.pix_shared THEN c.pix_level END AS pix_level, c.waiting_since
       FROM recruitment_match AS m JOIN recruitment_candidate AS c ON c.id = m.candidate_id
      WHERE m.need_id = asked.id AND m.state = 'proposed' AND c.visible
      ORDER BY m.score DESC, m.id LIMIT %(last)s::integer
 ) AS best
  LEFT JOIN territories_commune AS t ON t.code = best.commune_id
 ORDER BY best.score DESC, best.id
 LIMIT %(count)s::integer OFFSET %(first)s::integer
"""


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


def ranked(needs: Collection[UUID], today: date, *, first: int = 0, count: int = 50) -> list[Ranked]:
    """Return the proposals made for `needs`, the best first; a candidate who withdrew visibility is not there (REC-32).

    Args:
        needs: needs in sight of who asks.
        today: day of the sentences.
        first, count: the slice wanted.
    """
    given = {"needs": list(needs), "last": first + count, "count": count, "first": first}
    return [_ranked(row, today) for row in planned(RANKED, given)]


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
