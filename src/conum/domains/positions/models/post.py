"""Posts, their attachments to hosts and their assignments to people (sheet 02 section 5)."""

from __future__ import annotations

from typing import ClassVar

import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value

from conum.domains.positions.enums import AttachmentReason, PostKind
from conum.domains.positions.models.request import HostRequest, NextNumber
from conum.domains.positions.models.triggers import QUOTA_HOLDS, WITHIN_ATTACHMENT
from conum.kernel.history import tracked
from conum.kernel.models import Row
from conum.kernel.privacy import NO_PERSONAL_DATA

DAYS = Func(F("starts_on"), F("ends_on"), Value("[]"), function="daterange")
ENDS_AFTER_START = Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on"))


@tracked()
class Post(Row):
    """One logical post, one row for its whole life; its state is computed from dates, never stored (POS-34)."""

    personal_data: ClassVar = NO_PERSONAL_DATA

    number = models.BigIntegerField(
        "numéro", unique=True, editable=False, db_default=NextNumber("positions_post_number")
    )
    kind = models.CharField("type", max_length=12, choices=PostKind.choices)
    granted_by = models.ForeignKey(
        "positions.CommitteeDecision",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="posts",
        verbose_name="décision",
    )
    created_on = models.DateField("créé le")

    class Meta:
        verbose_name = "poste"

    def __str__(self) -> str:
        return f"Poste n° {self.number}"


@tracked()
class PostAttachment(Row):
    """A post attached to a host from a day to a day, both included; it counts in the quota of `department`."""

    personal_data: ClassVar = NO_PERSONAL_DATA

    post = models.ForeignKey(Post, models.PROTECT, related_name="attachments")
    host = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+", verbose_name="structure")
    request = models.ForeignKey(HostRequest, models.PROTECT, null=True, blank=True, related_name="attachments")
    department = models.ForeignKey(
        "territories.Department", models.PROTECT, related_name="+", verbose_name="département"
    )
    starts_on = models.DateField("début")
    ends_on = models.DateField("fin", null=True, blank=True)
    reason = models.CharField("origine", max_length=8, choices=AttachmentReason.choices, default=AttachmentReason.GRANT)

    class Meta:
        verbose_name = "rattachement de poste"
        verbose_name_plural = "rattachements de poste"
        constraints = [
            ExclusionConstraint(
                name="attachment_one_at_a_time",  # POS-30
                expressions=[("post", RangeOperators.EQUAL), (DAYS, RangeOperators.OVERLAPS)],
            ),
            models.CheckConstraint(condition=ENDS_AFTER_START, name="attachment_ends_after_start"),
        ]
        indexes = [
            models.Index(fields=["department", "ends_on"], name="attachment_of_department"),
            models.Index(fields=["host", "ends_on"], name="attachment_of_host"),
        ]
        triggers = [
            pgtrigger.Trigger(  # POS-33; PostgreSQL shows the rows of a statement to one event at a time
                name=name,
                level=pgtrigger.Statement,
                when=pgtrigger.After,
                operation=operation,
                referencing=pgtrigger.Referencing(new="fresh"),
                declare=QUOTA_HOLDS.declare,
                func=QUOTA_HOLDS.body,
            )
            for name, operation in (("quota_holds", pgtrigger.Insert), ("quota_holds_changed", pgtrigger.Update))
        ]


@tracked()
class PostAssignment(Row):
    """A counsellor on an attached post from a day to a day, both included.

    Contracts live in recruitment, a row above: `contract_id` is its bare identifier, not a foreign key, since
    keys across modules point down only.
    """

    personal_data: ClassVar = NO_PERSONAL_DATA

    attachment = models.ForeignKey(PostAttachment, models.PROTECT, related_name="assignments")
    counsellor = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+", verbose_name="conseiller")
    contract_id = models.UUIDField("contrat", null=True, blank=True)
    starts_on = models.DateField("début")
    ends_on = models.DateField("fin", null=True, blank=True)

    class Meta:
        verbose_name = "affectation"
        constraints = [
            ExclusionConstraint(
                name="assignment_one_per_attachment",  # POS-31
                expressions=[("attachment", RangeOperators.EQUAL), (DAYS, RangeOperators.OVERLAPS)],
            ),
            ExclusionConstraint(
                name="assignment_one_per_counsellor",  # POS-32
                expressions=[("counsellor", RangeOperators.EQUAL), (DAYS, RangeOperators.OVERLAPS)],
            ),
            models.CheckConstraint(condition=ENDS_AFTER_START, name="assignment_ends_after_start"),
        ]
        indexes = [models.Index(fields=["contract_id"], name="assignment_of_contract")]
        triggers = [
            pgtrigger.Trigger(
                name="within_attachment",
                level=pgtrigger.Row,
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("starts_on", "ends_on", "attachment_id"),
                declare=WITHIN_ATTACHMENT.declare,
                func=WITHIN_ATTACHMENT.body,
            )
        ]
