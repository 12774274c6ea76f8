"""Invitations to join: single use, hashed at rest, dated (sheet 11 section 7)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from conum.commons.accounts.enums import UNHELD_ROLES, Role
from conum.kernel.models import Row
from conum.kernel.privacy import Category, Method, PersonalData


class Invitation(Row):
    """An offer of a role sent by e-mail. The address of the e-mail carries the token; only its hash is kept."""

    personal_data: ClassVar = PersonalData(
        {"email": Category.CONTACT, "first_name": Category.IDENTITY, "last_name": Category.IDENTITY},
        retention="privacy.token_invitation",
        method=Method.DELETE_ROW,
        module="accounts",
    )

    email = models.EmailField("adresse électronique")
    first_name = models.CharField("prénom", max_length=80, blank=True)
    last_name = models.CharField("nom", max_length=80, blank=True)
    role = models.CharField("rôle", max_length=20, choices=Role.choices)
    organisation = models.ForeignKey("accounts.Organisation", models.CASCADE, null=True, blank=True, related_name="+")
    department = models.ForeignKey("territories.Department", models.PROTECT, null=True, blank=True, related_name="+")
    region = models.ForeignKey("territories.Region", models.PROTECT, null=True, blank=True, related_name="+")
    token_hash = models.CharField("empreinte du jeton", max_length=64, unique=True)
    invited_by = models.ForeignKey("accounts.Person", models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField("envoyée le")
    expires_at = models.DateTimeField("valable jusqu'au")
    accepted_at = models.DateTimeField("acceptée le", null=True, blank=True)
    revoked_at = models.DateTimeField("retirée le", null=True, blank=True)

    class Meta:
        verbose_name = "invitation"
        indexes = [models.Index(fields=["organisation", "created_at"], name="invitation_organisation")]
        constraints = [
            models.CheckConstraint(condition=Q(email=Lower("email")), name="invitation_email_lower"),
            models.CheckConstraint(
                condition=Q(role__in=[role for role in Role.values if role not in UNHELD_ROLES]),
                name="invitation_role_held_by_people",
            ),
            models.CheckConstraint(
                condition=~Q(role=Role.PREFECTURE)
                | Q(department__isnull=False, region__isnull=True)
                | Q(department__isnull=True, region__isnull=False),
                name="invitation_prefecture_department_xor_region",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True) | Q(revoked_at__isnull=True),
                name="invitation_accepted_or_revoked",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email} – {self.get_role_display()}"
