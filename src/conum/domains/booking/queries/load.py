"""How busy professionals are on a day (BOO-14)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count

from conum.domains.booking.models import EngagedTime
from conum.domains.booking.rules.recurrence import midnight


def bookings_of_day(people: Collection[UUID], instant: datetime, timezone: str) -> dict[UUID, int]:
    """Return professional → number of times engaged on the local day of an instant."""
    day = instant.astimezone(ZoneInfo(timezone)).date()
    window = (midnight(day, timezone), midnight(day + timedelta(days=1), timezone))
    rows = EngagedTime.objects.filter(person__in=people, during__overlap=window)
    return dict(rows.values("person").annotate(count=Count("pk")).values_list("person", "count"))
