"""The sign-in log (sheet 11 section 2: time, address)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from conum.commons.accounts.enums import SignInMethod, SignInOutcome
from conum.kernel.models import Row
from conum.kernel.privacy import Category, Method, PersonalData


class SignIn(Row):
    """A sign-in of a person, done or refused."""

    personal_data: ClassVar = PersonalData(
        {"address": Category.LOCATION, "device": Category.PROFESSIONAL},
        retention="privacy.login_log",
        method=Method.DELETE_ROW,
        module="accounts",
    )

    person = models.ForeignKey("accounts.Person", models.CASCADE, related_name="+")
    at = models.DateTimeField("date")
    address = models.GenericIPAddressField("adresse réseau", null=True, blank=True)
    device = models.CharField("appareil", max_length=200, blank=True)
    method = models.CharField("moyen", max_length=13, choices=SignInMethod.choices)
    outcome = models.CharField("résultat", max_length=9, choices=SignInOutcome.choices)

    class Meta:
        verbose_name = "connexion"
        ordering = ("-at",)
        indexes = [
            models.Index(fields=["person", "-at"], name="sign_in_person_at"),
            models.Index(fields=["at"], name="sign_in_at"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(method__in=SignInMethod.values), name="sign_in_method_known"),
            models.CheckConstraint(condition=Q(outcome__in=SignInOutcome.values), name="sign_in_outcome_known"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%d/%m/%Y %H:%M} {self.get_outcome_display()}"
