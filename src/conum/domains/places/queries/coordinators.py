"""Where a coordinator welcomes people: a layer of the finder and of its map."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.core.cache import cache
from django.db.models import Q
from django.utils.timezone import localdate

from conum.commons.accounts.enums import Role
from conum.domains.places.models import PlacePerson

KEY, KEPT_SECONDS = "places.coordinated", 60


def coordinated_places(now: datetime) -> list[UUID]:
    """Return the places where a coordinator accepts to be shown (PLA-13), as of at most a minute ago.

    There are some hundreds of coordinators in the country: their places are read once for many searches.
    """
    kept: list[UUID] | None = cache.get(KEY)
    if kept is None:
        kept = _read(now)
        cache.set(KEY, kept, KEPT_SECONDS)
    return kept


def _read(now: datetime) -> list[UUID]:
    day = localdate(now)
    present = Q(starts_on__lte=day) & (Q(ends_on=None) | Q(ends_on__gte=day))
    held = Q(person__memberships__role=Role.COORDINATOR, person__memberships__starts_on__lte=day) & (
        Q(person__memberships__ends_on=None) | Q(person__memberships__ends_on__gte=day)
    )
    rows = PlacePerson.objects.filter(present, held, shown_on_map=True, person__is_active=True)
    return list(rows.order_by().values_list("place_id", flat=True).distinct())
