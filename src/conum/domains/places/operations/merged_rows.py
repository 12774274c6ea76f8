"""What hangs on a place and follows it into the record it is merged with, and back."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from conum.domains.places.models import OpeningException, Place, PlacePerson, PlaceReport

MOVED: dict[str, Any] = {"people": PlacePerson, "exceptions": OpeningException, "reports": PlaceReport}


def move(merged: Place, kept: Place, today: date) -> dict[str, list[Any]]:
    """Give the rows of a record to another; returns what moved, by kind.

    People already at the kept record over the same days stay where they are: somebody works there once.
    """
    found = {
        "people": _absent(merged, kept),
        "exceptions": OpeningException.objects.filter(place=merged, ends_on__gte=today),
        "reports": PlaceReport.objects.filter(place=merged, handled_at=None),
    }
    moved = {name: list(rows.order_by("pk").values_list("pk", flat=True)) for name, rows in found.items()}
    for name, keys in moved.items():
        MOVED[name].objects.filter(pk__in=keys).update(place=kept)
    return moved


def move_back(undo: dict[str, Any], kept: Place, merged: Place) -> None:
    """Give back what had moved and is still there."""
    for name, model in MOVED.items():
        model.objects.filter(pk__in=undo[name], place=kept).update(place=merged)


def _absent(merged: Place, kept: Place) -> QuerySet[PlacePerson]:
    last = Coalesce(OuterRef("ends_on"), Value(date.max))
    there = PlacePerson.objects.filter(place=kept, person=OuterRef("person"), starts_on__lte=last)
    free = ~Exists(there.filter(Q(ends_on=None) | Q(ends_on__gte=OuterRef("starts_on"))))
    return PlacePerson.objects.filter(free, place=merged)
