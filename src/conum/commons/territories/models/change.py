"""Codes that changed: mergers, districts, former codes."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from conum.commons.territories.enums import ChangeKind
from conum.commons.territories.models.commune import Commune
from conum.kernel.privacy import NO_PERSONAL_DATA


class CommuneChange(models.Model):
    """An old code and the commune it is now part of.

    `effective_on` is the day of the change; empty when the source does not give it (before the source's year).
    """

    personal_data: ClassVar = NO_PERSONAL_DATA

    old_code = models.CharField("ancien code", max_length=5, db_index=True)
    commune = models.ForeignKey(Commune, models.CASCADE, related_name="changes")
    kind = models.CharField("nature", max_length=11, choices=ChangeKind.choices)
    name = models.CharField("ancien nom", max_length=80)
    effective_on = models.DateField("date d’effet", null=True, blank=True)

    class Meta:
        verbose_name = "changement de commune"
        ordering = ("old_code", "commune")
        constraints = [
            models.UniqueConstraint(fields=["old_code", "commune", "kind"], name="commune_change_once"),
            models.CheckConstraint(condition=Q(kind__in=ChangeKind.values), name="commune_change_kind_known"),
        ]

    def __str__(self) -> str:
        return f"{self.old_code} → {self.commune_id}"
