"""A mandate being prepared with the citizen, for twenty minutes (MAN-13)."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from conum.domains.mandates.enums import MandateMode, StopReason
from conum.kernel.models import Row
from conum.kernel.privacy import NO_PERSONAL_DATA


class MandatePreparation(Row):
    """What the helper chose, and who signed in; it stays with the organisation in which it was begun (MAN-06).

    `identification_id` names, without a key, the identity held for some minutes by the beneficiaries module; it is
    emptied once the preparation is signed or stopped.
    """

    personal_data: ClassVar = NO_PERSONAL_DATA

    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    helper = models.ForeignKey("mandates.Helper", models.PROTECT, related_name="+", verbose_name="aidant")
    mode = models.CharField("signature", max_length=12, choices=MandateMode.choices)
    duration_days = models.PositiveSmallIntegerField("durée en jours")
    groups = ArrayField(models.CharField(max_length=20), verbose_name="démarches")
    renews = models.ForeignKey("mandates.Mandate", models.PROTECT, null=True, related_name="+")
    transfer = models.ForeignKey("mandates.MandateTransfer", models.PROTECT, null=True, related_name="+")
    begun_at = models.DateTimeField("commencée le")
    expires_at = models.DateTimeField("à signer avant le")
    identification_id = models.UUIDField("identification", null=True)
    identified_at = models.DateTimeField("usager identifié le", null=True)
    stopped_at = models.DateTimeField("arrêtée le", null=True)
    stop_reason = models.CharField("motif de l'arrêt", max_length=20, choices=StopReason.choices, blank=True)

    class Meta:
        verbose_name = "préparation de mandat"
        verbose_name_plural = "préparations de mandat"
        indexes = [models.Index(fields=["expires_at"], name="mandate_preparation_expiry")]
        constraints = [
            models.CheckConstraint(condition=Q(mode__in=MandateMode.values), name="mandate_preparation_mode_known"),
            models.CheckConstraint(condition=Q(groups__len__gte=1), name="mandate_preparation_for_something"),
            models.CheckConstraint(condition=Q(expires_at__gt=F("begun_at")), name="mandate_preparation_expires_later"),
            models.CheckConstraint(
                condition=Q(stopped_at=None, stop_reason="") | (Q(stopped_at__isnull=False) & ~Q(stop_reason="")),
                name="mandate_preparation_stopped_why",
            ),
        ]

    def __str__(self) -> str:
        return f"préparation {self.pk}"
