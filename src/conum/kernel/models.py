"""Abstract models: identifier and dates; nothing here knows the business."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from conum.kernel.ids import new_id
from conum.kernel.privacy import PersonalData


class Row(models.Model):
    """A row with a UUIDv7 identifier. Each concrete model adds its `personal_data` declaration."""

    personal_data: ClassVar[PersonalData]

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)

    class Meta:
        abstract = True


class DatedRow(Row):
    """A row that remembers when it was made and last changed; both are given by the operation, as `now`."""

    created_at = models.DateTimeField("créé le")
    updated_at = models.DateTimeField("modifié le")

    class Meta:
        abstract = True
