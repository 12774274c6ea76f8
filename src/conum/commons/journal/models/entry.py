"""Lines of the journal."""

from __future__ import annotations

from typing import ClassVar

import pgtrigger
from django.db import models

from conum.kernel.models import Row
from conum.kernel.privacy import NO_PERSONAL_DATA

REFUSAL = "RAISE EXCEPTION 'le journal ne se modifie pas : % refusé', TG_OP;"


class JournalEntry(Row):
    """A fact, chained to the previous one of its family. It holds keys, never names: no personal data.

    `actor` is the mark of an `ActorAlias`, empty for `system` and anonymous visitors; `hash` covers every other field.
    """

    personal_data: ClassVar = NO_PERSONAL_DATA

    family = models.CharField("famille", max_length=40)
    position = models.PositiveBigIntegerField("rang")
    action = models.CharField("action", max_length=80)
    actor = models.UUIDField("auteur", null=True)
    role = models.CharField("rôle", max_length=20)
    subject_type = models.CharField("type d'objet", max_length=60)
    subject_id = models.CharField("objet", max_length=64)
    payload = models.JSONField("contenu", default=dict)
    happened_at = models.DateTimeField("date et heure")
    previous_hash = models.CharField("empreinte précédente", max_length=64, blank=True)
    hash = models.CharField("empreinte", max_length=64)

    class Meta:
        verbose_name = "ligne du journal"
        verbose_name_plural = "journal"
        ordering: ClassVar = ["-happened_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["family", "position"], name="journal_entry_position"),
            models.CheckConstraint(condition=models.Q(position__gte=1), name="journal_entry_position_from_1"),
            models.CheckConstraint(
                condition=~models.Q(role="system") | models.Q(actor__isnull=True), name="journal_entry_system_is_nobody"
            ),
        ]
        indexes = [
            models.Index(fields=["-happened_at", "-id"], name="journal_entry_latest"),
            models.Index(fields=["subject_type", "subject_id"], name="journal_entry_subject"),
            models.Index(fields=["actor"], name="journal_entry_actor"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="journal_entry_unchanged",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                func=REFUSAL,
            ),
            pgtrigger.Trigger(
                name="journal_entry_untruncated",
                level=pgtrigger.Statement,
                when=pgtrigger.Before,
                operation=pgtrigger.Truncate,
                func=REFUSAL,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.family} {self.position} {self.action}"
