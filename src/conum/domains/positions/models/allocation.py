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
        ]

    def __str__(self) -> str:
        return self.name


class AllocationShare(Row):
    """Posts of one département in a scenario."""

    personal_data: ClassVar = NO_PERSONAL_DATA

    scenario = models.ForeignKey(AllocationScenario, models.CASCADE, related_name="shares")
    department = models.ForeignKey("territories.Department", models.PROTECT, related_name="+")
    posts = models.PositiveIntegerField("postes")
    weight = models.FloatField("poids", default=0)

    class Meta:
        verbose_name = "part d'un scénario"
        verbose_name_plural = "parts d'un scénario"
        constraints = [
            models.UniqueConstraint(fields=["scenario", "department"], name="share_one_per_department"),
        ]
