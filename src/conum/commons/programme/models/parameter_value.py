"""Values of parameters set by administrators."""

from __future__ import annotations

from typing import ClassVar

import pgtrigger
from django.db import models

from conum.kernel.models import Row
from conum.kernel.privacy import Category, Method, PersonalData

REFUSAL = "RAISE EXCEPTION 'les valeurs de paramètres ne se réécrivent pas : % refusé', TG_OP;"


class ParameterValue(Row):
    """A value from a first day on (PRG-41). Never changed nor removed: a correction is a later row of the same day."""

    personal_data: ClassVar = PersonalData(
        {"author_id": Category.PROFESSIONAL},
        retention="privacy.accounting",
        method=Method.KEEP,
        module="programme",
    )

    key = models.CharField("paramètre", max_length=80)
    first_day = models.DateField("premier jour")
    value = models.CharField("valeur", max_length=300)
    reason = models.CharField("motif", max_length=500)
    author_id = models.UUIDField("auteur")
    made_at = models.DateTimeField("enregistré le")

    class Meta:
        verbose_name = "valeur de paramètre"
        ordering: ClassVar = ["key", "first_day", "made_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(value=""), name="parameter_value_given"),
            models.CheckConstraint(condition=~models.Q(reason=""), name="parameter_value_reasoned"),
        ]
        indexes = [models.Index(fields=["key", "first_day", "made_at"], name="parameter_value_series")]
        triggers = [
            pgtrigger.Trigger(
                name="parameter_value_unchanged",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                func=REFUSAL,
            ),
            pgtrigger.Trigger(
                name="parameter_value_untruncated",
                level=pgtrigger.Statement,
                when=pgtrigger.Before,
                operation=pgtrigger.Truncate,
                func=REFUSAL,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} = {self.value} ({self.first_day})"
