"""Groups of procedures a mandate may cover: data with validity dates, not code (sheet 13 section 1)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from conum.kernel.privacy import NO_PERSONAL_DATA


class ProcedureGroup(models.Model):
    """A group of procedures, offered from a day to a day."""

    personal_data: ClassVar = NO_PERSONAL_DATA

    code = models.CharField("code", max_length=20, primary_key=True)
    label = models.CharField("nom", max_length=80)
    position = models.PositiveSmallIntegerField("rang")
    caution = models.CharField("mise en garde", max_length=300, blank=True)
    valid_from = models.DateField("proposé à partir du")
    valid_until = models.DateField("proposé jusqu'au", null=True, blank=True)

    class Meta:
        verbose_name = "groupe de démarches"
        verbose_name_plural = "groupes de démarches"
        ordering: ClassVar = ["position"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="procedure_group_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return self.label
