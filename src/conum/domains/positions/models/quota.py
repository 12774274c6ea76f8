"""Posts available to each département, dated, and the exceptions two administrators agreed on."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from conum.domains.positions.enums import ASKED_KINDS
from conum.domains.positions.models.request import HostRequest
from conum.kernel.history import tracked
from conum.kernel.models import Row
from conum.kernel.privacy import NO_PERSONAL_DATA, Category, Method, PersonalData


@tracked()
class DepartmentQuota(Row):
    """Posts of a kind a département may hold from a day on; the latest begun one is in force."""

    personal_data: ClassVar = NO_PERSONAL_DATA

    department = models.ForeignKey(
        "territories.Department", models.PROTECT, related_name="+", verbose_name="département"
    )
    kind = models.CharField("type de poste", max_length=12, choices=ASKED_KINDS)
    posts = models.PositiveIntegerField("postes")
    valid_from = models.DateField("à partir du")
    source = models.CharField("source", max_length=200)
    scenario = models.ForeignKey(
        "positions.AllocationScenario", models.PROTECT, null=True, blank=True, related_name="quotas"
    )

    class Meta:
        verbose_name = "dotation départementale"
        verbose_name_plural = "dotations départementales"
        constraints = [
            models.UniqueConstraint(fields=["department", "kind", "valid_from"], name="quota_one_per_day"),
        ]


class QuotaOverride(Row):
    """Posts above the quota for one request, asked by an administrator and agreed by another (POS-22).

    Once agreed it raises the ceiling of its département until a later quota begins.
    """

    personal_data: ClassVar = PersonalData(
        {"reason": Category.FREE_TEXT},
        retention="follows:positions.HostRequest",
        method=Method.ERASE,
        module="positions",
    )

    request = models.ForeignKey(HostRequest, models.PROTECT, related_name="overrides")
    department = models.ForeignKey("territories.Department", models.PROTECT, related_name="+")
    kind = models.CharField("type de poste", max_length=12, choices=ASKED_KINDS)
    posts = models.PositiveSmallIntegerField("postes au-delà de la dotation")
    reason = models.TextField("motif", max_length=1000)
    asked_by = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+", verbose_name="demandée par")
    asked_at = models.DateTimeField("demandée le")
    agreed_by = models.ForeignKey(
        "accounts.Person", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="accordée par"
    )
    agreed_at = models.DateTimeField("accordée le", null=True, blank=True)
    agreed_on = models.DateField("jour de l'accord", null=True, blank=True)

    class Meta:
        verbose_name = "dépassement de dotation"
        verbose_name_plural = "dépassements de dotation"
        constraints = [
            models.CheckConstraint(condition=Q(posts__gte=1), name="override_at_least_one_post"),
            models.CheckConstraint(
                condition=Q(agreed_by__isnull=True) | ~Q(agreed_by=F("asked_by")),
                name="override_agreed_by_another",  # POS-22
            ),
            models.CheckConstraint(
                condition=Q(agreed_by__isnull=True, agreed_at__isnull=True, agreed_on__isnull=True)
                | Q(agreed_by__isnull=False, agreed_at__isnull=False, agreed_on__isnull=False),
                name="override_agreed_is_dated",
            ),
            models.UniqueConstraint(
                fields=["request"], condition=Q(agreed_by__isnull=True), name="override_one_waiting_per_request"
            ),
        ]
        indexes = [models.Index(fields=["department", "kind"], name="override_of_department")]
