"""What each source says of a place: its identifier there, and the last version received."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from conum.domains.places.models.place import Place
from conum.kernel.models import Row
from conum.kernel.privacy import NO_PERSONAL_DATA


class PlaceSource(Row):
    """A place as a source knows it; one source may be the only one, or one of several after a merge (PLA-16).

    `payload`: our field names and values of the last version; `digest` tells at once that nothing changed.
    `notes`: what the mapping of that version lost or moved (PLA-21).
    """

    personal_data: ClassVar = NO_PERSONAL_DATA

    place = models.ForeignKey(Place, models.CASCADE, related_name="sources", verbose_name="lieu")
    source = models.CharField("source", max_length=255)
    external_id = models.CharField("identifiant dans la source", max_length=255)
    updated_on = models.DateField("mis à jour par la source le")
    payload = models.JSONField("dernière version", default=dict)
    digest = models.CharField("empreinte", max_length=32)
    notes = ArrayField(models.CharField(max_length=255), default=list, blank=True, verbose_name="remarques")
    received_at = models.DateTimeField("reçu le")

    class Meta:
        verbose_name = "source d’un lieu"
        verbose_name_plural = "sources d’un lieu"
        ordering = ("place", "-updated_on", "source")
        constraints = [
            models.UniqueConstraint(fields=["source", "external_id"], name="place_source_once"),  # PLA-14
            models.CheckConstraint(
                condition=~models.Q(source="") & ~models.Q(external_id=""), name="place_source_identified"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source} : {self.external_id}"
