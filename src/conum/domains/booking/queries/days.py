"""Slots as people choose them: by day, in the clock of the place."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from conum.domains.booking.models import AppointmentType
from conum.domains.booking.queries.notices import hour_words
from conum.domains.booking.queries.slots import Slot, slots_for
from conum.domains.booking.rules.recurrence import midnight
from conum.domains.places.models import Place

PAGE = 7  # days


@dataclass(frozen=True)
class Choice:
    """One slot to choose: its hour in words; `place` is its name when the page shows several places."""

    slot: Slot
    hour: str
    place: str = ""


@dataclass(frozen=True)
class Day:
    """A day and its free slots."""

    day: date
    label: str
    choices: list[Choice] = field(default_factory=list)


@dataclass(frozen=True)
class SlotPage:
    """A page of days.

    Attributes:
        days: days with free slots.
        first: first day of the page.
        next_day: first day of the next page that has a slot; None when there is none.
        previous_day: first day of the page before; None at the beginning.
    """

    days: list[Day]
    first: date
    next_day: date | None
    previous_day: date | None


def by_day(slots: Collection[Slot], zone: str) -> list[Day]:
    """Group slots by local day, in order; the same hour at two places bears their names."""
    days: dict[date, Day] = {}
    names = _names({slot.place_id for slot in slots})
    for slot in slots:
        day = slot.starts_at.astimezone(ZoneInfo(zone)).date()
        known = days.setdefault(day, Day(day, date_format(day, "l j F")))
        known.choices.append(Choice(slot, hour_words(slot.starts_at, zone), names.get(slot.place_id, "")))
    return [days[day] for day in sorted(days)]


def _names(places: set[UUID | None]) -> dict[UUID | None, str]:
    if len(places) < 2:
        return {}
    return {None: _("À distance"), **dict(Place.objects.filter(pk__in=places - {None}).values_list("pk", "name"))}


def page_of_days(
    kind: AppointmentType, first: date | None, zone: str, now: datetime, *, end: datetime, **asked: object
) -> SlotPage:
    """Return the page that begins on a day, or the first one with a slot.

    Args:
        first: day asked for; None begins at the first free slot.
        end: last instant looked at.
        asked: what is passed to `slots_for` (audience, place_ids, people, but).
    """
    today = now.astimezone(ZoneInfo(zone)).date()
    start = max(first or today, today)
    found = slots_for(type_id=kind.pk, first=max(midnight(start, zone), now), last=end, now=now, **asked)  # type: ignore[arg-type]
    if first is None and found:
        start = found[0].starts_at.astimezone(ZoneInfo(zone)).date()
    limit = midnight(start + timedelta(days=PAGE), zone)
    after = next((slot for slot in found if slot.starts_at >= limit), None)
    return SlotPage(
        days=by_day([slot for slot in found if slot.starts_at < limit], zone),
        first=start,
        next_day=after.starts_at.astimezone(ZoneInfo(zone)).date() if after else None,
        previous_day=max(start - timedelta(days=PAGE), today) if start > today else None,
    )
