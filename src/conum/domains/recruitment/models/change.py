"""Extensions and renewals of contracts."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from conum.domains.recruitment.enums import ContractChangeKind, ContractChangeState, ContractKind
from conum.kernel.models import DatedRow
from conum.kernel.privacy import Category, Method, PersonalData


class ContractChange(DatedRow):
    """An extension (same contract, later end) or a renewal (new contract on the same post); one open at a time.

    An extension has no `new_start`; a renewal has one, and the kind of the new contract.
    """

    personal_data: ClassVar = PersonalData(
        {"new_salary": Category.FINANCIAL, "evidence": Category.PROFESSIONAL},
        retention="follows:recruitment.EmploymentContract",
        method=Method.ERASE,
        module="recruitment: contracts",
    )

    contract = models.ForeignKey("recruitment.EmploymentContract", models.PROTECT, related_name="changes")
    kind = models.CharField("type", max_length=9, choices=ContractChangeKind.choices)
    state = models.CharField(
        "état", max_length=9, choices=ContractChangeState.choices, default=ContractChangeState.OPEN
    )
    new_kind = models.CharField("type du nouveau contrat", max_length=23, choices=ContractKind.choices, blank=True)
    new_start = models.DateField("début du nouveau contrat", null=True, blank=True)
    new_end = models.DateField("nouvelle fin", null=True, blank=True)
    new_salary = models.DecimalField("nouveau salaire brut mensuel", max_digits=8, decimal_places=2, null=True)
    wage_floor = models.DecimalField("plancher", max_digits=8, decimal_places=2)
    evidence = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+")
    new_contract = models.ForeignKey(
        "recruitment.EmploymentContract", models.PROTECT, null=True, blank=True, related_name="+"
    )
    asked_at = models.DateTimeField("demandé le")
    decided_at = models.DateTimeField("décidé le", null=True, blank=True)
    reason = models.CharField("motif du refus", max_length=500, blank=True)

    class Meta:
        verbose_name = "prolongation ou renouvellement"
        ordering = ("asked_at",)
        constraints = [
            models.UniqueConstraint(
                fields=["contract"], condition=Q(state=ContractChangeState.OPEN), name="change_one_open_per_contract"
            ),
            models.CheckConstraint(
                condition=Q(kind=ContractChangeKind.EXTENSION, new_start=None, new_end__isnull=False)
                | (Q(kind=ContractChangeKind.RENEWAL, new_start__isnull=False) & ~Q(new_kind="")),
                name="change_extension_or_renewal",
            ),
            models.CheckConstraint(
                condition=Q(new_salary=None) | Q(new_salary__gte=F("wage_floor")),
                name="change_salary_at_least_floor",
            ),
            models.CheckConstraint(
                condition=Q(state=ContractChangeState.OPEN, decided_at=None)
                | (~Q(state=ContractChangeState.OPEN) & Q(decided_at__isnull=False)),
                name="change_decided_is_dated",
            ),
        ]
