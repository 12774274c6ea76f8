"""Agreements to let an administrator act in one's place (sheet 11 section 7)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from conum.kernel.models import Row
from conum.kernel.privacy import Method, PersonalData


class Impersonation(Row):
    """A permission given by a person, for one of their roles, until an instant; it serves once.

    `membership` is the role lent: the administrator acts within its reach and no further.
    """

    personal_data: ClassVar = PersonalData(retention="privacy.login_log", method=Method.DELETE_ROW, module="accounts")

    person = models.ForeignKey("accounts.Person", models.CASCADE, related_name="+")
    membership = models.ForeignKey("accounts.Membership", models.CASCADE, related_name="+")
    agreed_at = models.DateTimeField("permis le")
    expires_at = models.DateTimeField("valable jusqu'au")
    withdrawn_at = models.DateTimeField("retiré le", null=True, blank=True)
    administrator = models.ForeignKey("accounts.Person", models.SET_NULL, null=True, blank=True, related_name="+")
    entered_at = models.DateTimeField("entrée le", null=True, blank=True)
    left_at = models.DateTimeField("sortie le", null=True, blank=True)

    class Meta:
        verbose_name = "accord pour agir à la place"
        indexes = [models.Index(fields=["person", "-agreed_at"], name="impersonation_person_agreed")]
        constraints = [
            models.CheckConstraint(condition=Q(expires_at__gt=F("agreed_at")), name="impersonation_is_dated"),
            models.CheckConstraint(
                condition=Q(administrator__isnull=True) | Q(entered_at__isnull=False),
                name="impersonation_administrator_entered",
            ),
            models.CheckConstraint(
                condition=Q(administrator__isnull=True) | ~Q(administrator=F("person")),
                name="impersonation_of_somebody_else",
            ),
            models.CheckConstraint(
                condition=Q(entered_at__isnull=True) | Q(entered_at__lt=F("expires_at")),
                name="impersonation_entered_in_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agreed_at:%d/%m/%Y %H:%M}"
