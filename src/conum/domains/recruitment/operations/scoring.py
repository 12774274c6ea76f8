"""Distance and score of one pair, for a match made by hand."""

from __future__ import annotations

from datetime import datetime

from django.utils.timezone import localdate

from conum.commons.territories.queries import distance_m
from conum.domains.recruitment.models import Match
from conum.domains.recruitment.queries.scores import facts_of
from conum.domains.recruitment.rules.score import score


def scored_pair(match: Match, *, now: datetime) -> None:
    """Set distance (metres), parts and score of this match, as the set-based matching would."""
    candidate, need = match.candidate, match.need
    match.distance_m = round(distance_m(candidate.latitude, candidate.longitude, need.latitude, need.longitude))
    made = score(facts_of(candidate, need, match.distance_m, localdate(now)))
    match.part_distance, match.part_date, match.part_experience = made.distance, made.date, made.experience
    match.part_pix, match.part_waiting, match.score = made.pix, made.waiting, made.total
    match.computed_at = now
