"""Which compiled data or refresh the tables hold."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from conum.kernel.privacy import NO_PERSONAL_DATA


class ReferenceLoad(models.Model):
    """The last load of one source: the same data is never loaded twice, and pages show its date."""

    personal_data: ClassVar = NO_PERSONAL_DATA

    source = models.CharField("source", max_length=20, primary_key=True)
    digest = models.CharField("empreinte des données", max_length=64)
    loaded_at = models.DateTimeField("chargé le")

    class Meta:
        verbose_name = "chargement de référence"
        ordering = ("source",)

    def __str__(self) -> str:
        return f"{self.source} {self.loaded_at:%Y-%m-%d}"
