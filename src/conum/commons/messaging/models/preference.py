"""Optional mails that a person does not want."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from conum.commons.messaging.enums import Topic
from conum.kernel.models import Row
from conum.kernel.privacy import Category, Method, PersonalData


class MailRefusal(Row):
    """One topic refused by one person; no row means that the mails are wanted."""

    personal_data: ClassVar = PersonalData(
        {"person_id": Category.IDENTITY},
        retention="privacy.account_inactive",
        method=Method.DELETE_ROW,
        module="messaging",
    )

    person_id = models.UUIDField("personne")
    topic = models.CharField("sujet", max_length=20, choices=Topic.choices)
    refused_at = models.DateTimeField("refusé le")

    class Meta:
        verbose_name = "refus de courriels"
        constraints = [
            models.UniqueConstraint(fields=["person_id", "topic"], name="mail_refusal_once"),
            models.CheckConstraint(condition=models.Q(topic__in=Topic.values), name="mail_refusal_topic_known"),
        ]
