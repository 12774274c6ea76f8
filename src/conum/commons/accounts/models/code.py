"""Codes sent by e-mail: single use, hashed with a key outside the database, short-lived, few attempts."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from conum.commons.accounts.enums import CodePurpose
from conum.kernel.models import Row
from conum.kernel.privacy import Category, Method, PersonalData


class EmailCode(Row):
    """A code that proves that its reader owns `email`."""

    personal_data: ClassVar = PersonalData(
        {"email": Category.CONTACT, "code_hash": Category.CREDENTIAL},
        retention="follows:accounts.Person",
        method=Method.DELETE_ROW,
        module="accounts",
    )

    person = models.ForeignKey("accounts.Person", models.CASCADE, related_name="+")
    purpose = models.CharField("usage", max_length=12, choices=CodePurpose.choices)
    email = models.EmailField("adresse électronique")
    code_hash = models.CharField("empreinte du code", max_length=64)
    attempts = models.PositiveSmallIntegerField("essais faits", default=0)
    created_at = models.DateTimeField("envoyé le")
    expires_at = models.DateTimeField("valable jusqu'au")
    used_at = models.DateTimeField("utilisé le", null=True, blank=True)

    class Meta:
        verbose_name = "code envoyé"
        indexes = [models.Index(fields=["person", "purpose"], name="email_code_person_purpose")]
        constraints = [
            models.CheckConstraint(condition=Q(purpose__in=CodePurpose.values), name="email_code_purpose_known"),
            models.CheckConstraint(condition=Q(attempts__lte=5), name="email_code_five_attempts"),
        ]

    def __str__(self) -> str:
        return self.get_purpose_display()
