"""A file checked but not yet imported: kept between the two steps of the screen, a day at most."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from conum.commons.territories.enums import ImportKind
from conum.kernel.models import Row
from conum.kernel.privacy import NO_PERSONAL_DATA


class ImportDraft(Row):
    """The bytes of a CSV of reference data waiting for a decision."""

    personal_data: ClassVar = NO_PERSONAL_DATA

    kind = models.CharField("contenu", max_length=9, choices=ImportKind.choices)
    file_name = models.CharField("nom du fichier", max_length=120)
    source = models.CharField("source", max_length=200)
    content = models.BinaryField("contenu du fichier")
    created_at = models.DateTimeField("déposé le", db_index=True)

    class Meta:
        verbose_name = "import à confirmer"
        ordering = ("-created_at", "pk")
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=ImportKind.values), name="import_draft_kind_known"),
        ]

    def __str__(self) -> str:
        return self.file_name
