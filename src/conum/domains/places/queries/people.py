"""The people of places, as far as their own addresses go: none is shown without their consent (PLA-13)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from uuid import UUID

from conum.domains.places.models import PlacePerson


def private_addresses(places: Collection[UUID], day: date, *, but: UUID | None = None) -> dict[UUID, set[str]]:
    """Return place id → addresses, in lower case, of its people on a day who do not show them.

    Args:
        places: ids, asked in one query; a place without such an address is not there.
        but: a person who decides on their own address.
    """
    rows = PlacePerson.objects.filter(place__in=places, starts_on__lte=day).exclude(ends_on__lt=day)
    found: dict[UUID, set[str]] = {}
    for place, own, shown in rows.exclude(person=but).values_list("place", "person__email", "public_email"):
        if own.lower() != shown.lower():
            found.setdefault(place, set()).add(own.lower())
    return found
