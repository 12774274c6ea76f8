"""What an applicant typed before submitting, and interest registered before the opening date."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from conum.commons.accounts.enums import EmployerClass
from conum.kernel.models import DatedRow, Row
from conum.kernel.privacy import Category, Method, PersonalData


class HostRequestDraft(DatedRow):
    """A host request being typed. Anonymous drafts are reached by a signed link, others by their owner."""

    personal_data: ClassVar = PersonalData(
        {"answers": Category.FREE_TEXT},
        retention="positions.email_confirm_days",
        method=Method.DELETE_ROW,
        module="positions",
    )

    person = models.ForeignKey("accounts.Person", models.PROTECT, null=True, blank=True, related_name="+")
    answers = models.JSONField("réponses", default=dict)
    step = models.CharField("étape atteinte", max_length=20)

    class Meta:
        verbose_name = "brouillon de demande"
        indexes = [models.Index(fields=["person", "updated_at"], name="draft_of_person")]


class OpeningInterest(Row):
    """A host that came before its opening date and asks to be told (POS-02)."""

    personal_data: ClassVar = PersonalData(
        {"email": Category.CONTACT},
        retention="privacy.refused_request",
        method=Method.DELETE_ROW,
        module="positions",
    )

    email = models.EmailField("adresse électronique")
    organisation_name = models.CharField("structure", max_length=200)
    employer_class = models.CharField("statut", max_length=7, choices=EmployerClass.choices)
    created_at = models.DateTimeField("enregistré le")
    told_at = models.DateTimeField("prévenu le", null=True, blank=True)

    class Meta:
        verbose_name = "intérêt avant ouverture"
        constraints = [
            models.UniqueConstraint(fields=["email", "employer_class"], name="interest_once_per_email_class"),
        ]
