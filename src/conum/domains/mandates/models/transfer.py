"""Moving a mandate to another organisation, when both agree and the citizen consents (MAN-16)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from conum.domains.mandates.enums import TransferState
from conum.kernel.models import Row
from conum.kernel.privacy import NO_PERSONAL_DATA

OPEN = Q(state__in=[TransferState.PROPOSED, TransferState.ACCEPTED])


class MandateTransfer(Row):
    """Proposed by the organisation that holds the mandate, accepted by the other, done with the citizen present."""

    personal_data: ClassVar = NO_PERSONAL_DATA

    mandate = models.ForeignKey("mandates.Mandate", models.PROTECT, related_name="transfers")
    to_organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="+", verbose_name="nouvelle structure"
    )
    state = models.CharField("état", max_length=10, choices=TransferState.choices, default=TransferState.PROPOSED)
    proposed_by = models.ForeignKey("mandates.Helper", models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField("proposé le")
    answered_by = models.ForeignKey("mandates.Helper", models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField("répondu le", null=True)
    done_at = models.DateTimeField("fait le", null=True)

    class Meta:
        verbose_name = "transfert de mandat"
        verbose_name_plural = "transferts de mandat"
        indexes = [models.Index(fields=["to_organisation", "state"], name="mandate_transfer_towards")]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=TransferState.values), name="mandate_transfer_state_known"),
            models.UniqueConstraint(fields=["mandate"], condition=OPEN, name="mandate_transfer_one_open"),
            models.CheckConstraint(
                condition=Q(answered_at=None, answered_by=None)
                | Q(answered_at__isnull=False, answered_at__gte=F("proposed_at"), answered_by__isnull=False),
                name="mandate_transfer_answered_by",
            ),
            models.CheckConstraint(
                condition=Q(done_at=None) | Q(state=TransferState.DONE, answered_at__isnull=False),
                name="mandate_transfer_done_once_accepted",
            ),
        ]

    def __str__(self) -> str:
        return f"transfert {self.pk}"
