"""Abstract models: identifier and dates; reading one row. Nothing here knows the business."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any, ClassVar, TypeVar

from django.db import models
from django.utils.translation import get_language

from conum.kernel.ids import new_id
from conum.kernel.privacy import PersonalData

T = TypeVar("T")


class Row(models.Model):
    """A row with a UUIDv7 identifier. Each concrete model adds its `personal_data` declaration."""

    personal_data: ClassVar[PersonalData]

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)

    class Meta:
        abstract = True

    def _get_FIELD_display(self, field: models.Field[Any, Any]) -> str:
        """Remember the words of each value: Django hashes every lazy label of the field at each call of a list."""
        return _words(field, getattr(self, field.attname), get_language())


@lru_cache(maxsize=8192)
def _words(field: models.Field[Any, Any], value: Any, language: str | None) -> str:
    return str(dict(field.flatchoices).get(value, "" if value is None else value))


class DatedRow(Row):
    """A row that remembers when it was made and last changed; both are given by the operation, as `now`."""

    created_at = models.DateTimeField("créé le")
    updated_at = models.DateTimeField("modifié le")

    class Meta:
        abstract = True


def only(rows: Iterable[T]) -> T | None:
    """Return the row of a query that can find one at most, None when it finds none.

    Where thousands of requests a minute pass, `first()` costs more: it orders.
    """
    return next(iter(rows), None)
