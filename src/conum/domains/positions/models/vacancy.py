"""Warnings sent to hosts whose post stays vacant (POS-47)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from conum.domains.positions.enums import VacancyStage
from conum.domains.positions.models.post import PostAttachment
from conum.kernel.models import Row
from conum.kernel.privacy import NO_PERSONAL_DATA


class VacancyNotice(Row):
    """One warning for one vacancy; a vacancy begins on `vacant_since`."""

    personal_data: ClassVar = NO_PERSONAL_DATA

    attachment = models.ForeignKey(PostAttachment, models.PROTECT, related_name="vacancy_notices")
    vacant_since = models.DateField("vacant depuis le")
    stage = models.CharField("étape", max_length=15, choices=VacancyStage.choices)
    sent_at = models.DateTimeField("envoyé le")

    class Meta:
        verbose_name = "alerte de vacance"
        verbose_name_plural = "alertes de vacance"
        constraints = [
            models.UniqueConstraint(
                fields=["attachment", "vacant_since", "stage"], name="vacancy_notice_once_per_stage"
            ),
        ]
