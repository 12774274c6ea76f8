"""Candidates whom hosts had found before asking for a post (sheet 02 section 3)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from conum.kernel.models import DatedRow
from conum.kernel.privacy import NO_PERSONAL_DATA


class IdentifiedCandidate(DatedRow):
    """The candidate named by a host request: their application, or the invitation to apply that was sent.

    The address itself stays on the request, where it is erased with it.
    """

    personal_data: ClassVar = NO_PERSONAL_DATA

    request = models.OneToOneField("positions.HostRequest", models.PROTECT, related_name="+", verbose_name="demande")
    candidate = models.ForeignKey(
        "recruitment.Candidate", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="candidature"
    )
    invited_at = models.DateTimeField("invitation envoyée le", null=True, blank=True)

    class Meta:
        verbose_name = "candidat identifié"
        verbose_name_plural = "candidats identifiés"
        indexes = [models.Index(fields=["candidate"], name="identified_candidate")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(candidate__isnull=False) | models.Q(invited_at__isnull=False),
                name="identified_linked_or_invited",
            )
        ]
