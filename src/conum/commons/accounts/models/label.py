"""Dated labels of an organisation (sheet 02 section 2)."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q

from conum.commons.accounts.enums import Label
from conum.kernel.history import tracked
from conum.kernel.models import Row
from conum.kernel.privacy import NO_PERSONAL_DATA


@tracked()
class OrganisationLabel(Row):
    """A label held from a day to a day; the same label is held once at a time."""

    personal_data: ClassVar = NO_PERSONAL_DATA

    organisation = models.ForeignKey("accounts.Organisation", models.CASCADE, related_name="labels")
    label = models.CharField("label", max_length=20, choices=Label.choices)
    starts_on = models.DateField("début")
    ends_on = models.DateField("fin", null=True, blank=True)

    class Meta:
        verbose_name = "label"
        ordering = ("label", "starts_on")
        constraints = [
            models.CheckConstraint(condition=Q(label__in=Label.values), name="organisation_label_known"),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="organisation_label_ends_after_start",
            ),
            ExclusionConstraint(
                name="organisation_label_once_at_a_time",
                expressions=[
                    ("organisation", RangeOperators.EQUAL),
                    ("label", RangeOperators.EQUAL),
                    (
                        Func(F("starts_on"), F("ends_on"), models.Value("[]"), function="daterange"),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]

    def __str__(self) -> str:
        return self.get_label_display()
