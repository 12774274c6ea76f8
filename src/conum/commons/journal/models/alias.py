"""The name an actor bears in the journal: erased with time, while the chain stays whole (sheet 11 section 2)."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models

from conum.kernel.privacy import Category, Method, PersonalData


class ActorAlias(models.Model):
    """Joins a person and a month to the random mark that the entries of that month carry.

    Deleting the row pseudonymises the entries for good: nothing in the journal leads back to the person.
    """

    personal_data: ClassVar = PersonalData(
        {"person_id": Category.IDENTITY},
        retention="privacy.journal",
        method=Method.DELETE_ROW,
        module="journal",
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)  # random: says nothing of when
    person_id = models.UUIDField("personne")
    month = models.DateField("premier jour du mois")

    class Meta:
        verbose_name = "auteur au journal"
        constraints = [
            models.UniqueConstraint(fields=["person_id", "month"], name="journal_alias_one_per_month"),
        ]
