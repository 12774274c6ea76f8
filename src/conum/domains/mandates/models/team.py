"""Helpers and their leads (sheet 13 section 2, MAN-01 to MAN-06)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from conum.domains.mandates.enums import HelperState, SuspensionReason, TrainingHours
from conum.kernel.history import tracked
from conum.kernel.models import DatedRow
from conum.kernel.privacy import Category, Method, PersonalData

PERSONAL = {
    "first_name": Category.IDENTITY,
    "last_name": Category.IDENTITY,
    "profession": Category.PROFESSIONAL,
    "email": Category.CONTACT,
}


@tracked()
class Helper(DatedRow):
    """A professional of an organisation who may, once active, create and use its mandates.

    `person` is empty until the invitation is accepted. Somebody who helps in two organisations has two rows.
    """

    personal_data: ClassVar = PersonalData(
        PERSONAL, retention="privacy.mandate_proof", method=Method.ANONYMISE, module="mandates"
    )

    accreditation = models.ForeignKey("mandates.Accreditation", models.PROTECT, related_name="helpers")
    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    person = models.ForeignKey("accounts.Person", models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField("état", max_length=11, choices=HelperState.choices, default=HelperState.WAITING)
    first_name = models.CharField("prénom", max_length=80)
    last_name = models.CharField("nom", max_length=80)
    profession = models.CharField("profession", max_length=150, blank=True)
    email = models.EmailField("adresse professionnelle nominative")

    training_hours = models.CharField("durée de la formation", max_length=2, choices=TrainingHours.choices, blank=True)
    trained_on = models.DateField("formation terminée le", null=True, blank=True)
    test_on = models.DateField("test Pix passé le", null=True, blank=True)
    test_passed = models.BooleanField("test Pix réussi", null=True)
    activated_at = models.DateTimeField("actif depuis", null=True, blank=True)
    last_activity_at = models.DateTimeField("dernière activité", null=True, blank=True)
    warned_at = models.DateTimeField("prévenu de l'inactivité le", null=True, blank=True)
    suspended_at = models.DateTimeField("suspendu le", null=True, blank=True)
    suspension_reason = models.CharField("motif", max_length=13, choices=SuspensionReason.choices, blank=True)
    left_at = models.DateTimeField("parti le", null=True, blank=True)
    anonymised_at = models.DateTimeField("anonymisé le", null=True, blank=True)

    class Meta:
        verbose_name = "aidant"
        constraints = [
            models.CheckConstraint(condition=Q(state__in=HelperState.values), name="helper_state_known"),
            models.CheckConstraint(condition=Q(email=Lower("email")), name="helper_email_lower"),
            models.UniqueConstraint(fields=["organisation", "email"], name="helper_one_per_address"),  # MAN-02
            models.UniqueConstraint(
                fields=["organisation", "person"], condition=Q(person__isnull=False), name="helper_one_per_person"
            ),
            models.CheckConstraint(  # MAN-03
                condition=~Q(state="active")
                | Q(
                    person__isnull=False,
                    training_hours__in=TrainingHours.values,
                    trained_on__isnull=False,
                    test_on__isnull=False,
                    test_passed=True,
                    activated_at__isnull=False,
                ),
                name="helper_active_is_trained",
            ),
            models.CheckConstraint(
                condition=Q(
                    state="suspended", suspended_at__isnull=False, suspension_reason__in=SuspensionReason.values
                )
                | (~Q(state="suspended") & Q(suspended_at__isnull=True, suspension_reason="")),
                name="helper_suspended_is_explained",
            ),
            models.CheckConstraint(
                condition=Q(state="left", left_at__isnull=False) | (~Q(state="left") & Q(left_at__isnull=True)),
                name="helper_left_is_dated",
            ),
        ]
        indexes = [
            models.Index(fields=["person"], name="helper_of_person"),
            models.Index(fields=["accreditation", "state"], name="helper_of_accreditation"),
            models.Index(fields=["last_activity_at"], condition=Q(state="active"), name="helper_last_activity"),
        ]

    def __str__(self) -> str:
        return f"{self.first_name} {self.last_name}".strip() or "Aidant effacé"


class HelperLead(DatedRow):
    """Who manages the helpers of an organisation; sees no citizen and no mandate unless also a helper (MAN-04)."""

    personal_data: ClassVar = PersonalData(
        PERSONAL, retention="privacy.mandate_proof", method=Method.ANONYMISE, module="mandates"
    )

    accreditation = models.ForeignKey("mandates.Accreditation", models.PROTECT, related_name="leads")
    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    person = models.ForeignKey("accounts.Person", models.PROTECT, null=True, blank=True, related_name="+")
    first_name = models.CharField("prénom", max_length=80)
    last_name = models.CharField("nom", max_length=80)
    profession = models.CharField("profession", max_length=150, blank=True)
    email = models.EmailField("adresse professionnelle nominative")
    left_at = models.DateTimeField("parti le", null=True, blank=True)
    anonymised_at = models.DateTimeField("anonymisé le", null=True, blank=True)

    class Meta:
        verbose_name = "référent"
        constraints = [
            models.CheckConstraint(condition=Q(email=Lower("email")), name="helper_lead_email_lower"),
            models.UniqueConstraint(fields=["organisation", "email"], name="helper_lead_one_per_address"),
            models.UniqueConstraint(
                fields=["organisation", "person"], condition=Q(person__isnull=False), name="helper_lead_one_per_person"
            ),
        ]
        indexes = [models.Index(fields=["person"], name="helper_lead_of_person")]

    def __str__(self) -> str:
        return f"{self.first_name} {self.last_name}".strip() or "Référent effacé"
