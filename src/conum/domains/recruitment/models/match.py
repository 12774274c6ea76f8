"""Computed eligibility of a candidate for a host's posts (sheet 02 section 7)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from conum.domains.recruitment.enums import (
    CandidateDeclineReason,
    MatchOrigin,
    MatchState,
    NotRetainedReason,
    WithdrawnReason,
)
from conum.kernel.models import DatedRow
from conum.kernel.privacy import NO_PERSONAL_DATA

PARTS = ("part_distance", "part_date", "part_experience", "part_pix", "part_waiting")
CLOSE_REASONS = [*NotRetainedReason.choices, *CandidateDeclineReason.choices, *WithdrawnReason.choices]


class Match(DatedRow):
    """A candidate and a host's need, never twice the same pair (REC-24).

    `score` is the sum of its parts, in micro-points: 1 000 000 is the best possible. `distance_m` is the great
    circle in metres. `due_at` is when a shortlist expires (REC-35). `closed_at` dates a decline, an expiry or a
    withdrawal; `declined_at` the last decline or expiry, from which REC-25 counts.
    """

    personal_data: ClassVar = NO_PERSONAL_DATA

    # No index of their own: `match_pair_once` and `match_best_of_need` begin with them, and rows come by hundreds.
    candidate = models.ForeignKey("recruitment.Candidate", models.PROTECT, related_name="matches", db_index=False)
    need = models.ForeignKey("recruitment.HostNeed", models.PROTECT, related_name="matches", db_index=False)
    state = models.CharField("état", max_length=21, choices=MatchState.choices, default=MatchState.PROPOSED)
    origin = models.CharField("origine", max_length=8, choices=MatchOrigin.choices, default=MatchOrigin.COMPUTED)
    distance_m = models.PositiveIntegerField("distance (m)")
    score = models.PositiveIntegerField("score")
    part_distance = models.PositiveIntegerField("part de la distance")
    part_date = models.PositiveIntegerField("part de la date")
    part_experience = models.PositiveIntegerField("part de l'expérience")
    part_pix = models.PositiveIntegerField("part du niveau Pix")
    part_waiting = models.PositiveIntegerField("part de l'attente")
    computed_at = models.DateTimeField("calculé le")
    shortlisted_at = models.DateTimeField("présélectionné le", null=True, blank=True)
    due_at = models.DateTimeField("réponse attendue avant le", null=True, blank=True)
    agreed_at = models.DateTimeField("accepté par le candidat le", null=True, blank=True)
    declined_at = models.DateTimeField("dernier refus le", null=True, blank=True)
    closed_at = models.DateTimeField("clos le", null=True, blank=True)
    reason = models.CharField("motif", max_length=16, choices=CLOSE_REASONS, blank=True)
    told_at = models.DateTimeField("candidat prévenu de la proposition le", null=True, blank=True)

    class Meta:
        verbose_name = "mise en relation"
        indexes = [
            models.Index(F("need"), F("state"), F("score").desc(), name="match_best_of_need"),
            models.Index(F("need"), F("state"), F("distance_m"), name="match_nearest_of_need"),
            models.Index(F("candidate"), F("state"), F("score").desc(), name="match_best_of_candidate"),
            models.Index(fields=["due_at"], condition=Q(state=MatchState.SHORTLISTED), name="match_due"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["candidate", "need"], name="match_pair_once"),
            models.UniqueConstraint(
                fields=["candidate"],
                condition=Q(state=MatchState.SELECTED),
                name="match_candidate_selected_once",
            ),
            models.CheckConstraint(
                condition=Q(
                    score=F("part_distance") + F("part_date") + F("part_experience") + F("part_pix") + F("part_waiting")
                ),
                name="match_score_is_its_parts",
            ),
            models.CheckConstraint(condition=Q(score__lte=1_000_000), name="match_score_at_most_one"),
            models.CheckConstraint(
                condition=~Q(state=MatchState.SHORTLISTED) | Q(shortlisted_at__isnull=False, due_at__isnull=False),
                name="match_shortlisted_has_its_clock",
            ),
            models.CheckConstraint(
                condition=~Q(
                    state__in=[
                        MatchState.DECLINED_BY_HOST,
                        MatchState.DECLINED_BY_CANDIDATE,
                        MatchState.WITHDRAWN,
                        MatchState.EXPIRED,
                    ]
                )
                | Q(closed_at__isnull=False),
                name="match_closed_is_dated",
            ),
        ]
