"""Links person – organisation – role, dated (sheet 00 section 3)."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Coalesce

from conum.commons.accounts.enums import UNHELD_ROLES, Role
from conum.kernel.history import tracked
from conum.kernel.models import Row
from conum.kernel.privacy import NO_PERSONAL_DATA


@tracked()
class Membership(Row):
    """A role held by a person from a day to a day, in an organisation or over a territory.

    `department` or `region` bound the role (a prefecture has exactly one of them); `organisation` is the
    employer, host or operator for the roles that act for one.
    """

    personal_data: ClassVar = NO_PERSONAL_DATA

    person = models.ForeignKey("accounts.Person", models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, null=True, blank=True, related_name="memberships"
    )
    role = models.CharField("rôle", max_length=20, choices=Role.choices)
    department = models.ForeignKey("territories.Department", models.PROTECT, null=True, blank=True, related_name="+")
    region = models.ForeignKey("territories.Region", models.PROTECT, null=True, blank=True, related_name="+")
    starts_on = models.DateField("début")
    ends_on = models.DateField("fin", null=True, blank=True)

    class Meta:
        verbose_name = "rattachement"
        indexes = [models.Index(fields=["organisation", "role"], name="membership_organisation_role")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(role=Role.PREFECTURE)
                | Q(department__isnull=False, region__isnull=True)
                | Q(department__isnull=True, region__isnull=False),
                name="membership_prefecture_department_xor_region",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="membership_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(role__in=[role for role in Role.values if role not in UNHELD_ROLES]),
                name="membership_role_held_by_people",
            ),
            models.CheckConstraint(
                condition=~Q(role=Role.HOST_MANAGER) | Q(organisation__isnull=False),
                name="membership_host_manager_has_organisation",
            ),
            ExclusionConstraint(
                name="membership_once_at_a_time",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    (
                        Coalesce(
                            F("organisation"),
                            models.Value("00000000-0000-0000-0000-000000000000", models.UUIDField()),
                        ),
                        RangeOperators.EQUAL,
                    ),
                    (Coalesce(F("department"), models.Value("")), RangeOperators.EQUAL),
                    (Coalesce(F("region"), models.Value("")), RangeOperators.EQUAL),
                    (
                        Func(F("starts_on"), F("ends_on"), models.Value("[]"), function="daterange"),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]

    def __str__(self) -> str:
        return self.get_role_display()
