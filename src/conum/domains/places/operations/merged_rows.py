"""What hangs on a place and follows it into the record it is merged with, and back.

Modules above plug in what they hang on places: `plug_rows("permanences", rows_at)`.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.utils.timezone import localdate

from conum.domains.places.models import OpeningException, Place, PlacePerson, PlaceReport

Rows = Callable[[Place, Place, datetime], QuerySet[Any]]


def move(merged: Place, kept: Place, now: datetime) -> dict[str, list[Any]]:
    """Give the rows of a record to another; returns what moved, by kind.

    People already at the kept record over the same days stay where they are: somebody works there once.
    """
    moved = {}
    for name, (rows, column) in _PLUGGED.items():
        found = rows(merged, kept, now)
        moved[name] = list(found.order_by("pk").values_list("pk", flat=True))
        found.model._default_manager.filter(pk__in=moved[name]).update(**{column: kept})
    return moved


def move_back(undo: dict[str, Any], kept: Place, merged: Place, now: datetime) -> None:
    """Give back what had moved and is still there."""
    for name, (rows, column) in _PLUGGED.items():
        still_there = {"pk__in": undo.get(name, []), column: kept}
        rows(merged, kept, now).model._default_manager.filter(**still_there).update(**{column: merged})


def plug_rows(name: str, rows: Rows, column: str = "place") -> None:
    """Let rows of another module follow a place into the record it is merged with.

    Args:
        name: under which what moved is kept, to be given back.
        rows: gives the rows that move, from the merged record, the kept one and the instant.
        column: the key to the place.
    """
    _PLUGGED[name] = (rows, column)


def _exceptions(merged: Place, _kept: Place, now: datetime) -> QuerySet[OpeningException]:
    return OpeningException.objects.filter(place=merged, ends_on__gte=localdate(now))


def _reports(merged: Place, _kept: Place, _now: datetime) -> QuerySet[PlaceReport]:
    return PlaceReport.objects.filter(place=merged, handled_at=None)


def _people(merged: Place, kept: Place, _now: datetime) -> QuerySet[PlacePerson]:
    last = Coalesce(OuterRef("ends_on"), Value(date.max))
    there = PlacePerson.objects.filter(place=kept, person=OuterRef("person"), starts_on__lte=last)
    free = ~Exists(there.filter(Q(ends_on=None) | Q(ends_on__gte=OuterRef("starts_on"))))
    return PlacePerson.objects.filter(free, place=merged)


_PLUGGED: dict[str, tuple[Rows, str]] = {
    "people": (_people, "place"),
    "exceptions": (_exceptions, "place"),
    "reports": (_reports, "place"),
}
