"""National plans: who would go where, proven optimal; advice, not a decision (REC-34)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from conum.domains.recruitment.enums import PlanState, UnfilledReason
from conum.kernel.models import Row
from conum.kernel.privacy import NO_PERSONAL_DATA

STEPS = 4
"""Read, find pairs, solve, save."""


class NationalPlan(Row):
    """One computation over all vacant posts and available candidates.

    `extra_km` is added to every candidate's radius ("what if everyone accepted 10 km more"); 0 is the real plan.
    `objective` and `dual_bound` are in the solver's integer units: equal, they prove the plan optimal. `pairs` counts
    the feasible ones. `step` tells how far a computation is, on `STEPS`; `solve_ms` and `duration_ms` how long the
    solver and the whole took.
    """

    personal_data: ClassVar = NO_PERSONAL_DATA

    state = models.CharField("état", max_length=7, choices=PlanState.choices, default=PlanState.RUNNING)
    extra_km = models.PositiveSmallIntegerField("kilomètres ajoutés", default=0)
    base = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="variants")
    asked_by = models.ForeignKey("accounts.Person", models.PROTECT, null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField("demandé le")
    finished_at = models.DateTimeField("terminé le", null=True, blank=True)
    posts = models.PositiveIntegerField("postes vacants", default=0)
    candidates = models.PositiveIntegerField("candidats disponibles", default=0)
    pairs = models.PositiveBigIntegerField("paires possibles", default=0)
    filled = models.PositiveIntegerField("postes pourvus par le plan", default=0)
    total_score = models.BigIntegerField("score total (micro-points)", default=0)
    objective = models.BigIntegerField("objectif", null=True, blank=True)
    dual_bound = models.BigIntegerField("borne duale", null=True, blank=True)
    step = models.PositiveSmallIntegerField("étape", default=0)
    solve_ms = models.PositiveIntegerField("durée du solveur (ms)", null=True, blank=True)
    duration_ms = models.PositiveIntegerField("durée du calcul (ms)", null=True, blank=True)
    message = models.CharField("message", max_length=500, blank=True)

    class Meta:
        verbose_name = "plan national"
        ordering = ("-asked_at",)
        indexes = [models.Index(F("asked_at").desc(), name="plan_latest")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=PlanState.DONE)
                | Q(finished_at__isnull=False, objective__isnull=False, dual_bound__isnull=False),
                name="plan_done_is_proven",
            ),
            models.CheckConstraint(condition=Q(filled__lte=F("posts")), name="plan_fills_at_most_its_posts"),
            models.CheckConstraint(condition=Q(dual_bound__gte=F("objective")), name="plan_bound_above_objective"),
            models.UniqueConstraint(
                fields=["state"], condition=Q(state=PlanState.RUNNING, base=None), name="plan_one_running"
            ),
            models.UniqueConstraint(fields=["base", "extra_km"], name="plan_variant_once"),
        ]


class PlanLine(models.Model):
    """One post given to one candidate by a plan."""

    personal_data: ClassVar = NO_PERSONAL_DATA

    id = models.BigAutoField(primary_key=True)
    plan = models.ForeignKey("recruitment.NationalPlan", models.CASCADE, related_name="lines")
    attachment = models.ForeignKey("positions.PostAttachment", models.PROTECT, related_name="+")
    need = models.ForeignKey("recruitment.HostNeed", models.CASCADE, related_name="+")
    candidate = models.ForeignKey("recruitment.Candidate", models.CASCADE, related_name="+")
    department = models.ForeignKey("territories.Department", models.PROTECT, related_name="+")
    score = models.PositiveIntegerField("score")
    distance_m = models.PositiveIntegerField("distance (m)")

    class Meta:
        verbose_name = "ligne de plan"
        indexes = [models.Index(fields=["plan", "department"], name="planline_department")]
        constraints = [
            models.UniqueConstraint(fields=["plan", "attachment"], name="planline_post_once"),
            models.UniqueConstraint(fields=["plan", "candidate"], name="planline_candidate_once"),
        ]


class UnfilledPost(models.Model):
    """A vacant post the plan cannot fill, and the facts that tell why (`rules/unfilled.py`)."""

    personal_data: ClassVar = NO_PERSONAL_DATA

    id = models.BigAutoField(primary_key=True)
    plan = models.ForeignKey("recruitment.NationalPlan", models.CASCADE, related_name="unfilled")
    attachment = models.ForeignKey("positions.PostAttachment", models.PROTECT, related_name="+")
    need = models.ForeignKey("recruitment.HostNeed", models.CASCADE, related_name="+")
    department = models.ForeignKey("territories.Department", models.PROTECT, related_name="+")
    reason = models.CharField("motif", max_length=12, choices=UnfilledReason.choices)
    possible = models.PositiveIntegerField("candidats possibles", default=0)
    refused = models.PositiveIntegerField("à portée mais déclinés", default=0)
    outside = models.PositiveIntegerField("à portée mais d'une autre zone", default=0)
    nearest_m = models.PositiveIntegerField("candidat le plus proche (m)", null=True, blank=True)
    missing_m = models.PositiveIntegerField("distance qui manque (m)", null=True, blank=True)
    earliest_on = models.DateField("premier candidat libre le", null=True, blank=True)

    class Meta:
        verbose_name = "poste sans candidat"
        indexes = [models.Index(fields=["plan", "department"], name="unfilledpost_department")]
        constraints = [
            models.UniqueConstraint(fields=["plan", "attachment"], name="unfilledpost_post_once"),
        ]
