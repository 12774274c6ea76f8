"""Moves of a post from one host to another (POS-46)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from conum.domains.positions.enums import TransferState
from conum.domains.positions.models.post import Post
from conum.kernel.models import DatedRow
from conum.kernel.privacy import Category, Method, PersonalData


class PostTransfer(DatedRow):
    """A transfer: both hosts and the prefecture agree, then it is done at its date.

    The prefecture of arrival agrees too when the post changes département: it takes a place in that quota.
    """

    personal_data: ClassVar = PersonalData(
        {"reason": Category.FREE_TEXT},
        retention="follows:positions.HostRequest",
        method=Method.ERASE,
        module="positions",
    )

    post = models.ForeignKey(Post, models.PROTECT, related_name="transfers")
    from_host = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+", verbose_name="de")
    to_host = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+", verbose_name="vers")
    department = models.ForeignKey(
        "territories.Department", models.PROTECT, related_name="+", verbose_name="département quitté"
    )
    arrival_department = models.ForeignKey(
        "territories.Department", models.PROTECT, related_name="+", verbose_name="département d'arrivée"
    )
    effective_on = models.DateField("date d'effet")
    reason = models.TextField("motif", max_length=1000, blank=True)
    exceptional = models.BooleanField("exceptionnel", default=False)
    state = models.CharField("état", max_length=8, choices=TransferState.choices, default=TransferState.PROPOSED)
    proposed_by = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")
    from_host_agreed_at = models.DateTimeField("accord de la structure cédante", null=True, blank=True)
    to_host_agreed_at = models.DateTimeField("accord de la structure d'arrivée", null=True, blank=True)
    prefecture_agreed_at = models.DateTimeField("accord de la préfecture", null=True, blank=True)
    arrival_prefecture_agreed_at = models.DateTimeField("accord de la préfecture d'arrivée", null=True, blank=True)
    refused_reason = models.TextField("motif du refus", max_length=1000, blank=True)

    class Meta:
        verbose_name = "transfert de poste"
        verbose_name_plural = "transferts de poste"
        constraints = [
            models.UniqueConstraint(
                fields=["post"], condition=Q(state__in=["proposed", "accepted"]), name="transfer_one_open_per_post"
            ),
            models.CheckConstraint(condition=~Q(from_host=F("to_host")), name="transfer_between_two_hosts"),
            models.CheckConstraint(
                condition=~Q(state__in=["accepted", "done"])
                | Q(
                    from_host_agreed_at__isnull=False,
                    to_host_agreed_at__isnull=False,
                    prefecture_agreed_at__isnull=False,
                ),
                name="transfer_accepted_by_three",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["accepted", "done"])
                | Q(arrival_department=F("department"))
                | Q(arrival_prefecture_agreed_at__isnull=False),
                name="transfer_accepted_where_it_goes",
            ),
        ]
        indexes = [models.Index(fields=["state", "effective_on"], name="transfer_to_carry_out")]

    @property
    def changes_department(self) -> bool:
        """Whether the post leaves its département."""
        return bool(self.department_id != self.arrival_department_id)
