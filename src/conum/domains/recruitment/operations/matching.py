"""Matching kept current: only what changed is computed again (REC-36), in one statement."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils.timezone import localdate

from conum.domains.recruitment.enums import MatchState, Mobility
from conum.domains.recruitment.models import Candidate, HostNeed, Match
from conum.domains.recruitment.operations import matching_sql as sql
from conum.domains.recruitment.operations.needs import refresh_needs
from conum.domains.recruitment.operations.notices import tell_withdrawn
from conum.domains.recruitment.parameters import REPROPOSE_AFTER
from conum.domains.recruitment.rules.score import (
    DEFAULT_WEIGHTS,
    EARLY_DAYS,
    FARTHEST_KM,
    LONG_WAIT_DAYS,
    PIX_LEVELS,
    ScoreWeights,
)

RADII = [radius.value for radius in Mobility if radius != Mobility.FRANCE]


@transaction.atomic
def refresh_for_host(host_id: UUID, *, now: datetime) -> None:
    """Compute again the needs of a host and the matches of each (a post opened, filled, moved)."""
    refresh_for_needs(refresh_needs([host_id], now=now), now=now)


def refresh_for_hosts(host_ids: Collection[UUID], *, now: datetime, at_once: int = 50) -> None:
    """Compute again the needs and matches of many hosts (an import, the demonstration), some at a time."""
    hosts = sorted(host_ids)
    for first in range(0, len(hosts), at_once):
        with transaction.atomic():
            refresh_for_needs(refresh_needs(hosts[first : first + at_once], now=now), now=now)


@transaction.atomic
def refresh_for_needs(need_ids: Collection[UUID], *, now: datetime) -> None:
    """Compute again the matches of these needs: the new ones appear, those that no longer hold are withdrawn."""
    needs = list(HostNeed.objects.select_for_update(no_key=True).filter(pk__in=need_ids).order_by("pk"))
    facts = _facts(now) | {"needs": [need.pk for need in needs]}
    _refresh(sql.AROUND_NEED, "m.need_id = ANY(%(needs)s)", facts, now)


@transaction.atomic
def refresh_for_candidate(candidate_id: UUID, *, now: datetime) -> None:
    """Compute again the matches of a candidate (place, radius, date, availability, visibility)."""
    candidate = Candidate.objects.select_for_update(no_key=True).filter(pk=candidate_id).first()
    if candidate is None:
        return
    facts = _facts(now) | {"candidates": [candidate.pk]}
    _refresh(sql.AROUND_CANDIDATE, "m.candidate_id = ANY(%(candidates)s)", facts, now)


def insert_statement(around: str, weights: ScoreWeights = DEFAULT_WEIGHTS) -> str:
    """Return the INSERT … SELECT that proposes the pairs found by `around`, scored with these weights."""
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
        "everywhere": Mobility.FRANCE.value,
        "repropose_before": now - timedelta(days=_repropose_after(today)),
    }


def _repropose_after(today: date) -> int:
    return REPROPOSE_AFTER.on(today)


def _refresh(around: str, scope: str, facts: dict[str, Any], now: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute(insert_statement(around), facts)
        cursor.execute(sql.LOST.format(scope=scope), facts)
        lost = [row[0] for row in cursor.fetchall()]
        if not lost:
            return
        met = list(Match.objects.filter(pk__in=lost, state=MatchState.SHORTLISTED).values_list("pk", flat=True))
        cursor.execute(sql.CLOSE, facts | {"lost": lost})
    for match in Match.objects.filter(pk__in=met).select_related("candidate", "need__host").order_by("pk"):
        tell_withdrawn(match, now=now)
