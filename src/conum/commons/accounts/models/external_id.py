"""Identifiers given by other systems (PRG-03)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from conum.kernel.models import Row
from conum.kernel.privacy import NO_PERSONAL_DATA


class ExternalId(Row):
    """The name another system gives to one of our rows.

    `entity` is the model (`accounts.Organisation`) and `entity_id` the row; `source` is the other system
    (`state_pilot`, `coop`, `national_map`, `ds`, or the issuer of an OpenID Connect identity).
    """

    personal_data: ClassVar = NO_PERSONAL_DATA

    entity = models.CharField("objet", max_length=60)
    entity_id = models.UUIDField("identifiant")
    source = models.CharField("système", max_length=255)
    value = models.CharField("identifiant dans ce système", max_length=255)

    class Meta:
        verbose_name = "identifiant externe"
        constraints = [
            models.UniqueConstraint(fields=["source", "value"], name="external_id_once_per_source"),
            models.CheckConstraint(condition=~models.Q(value=""), name="external_id_value_given"),
        ]
        indexes = [models.Index(fields=["entity", "entity_id"], name="external_id_entity")]

    def __str__(self) -> str:
        return f"{self.source} : {self.value}"
