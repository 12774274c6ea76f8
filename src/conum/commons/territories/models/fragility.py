"""Digital fragility index by territory (sheet 01 section 9): shown beside quotas, never a formula (PRG-43)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from conum.commons.territories.enums import FragilityLevel, FragilityVersion
from conum.kernel.models import DatedRow
from conum.kernel.privacy import NO_PERSONAL_DATA


class FragilityIndex(DatedRow):
    """One score: v1 is an index where 100 is the average, v2 a mark from 1 to 10; higher is more fragile."""

    personal_data: ClassVar = NO_PERSONAL_DATA

    level = models.CharField("niveau", max_length=16, choices=FragilityLevel.choices)
    code = models.CharField("code du territoire", max_length=9)
    version = models.CharField("version", max_length=2, choices=FragilityVersion.choices)
    measured_on = models.DateField("date de la mesure")
    score = models.DecimalField("score", max_digits=7, decimal_places=3)
    source = models.CharField("source", max_length=200)

    class Meta:
        verbose_name = "indice de fragilité numérique"
        ordering = ("level", "code", "version", "measured_on")
        constraints = [
            models.UniqueConstraint(
                fields=["level", "code", "version", "measured_on"], name="fragility_one_score_a_day"
            ),
            models.CheckConstraint(
                condition=Q(version=FragilityVersion.V1, score__range=(0, 1000))
                | Q(version=FragilityVersion.V2, score__range=(1, 10)),
                name="fragility_score_in_range",
            ),
            models.CheckConstraint(condition=Q(level__in=FragilityLevel.values), name="fragility_level_known"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.version} : {self.score}"
