"""Consents of candidates, as dated records (PRI-13)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from conum.domains.recruitment.enums import ConsentKind
from conum.kernel.models import Row
from conum.kernel.privacy import NO_PERSONAL_DATA


class CandidateConsent(Row):
    """What a candidate agreed to, under which text, from when to when."""

    personal_data: ClassVar = NO_PERSONAL_DATA

    candidate = models.ForeignKey("recruitment.Candidate", models.CASCADE, related_name="consents")
    kind = models.CharField("objet", max_length=10, choices=ConsentKind.choices)
    text_version = models.CharField("version du texte", max_length=20)
    channel = models.CharField("moyen", max_length=10, default="screen")
    given_at = models.DateTimeField("donné le")
    withdrawn_at = models.DateTimeField("retiré le", null=True, blank=True)

    class Meta:
        verbose_name = "consentement"
        ordering = ("given_at",)
        constraints = [
            models.UniqueConstraint(
                fields=["candidate", "kind"], condition=Q(withdrawn_at=None), name="consent_one_open_per_kind"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | Q(withdrawn_at__gte=F("given_at")), name="consent_withdrawn_after"
            ),
        ]
