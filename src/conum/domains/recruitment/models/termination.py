"""Early ends of contracts (REC-50 to REC-54)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from conum.domains.recruitment.enums import TerminationEvidence, TerminationReason, TerminationState
from conum.kernel.models import DatedRow
from conum.kernel.privacy import Category, Method, PersonalData


class ContractTermination(DatedRow):
    """A termination declared by the host; without its document the post stays filled (REC-52)."""

    personal_data: ClassVar = PersonalData(
        {"reason": Category.SENSITIVE, "evidence": Category.SENSITIVE},
        retention="follows:recruitment.EmploymentContract",
        method=Method.ERASE,
        module="recruitment: contracts",
    )

    contract = models.ForeignKey("recruitment.EmploymentContract", models.PROTECT, related_name="terminations")
    state = models.CharField("état", max_length=9, choices=TerminationState.choices, default=TerminationState.SUBMITTED)
    ends_on = models.DateField("dernier jour travaillé")
    reason = models.CharField("motif", max_length=22, choices=TerminationReason.choices, blank=True)
    evidence_kind = models.CharField(
        "nature du document", max_length=18, choices=TerminationEvidence.choices, blank=True
    )
    evidence = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+")
    evidence_seen_at = models.DateTimeField("document vérifié le", null=True, blank=True)
    declared_at = models.DateTimeField("déclarée le")
    withdrawn_at = models.DateTimeField("retirée le", null=True, blank=True)
    validated_at = models.DateTimeField("validée le", null=True, blank=True)

    class Meta:
        verbose_name = "rupture de contrat"
        ordering = ("declared_at",)
        constraints = [
            models.UniqueConstraint(
                fields=["contract"],
                condition=Q(state__in=[TerminationState.SUBMITTED, TerminationState.VALIDATED]),
                name="termination_one_per_contract",
            ),
            models.CheckConstraint(
                condition=~Q(state=TerminationState.VALIDATED)
                | Q(validated_at__isnull=False, evidence_seen_at__isnull=False),
                name="termination_validated_on_evidence",
            ),
        ]
