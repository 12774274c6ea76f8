"""Named scenarios of the split of posts between départements."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from conum.domains.positions.enums import ASKED_KINDS, ApportionmentMethod
from conum.kernel.models import DatedRow, Row
from conum.kernel.privacy import NO_PERSONAL_DATA


class AllocationScenario(DatedRow):
    """Weights, floor, fixed départements and method of a split; adopted, it makes the dated quotas."""

    personal_data: ClassVar = NO_PERSONAL_DATA

    name = models.CharField("nom", max_length=120, unique=True)
    kind = models.CharField("type de poste", max_length=12, choices=ASKED_KINDS)
    method = models.CharField("méthode", max_length=20, choices=ApportionmentMethod.choices)
    total_posts = models.PositiveIntegerField("postes à répartir")
    weights = models.JSONField("poids", default=dict)
    floor = models.PositiveIntegerField("plancher", default=0)
    fixed = models.JSONField("départements fixés", default=dict)
    collectivities = models.BooleanField("collectivités d'outre-mer comprises", default=False)
    fragility_source = models.CharField("source de la fragilité", max_length=120, blank=True)
    rurality_source = models.CharField("source de la ruralité", max_length=120, blank=True)
    author = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+", verbose_name="auteur")
    adopted_at = models.DateTimeField("adopté le", null=True, blank=True)
    adopted_by = models.ForeignKey(
        "accounts.Person", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="adopté par"
    )
    valid_from = models.DateField("dotations à partir du", null=True, blank=True)

    class Meta:
        verbose_name = "scénario de répartition"
        verbose_name_plural = "scénarios de répartition"
        constraints = [
            models.CheckConstraint(
                condition=Q(adopted_at__isnull=True, adopted_by__isnull=True, valid_from__isnull=True)
                | Q(adopted_at__isnull=False, adopted_by__isnull=False, valid_from__isnull=False),
                name="scenario_adopted_is_dated",
            ),
            models.UniqueConstraint(
                fields=["kind", "valid_from"], condition=Q(adopted_at__isnull=False), name="scenario_adopted_once_a_day"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class AllocationShare(Row):
    """Posts of one département in a scenario, with the facts they come from, frozen when it was saved."""

    personal_data: ClassVar = NO_PERSONAL_DATA

    scenario = models.ForeignKey(AllocationScenario, models.CASCADE, related_name="shares")
    department = models.ForeignKey("territories.Department", models.PROTECT, related_name="+")
    posts = models.PositiveIntegerField("postes")
    weight = models.DecimalField("poids (% du pays)", max_digits=8, decimal_places=4, default=0)
    population = models.PositiveIntegerField("habitants", default=0)
    fragility = models.DecimalField("indice de fragilité", max_digits=7, decimal_places=3, null=True, blank=True)
    rural_share = models.DecimalField("part rurale (%)", max_digits=6, decimal_places=3, default=0)
    ideal = models.DecimalField("part idéale", max_digits=9, decimal_places=2, default=0)
    why = models.CharField("motif du nombre", max_length=9, default="share")

    class Meta:
        verbose_name = "part d'un scénario"
        verbose_name_plural = "parts d'un scénario"
        constraints = [
            models.UniqueConstraint(fields=["scenario", "department"], name="share_one_per_department"),
        ]
