"""Matching kept current: only what changed is computed again (REC-36), in one statement."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils.timezone import localdate

from conum.domains.recruitment.enums import MatchState, Mobility
from conum.domains.recruitment.models import Candidate, HostNeed, Match
from conum.domains.recruitment.operations import matching_sql as sql
from conum.domains.recruitment.operations.needs import refresh_needs
from conum.domains.recruitment.operations.notices import tell_withdrawn
from conum.domains.recruitment.parameters import PROPOSALS_PER_POST, REPROPOSE_AFTER
from conum.domains.recruitment.rules.score import (
    DEFAULT_WEIGHTS,
    EARLY_DAYS,
    FARTHEST_KM,
    LONG_WAIT_DAYS,
    PIX_LEVELS,
    ScoreWeights,
)
from conum.kernel.jobs import defer

RADII = [radius.value for radius in Mobility]
REACHES = [min(radius, FARTHEST_KM) * 1000 for radius in RADII]
"""Metres around a need within which each radius is read; beyond, "France entière" has its own indexes."""


@transaction.atomic
def refresh_for_host(host_id: UUID, *, now: datetime) -> None:
    """Compute again the needs of a host and the matches of each (a post opened, filled, moved)."""
    refresh_for_needs(refresh_needs([host_id], now=now), now=now)


@transaction.atomic
def refresh_for_needs(need_ids: Collection[UUID], *, now: datetime) -> None:
    """Compute again the matches of these needs: the best new ones appear, those that no longer hold are withdrawn.

    Each vacant post has the best `recruitment.proposals_per_post` pairs that hold (REC-33); a proposal once made stays
    as long as it holds, even when better ones come.
    """
    needs = list(HostNeed.objects.select_for_update(no_key=True).filter(pk__in=need_ids).order_by("pk"))
    facts = _facts(now) | {"needs": [need.pk for need in needs]}
    _refresh(sql.AROUND_NEED, "m.need_id = ANY(%(needs)s)", sql.BEST_OF_NEED, facts, now)
    with connection.cursor() as cursor:
        cursor.execute(sql.CUT, facts)


@transaction.atomic
def refresh_for_candidate(candidate_id: UUID, *, now: datetime) -> None:
    """Compute again the matches of a candidate (place, radius, date, availability, visibility).

    New ones appear where the score enters the best of a need; a need left with room takes its next best (REC-33).
    """
    candidate = Candidate.objects.select_for_update(no_key=True).filter(pk=candidate_id).first()
    if candidate is None:
        return
    facts = _facts(now) | {"candidates": [candidate.pk]}
    _refresh(sql.AROUND_CANDIDATE, "m.candidate_id = ANY(%(candidates)s)", sql.ENTERS_NEED, facts, now)


def fill_again(host_id: UUID) -> None:
    """Queue the matching of a host: one of its proposals closed, the next best appears (REC-33)."""
    defer("recruitment.refresh_host", key=f"recruitment.host/{host_id}", host_id=str(host_id))


def insert_statement(around: str, kept: str, weights: ScoreWeights = DEFAULT_WEIGHTS) -> str:
    """Return the INSERT … SELECT that proposes the `kept` pairs among those `around`, scored with these weights."""
    parts = sql.PARTS.format(
        distance=weights.distance,
        date=weights.date,
        experience=weights.experience,
        pix=weights.pix,
        waiting=weights.waiting,
        early=EARLY_DAYS,
        long=LONG_WAIT_DAYS,
        levels=PIX_LEVELS,
    )
    return sql.INSERT.format(
        around=around,
        kept=kept,
        parts=parts,
        distance=sql.DISTANCE,
        farthest=FARTHEST_KM,
        columns=sql.COLUMNS,
        again=sql.AGAIN,
    )


def _facts(now: datetime) -> dict[str, Any]:
    today = localdate(now)
    return {
        "now": now,
        "today": today,
        "radii": RADII,
        "reaches": REACHES,
        "everywhere": Mobility.FRANCE.value,
        "lasting": lasting_points(),
        "early": EARLY_DAYS,
        "per_post": PROPOSALS_PER_POST.on(today),
        "repropose_before": now - timedelta(days=REPROPOSE_AFTER.on(today)),
    }


def lasting_points(weights: ScoreWeights = DEFAULT_WEIGHTS) -> list[int]:
    """Return every number of micro-points that experience and Pix may give (`Candidate.lasting_points`)."""
    pix = [weights.pix * level // PIX_LEVELS for level in range(PIX_LEVELS + 1)]
    return sorted({experience + part for experience in (0, weights.experience) for part in pix})


def _refresh(around: str, scope: str, kept: str, facts: dict[str, Any], now: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute(insert_statement(around, kept), facts)
        cursor.execute(sql.LOST.format(scope=scope), facts)
        lost = [row[0] for row in cursor.fetchall()]
        if not lost:
            return
        met = list(Match.objects.filter(pk__in=lost, state=MatchState.SHORTLISTED).values_list("pk", flat=True))
        cursor.execute(sql.CLOSE, facts | {"lost": lost})
        if kept == sql.ENTERS_NEED:
            cursor.execute(sql.HAVE_ROOM, {"lost": lost})
            for (host_id,) in cursor.fetchall():
                fill_again(host_id)
    for match in Match.objects.filter(pk__in=met).select_related("candidate", "need__host").order_by("pk"):
        tell_withdrawn(match, now=now)
