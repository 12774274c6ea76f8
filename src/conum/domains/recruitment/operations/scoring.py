"""Distance and score of one pair, for a match made by hand."""

from __future__ import annotations

from datetime import datetime

from django.db import connection
from django.utils.timezone import localdate

from conum.domains.recruitment.models import Match
from conum.domains.recruitment.queries.scores import facts_of
from conum.domains.recruitment.rules.score import score

DISTANCE = "SELECT round(earth_distance(ll_to_earth(%s, %s), ll_to_earth(%s, %s)))::integer"


def scored_pair(match: Match, *, now: datetime) -> None:
    """Set distance (metres), parts and score of this match, as the set-based matching would."""
    candidate, need = match.candidate, match.need
    with connection.cursor() as cursor:
        cursor.execute(DISTANCE, [candidate.latitude, candidate.longitude, need.latitude, need.longitude])
        match.distance_m = cursor.fetchone()[0]
    made = score(facts_of(candidate, need, match.distance_m, localdate(now)))
    match.part_distance, match.part_date, match.part_experience = made.distance, made.date, made.experience
    match.part_pix, match.part_waiting, match.score = made.pix, made.waiting, made.total
    match.computed_at = now
