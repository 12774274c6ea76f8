"""Passages of the purge."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from conum.commons.programme.enums import RunKind
from conum.kernel.models import Row
from conum.kernel.privacy import NO_PERSONAL_DATA


class RetentionRun(Row):
    """One passage for one day: counts only, never names (PRI-04)."""

    personal_data: ClassVar = NO_PERSONAL_DATA

    day = models.DateField("jour")
    since = models.DateField("jours couverts depuis")
    kind = models.CharField("passage", max_length=4, choices=RunKind.choices)
    counts = models.JSONField("lignes par modèle", default=dict)
    finished_at = models.DateTimeField("terminé le")

    class Meta:
        verbose_name = "passage de la purge"
        verbose_name_plural = "passages de la purge"
        ordering: ClassVar = ["-day", "-finished_at"]
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=RunKind.values), name="retention_run_kind_known"),
            models.CheckConstraint(condition=models.Q(since__lte=models.F("day")), name="retention_run_days_ordered"),
        ]
        indexes = [models.Index(fields=["kind", "-day"], name="retention_run_latest")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.day}"
