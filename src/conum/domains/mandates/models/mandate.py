"""Mandates: what a citizen allows an organisation to do in their name (sheet 13 section 3)."""

from __future__ import annotations

from typing import ClassVar

import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Coalesce

from conum.domains.mandates.enums import MandateMode, MandateState, RevokedBy
from conum.domains.mandates.models.mandate_sql import AUTHORISATION_SIGNED, MANDATE_SIGNED, ROW_STAYS
from conum.kernel.models import Row
from conum.kernel.privacy import NO_PERSONAL_DATA

LIFE = Func(F("starts_at"), Coalesce(F("revoked_at"), F("expires_at")), models.Value("[)"), function="tstzrange")


class Mandate(Row):
    """A signed mandate. What was signed never changes: a trigger refuses it (MAN-14).

    `groups` are the codes of the procedure groups of the paper; the authorisations, one a group, are made with it.
    `starts_at` and `expires_at` are stored, never recomputed: it ends with the last local day. The state is derived
    (`queries.mandates.with_state`).
    """

    personal_data: ClassVar = NO_PERSONAL_DATA

    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="+", verbose_name="structure"
    )
    beneficiary = models.ForeignKey(
        "beneficiaries.Beneficiary", models.PROTECT, related_name="+", verbose_name="usager"
    )
    mode = models.CharField("signature", max_length=12, choices=MandateMode.choices)
    duration_days = models.PositiveSmallIntegerField("durée en jours")
    groups = ArrayField(models.CharField(max_length=20), verbose_name="groupes de démarches")
    starts_at = models.DateTimeField("signé le")
    expires_at = models.DateTimeField("valable jusqu'au")
    signed_by = models.ForeignKey("mandates.Helper", models.PROTECT, related_name="+", verbose_name="signé par")
    factor_at = models.DateTimeField("second facteur prouvé le")
    preparation_id = models.UUIDField("préparation", unique=True)  # MAN-13: a preparation is signed once
    renews = models.ForeignKey("self", models.PROTECT, null=True, related_name="+", verbose_name="renouvelle")
    transferred_from = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="+", verbose_name="transféré depuis"
    )
    notice_at = models.DateTimeField("fin annoncée le", null=True)
    expired_at = models.DateTimeField("fin constatée le", null=True)

    class Meta:
        verbose_name = "mandat"
        indexes = [
            models.Index(fields=["organisation", "expires_at"], name="mandate_of_organisation"),
            models.Index(fields=["beneficiary", "expires_at"], name="mandate_of_beneficiary"),
            models.Index(fields=["expires_at"], condition=Q(expired_at=None), name="mandate_running"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(mode__in=MandateMode.values), name="mandate_mode_known"),
            models.CheckConstraint(condition=Q(groups__len__gte=1), name="mandate_for_something"),
            models.CheckConstraint(condition=Q(expires_at__gt=F("starts_at")), name="mandate_ends_after_start"),
            models.CheckConstraint(condition=Q(factor_at__lte=F("starts_at")), name="mandate_factor_before"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="mandate_signed",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func=MANDATE_SIGNED,
            ),
            pgtrigger.Trigger(name="mandate_stays", when=pgtrigger.Before, operation=pgtrigger.Delete, func=ROW_STAYS),
        ]

    def __str__(self) -> str:
        return f"mandat de {self.duration_days} jours"

    def get_state_display(self) -> str:
        """The words of the state, when the query has derived it (`queries.mandates.with_state`)."""
        return str(MandateState(self.state).label)  # type: ignore[attr-defined]


class Authorisation(Row):
    """One procedure group of a mandate, revocable alone.

    `organisation`, `beneficiary`, `starts_at` and `expires_at` repeat the mandate's, checked by a trigger, so that
    the database itself refuses two live authorisations (MAN-10).
    """

    personal_data: ClassVar = NO_PERSONAL_DATA

    mandate = models.ForeignKey(Mandate, models.PROTECT, related_name="authorisations", verbose_name="mandat")
    group = models.ForeignKey("mandates.ProcedureGroup", models.PROTECT, related_name="+", verbose_name="démarche")
    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    beneficiary = models.ForeignKey("beneficiaries.Beneficiary", models.PROTECT, related_name="+")
    starts_at = models.DateTimeField("début")
    expires_at = models.DateTimeField("valable jusqu'au")
    revoked_at = models.DateTimeField("révoquée le", null=True, blank=True)
    revoked_by = models.CharField("révoquée par", max_length=10, choices=RevokedBy.choices, blank=True)

    class Meta:
        verbose_name = "autorisation"
        indexes = [
            models.Index(fields=["organisation", "beneficiary"], name="authorisation_of_citizen"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["mandate", "group"], name="authorisation_once_per_mandate"),
            models.CheckConstraint(
                condition=Q(revoked_at=None, revoked_by="") | (Q(revoked_at__isnull=False) & ~Q(revoked_by="")),
                name="authorisation_revoked_at_and_by",
            ),
            models.CheckConstraint(
                condition=Q(revoked_at=None) | Q(revoked_at__gte=F("starts_at"), revoked_at__lte=F("expires_at")),
                name="authorisation_revoked_while_alive",
            ),
            ExclusionConstraint(
                name="authorisation_one_alive",  # MAN-10
                expressions=[
                    ("organisation", RangeOperators.EQUAL),
                    ("beneficiary", RangeOperators.EQUAL),
                    ("group", RangeOperators.EQUAL),
                    (LIFE, RangeOperators.OVERLAPS),
                ],
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="authorisation_signed",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                declare=[("signed", "mandates_mandate%ROWTYPE")],
                func=AUTHORISATION_SIGNED,
            ),
            pgtrigger.Trigger(
                name="authorisation_stays", when=pgtrigger.Before, operation=pgtrigger.Delete, func=ROW_STAYS
            ),
        ]

    def __str__(self) -> str:
        return f"autorisation {self.group_id}"
