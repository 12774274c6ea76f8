"""Leaves of counsellors: dates and evidence only, never the cause (REC-55, sheet 11)."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value

from conum.kernel.models import DatedRow
from conum.kernel.privacy import Category, Method, PersonalData


class Leave(DatedRow):
    """An absence that does not touch the grant: while it lasts, reminders stop; a replacement is not funded."""

    personal_data: ClassVar = PersonalData(
        {"starts_on": Category.SENSITIVE, "ends_on": Category.SENSITIVE, "evidence": Category.SENSITIVE},
        retention="follows:recruitment.EmploymentContract",
        method=Method.ERASE,
        module="recruitment: contracts",
    )

    contract = models.ForeignKey("recruitment.EmploymentContract", models.CASCADE, related_name="leaves")
    starts_on = models.DateField("premier jour")
    ends_on = models.DateField("dernier jour", null=True, blank=True)
    evidence = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = "congé"
        ordering = ("starts_on",)
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="leave_ends_after_start"
            ),
            ExclusionConstraint(
                name="leave_never_two_at_once",
                expressions=[
                    ("contract", RangeOperators.EQUAL),
                    (
                        Func(F("starts_on"), F("ends_on"), Value("[]"), function="daterange"),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]
