"""Priority zones, dated: QPV by neighbourhood, ZRR until mid-2024 and FRR after by commune."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value

from conum.commons.territories.enums import ZoneKind
from conum.commons.territories.models.commune import Commune
from conum.kernel.models import DatedRow
from conum.kernel.privacy import NO_PERSONAL_DATA


class Zone(DatedRow):
    """A commune (or one of its neighbourhoods, for a QPV) classed from a day to a day, both included."""

    personal_data: ClassVar = NO_PERSONAL_DATA

    kind = models.CharField("zonage", max_length=3, choices=ZoneKind.choices)
    commune = models.ForeignKey(Commune, models.PROTECT, related_name="zones")
    code = models.CharField("code du quartier", max_length=12, blank=True)
    name = models.CharField("nom du quartier", max_length=160, blank=True)
    valid_from = models.DateField("classée à partir du")
    valid_to = models.DateField("classée jusqu’au", null=True, blank=True)
    source = models.CharField("source", max_length=200)

    class Meta:
        verbose_name = "zone prioritaire"
        ordering = ("kind", "commune", "code", "valid_from")
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=ZoneKind.values), name="zone_kind_known"),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")), name="zone_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(kind=ZoneKind.QPV) | Q(code="", name=""), name="zone_neighbourhood_only_qpv"
            ),
            ExclusionConstraint(
                name="zone_never_twice_at_once",
                expressions=[
                    ("kind", RangeOperators.EQUAL),
                    ("commune", RangeOperators.EQUAL),
                    ("code", RangeOperators.EQUAL),
                    (
                        Func("valid_from", "valid_to", Value("[]"), function="daterange"),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.commune_id} {self.code}".strip()
