"""Commitments a host accepts with its request (sheet 02 section 3)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from conum.domains.positions.enums import ASKED_KINDS
from conum.kernel.models import Row
from conum.kernel.privacy import NO_PERSONAL_DATA


class HostCommitment(Row):
    """The text of the commitments of one version, for one kind of post; a published version never changes."""

    personal_data: ClassVar = NO_PERSONAL_DATA

    version = models.CharField("version", max_length=20)
    kind = models.CharField("type de poste", max_length=12, choices=ASKED_KINDS)
    sentences = models.JSONField("engagements")

    class Meta:
        verbose_name = "engagements de la structure"
        constraints = [
            models.UniqueConstraint(fields=["version", "kind"], name="commitment_one_per_version_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.version} ({self.kind})"
