"""Contracts between a host and a counsellor (sheet 02 section 8)."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Coalesce

from conum.domains.recruitment.enums import (
    LIVE_CONTRACTS,
    ContractKind,
    ContractState,
    PartTimeReason,
)
from conum.kernel.history import tracked
from conum.kernel.models import DatedRow
from conum.kernel.privacy import Category, Method, PersonalData


@tracked(without=("wage_floor", "cancel_reason"))  # the floor tells the working time
class EmploymentContract(DatedRow):
    """A contract, from its entry by the host to its end.

    `attachment` is the vacant post it takes: at most one live contract per attachment (REC-40). `wage_floor` is
    the minimum wage of the first day, prorated by `working_time` (percent), kept beside the salary (REC-44).
    `ended_on` is the last day really worked, once ended or terminated. The post's assignment (`assignment`) opens
    at validation. Salaries are seen by the host, the paying agent and the person only (PRI-12).
    """

    personal_data: ClassVar = PersonalData(
        {
            "gross_monthly_salary": Category.FINANCIAL,
            "working_time": Category.PROFESSIONAL,
            "part_time_reason": Category.SENSITIVE,
            "part_time_evidence": Category.SENSITIVE,
            "evidence": Category.PROFESSIONAL,
            "manager_first_name": Category.IDENTITY,
            "manager_last_name": Category.IDENTITY,
            "manager_function": Category.PROFESSIONAL,
            "manager_email": Category.CONTACT,
            "manager_phone": Category.CONTACT,
        },
        retention="privacy.contract_after",
        method=Method.ERASE,
        module="recruitment: contracts",
    )

    person = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+", verbose_name="personne")
    candidate = models.ForeignKey("recruitment.Candidate", models.PROTECT, null=True, blank=True, related_name="+")
    match = models.ForeignKey("recruitment.Match", models.PROTECT, null=True, blank=True, related_name="contracts")
    host = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+", verbose_name="structure")
    attachment = models.ForeignKey("positions.PostAttachment", models.PROTECT, related_name="+")
    assignment = models.ForeignKey("positions.PostAssignment", models.PROTECT, null=True, blank=True, related_name="+")
    previous = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField("état", max_length=21, choices=ContractState.choices, default=ContractState.SUBMITTED)
    kind = models.CharField("type de contrat", max_length=23, choices=ContractKind.choices)
    coordinator = models.BooleanField("poste de coordinateur", default=False)
    starts_on = models.DateField("début")
    ends_on = models.DateField("fin", null=True, blank=True)
    ended_on = models.DateField("dernier jour travaillé", null=True, blank=True)
    gross_monthly_salary = models.DecimalField("salaire brut mensuel", max_digits=8, decimal_places=2, null=True)
    wage_floor = models.DecimalField("plancher au premier jour", max_digits=8, decimal_places=2)
    working_time = models.PositiveSmallIntegerField("temps de travail (%)", default=100)
    part_time_reason = models.CharField(
        "motif du temps partiel", max_length=17, choices=PartTimeReason.choices, blank=True
    )
    part_time_evidence = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+")
    evidence = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+")
    evidence_seen_at = models.DateTimeField("pièces vérifiées le", null=True, blank=True)
    manager_first_name = models.CharField("prénom du responsable", max_length=50, blank=True)
    manager_last_name = models.CharField("nom du responsable", max_length=50, blank=True)
    manager_function = models.CharField("fonction du responsable", max_length=100, blank=True)
    manager_email = models.EmailField("adresse électronique du responsable", blank=True)
    manager_phone = models.CharField("téléphone du responsable", max_length=16, blank=True)
    submitted_by = models.ForeignKey("accounts.Person", models.PROTECT, null=True, blank=True, related_name="+")
    submitted_at = models.DateTimeField("saisi le")
    validated_at = models.DateTimeField("validé le", null=True, blank=True)
    cancelled_at = models.DateTimeField("annulé le", null=True, blank=True)
    cancel_reason = models.CharField("motif d'annulation", max_length=500, blank=True)

    class Meta:
        verbose_name = "contrat de travail"
        indexes = [
            models.Index(fields=["host", "state"], name="contract_host"),
            models.Index(fields=["state", "ends_on"], name="contract_ends"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["attachment"], condition=Q(state__in=LIVE_CONTRACTS), name="contract_one_live_per_post"
            ),
            models.UniqueConstraint(
                fields=["person"], condition=Q(state__in=LIVE_CONTRACTS), name="contract_one_live_per_person"
            ),
            ExclusionConstraint(
                name="contract_never_two_at_once",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    (
                        Func(F("starts_on"), Coalesce(F("ended_on"), F("ends_on")), Value("[)"), function="daterange"),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=~Q(state=ContractState.CANCELLED),
            ),
            models.CheckConstraint(
                condition=Q(kind=ContractKind.PERMANENT, ends_on=None)
                | Q(kind=ContractKind.CIVIL_SERVANT)
                | (Q(ends_on__isnull=False) & ~Q(kind=ContractKind.PERMANENT)),
                name="contract_permanent_has_no_end",
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="contract_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("starts_on")), name="contract_ended_after_start"
            ),
            models.CheckConstraint(
                condition=Q(gross_monthly_salary=None) | Q(gross_monthly_salary__gte=F("wage_floor")),
                name="contract_salary_at_least_floor",
            ),
            models.CheckConstraint(
                condition=Q(gross_monthly_salary__isnull=False) | ~Q(state__in=LIVE_CONTRACTS),
                name="contract_live_has_salary",
            ),
            models.CheckConstraint(condition=Q(wage_floor__gt=0), name="contract_floor_positive"),
            models.CheckConstraint(
                condition=Q(working_time=100, part_time_reason="")
                | (Q(working_time__range=(50, 99)) & ~Q(part_time_reason="")),
                name="contract_part_time_has_reason",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[ContractState.ACTIVE, ContractState.TERMINATION_SUBMITTED])
                | Q(assignment__isnull=False, validated_at__isnull=False),
                name="contract_active_is_assigned",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[ContractState.ENDED, ContractState.TERMINATED]) | Q(ended_on__isnull=False),
                name="contract_ended_is_dated",
            ),
        ]
