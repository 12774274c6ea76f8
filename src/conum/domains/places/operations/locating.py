"""Places that came without a point: their address is asked to the address search, on the server (PLA-03)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from conum.commons.journal.operations import record
from conum.domains.places.enums import Precision
from conum.domains.places.events import PlacesChanged
from conum.domains.places.models import Place
from conum.domains.places.operations.editing_location import Point, locate
from conum.kernel.events import publish

A_NIGHT = 500  # addresses asked: the search is shared by the whole country


def locate_missing(*, now: datetime, most: int = A_NIGHT) -> int:
    """Give a point to the places without one whose address is found for certain; returns how many.

    A doubtful answer is left to the editors of the place, a failure stores nothing (PLA-04). Chance draws which are
    asked: addresses that nobody finds never keep the others waiting.
    """
    waiting = Place.objects.filter(latitude=None, closed_on=None, merged_into=None).select_related("commune")
    located = []
    for place in waiting.order_by("?")[:most]:
        point = locate(place.address, place.postal_code, place.commune, localdate(now)).point
        if point and point.latitude is not None and point.precision != Precision.COMMUNE and _keep(place, point, now):
            located.append(str(place.pk))
    if located:
        _tell(located, now)
    return len(located)


def _keep(place: Place, point: Point, now: datetime) -> bool:
    """Write the point unless somebody wrote the place meanwhile; `updated_on` stays: nobody confirmed anything."""
    rows = Place.objects.filter(pk=place.pk, latitude=None, address=place.address, commune=place.commune_id)
    return bool(rows.update(**point.fields(), updated_at=now))


@transaction.atomic
def _tell(located: list[str], now: datetime) -> None:
    subject, payload = ("places.Place", "without-point"), {"located": len(located)}
    record(family="places", action="place.locate_missing", actor=None, subject=subject, payload=payload, now=now)
    changed = frozenset({"latitude", "longitude", "precision"})
    publish(PlacesChanged(tuple(located), frozenset(), changed, now))
