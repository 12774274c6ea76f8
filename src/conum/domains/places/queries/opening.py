"""When a place is open: now, next, this week, with its own clock, holidays and exceptional days (PLA-07)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from conum.commons.territories.queries import public_holidays, school_holidays, school_zones, time_zone
from conum.domains.places.models import OpeningException, Place
from conum.domains.places.rules.opening_hours.clock import Stretch, instants
from conum.domains.places.rules.opening_hours.days import Exceptional, Holidays, Span, spans

AHEAD = timedelta(days=21)  # how far `open_during` reaches
AROUND = timedelta(days=8)  # holidays just outside the days asked count too (`PH +1 day`)
DAY = timedelta(days=1)
LONGEST_NIGHT = timedelta(hours=12)  # past midnight, a stretch still belongs to the evening before


@dataclass(frozen=True)
class Standing:
    """Where a place stands at an instant.

    Attributes:
        known: its hours are known and read.
        is_open: open now, without appointment.
        until: local time it closes, when open; None when that is not in sight.
        opens_at: local time it opens next, when closed; None when not within three weeks.
        zone: its clock.
    """

    known: bool
    is_open: bool
    until: datetime | None
    opens_at: datetime | None
    zone: ZoneInfo


@dataclass(frozen=True)
class DayHours:
    """One day of a place.

    Attributes:
        ranges: minutes from midnight, end beyond 1440 past midnight.
        by_appointment: the same, for what is by appointment or uncertain.
        notes: what is said beside the hours.
        holiday: name of the public holiday, or empty.
        exceptional: an exceptional closing or opening replaces the usual hours; `reason` says why.
    """

    day: date
    is_today: bool
    ranges: tuple[tuple[int, int], ...]
    by_appointment: tuple[tuple[int, int], ...]
    notes: tuple[str, ...]
    holiday: str
    exceptional: bool
    reason: str


@lru_cache(maxsize=512)
def holidays_around(department: str, first: date, last: date) -> Holidays:
    """Return the public and school holidays of a département over some days and one week around them."""
    begin, end = first - AROUND, last + AROUND
    school = school_holidays(department, begin, end)
    return Holidays(frozenset(public_holidays(department, begin, end)), frozenset(school.days))


def school_calendar_known(place: Place) -> bool:
    """Tell whether the school holidays of a place's territory are known (they are not in Corse and overseas)."""
    return place.commune.department_id in school_zones()


def exceptional(exceptions: Iterable[OpeningException]) -> tuple[Exceptional, ...]:
    """Return exceptions as the evaluation takes them, the latest made last, as it wins."""
    ordered = sorted(exceptions, key=lambda one: (one.created_at, one.pk))
    return tuple(Exceptional(one.starts_on, one.ends_on, one.hours) for one in ordered)


def local_spans(place: Place, first: date, last: date) -> tuple[Span, ...]:
    """Return when a place is open, in local time, from a day to a day, both included.

    `commune__department` and `opening_exceptions` should be loaded with the place.
    """
    holidays = holidays_around(place.commune.department_id, first, last)
    return spans(place.opening_hours, first, last, holidays, exceptional(place.opening_exceptions.all()))


def open_instants(place: Place, first: date, last: date) -> list[Stretch]:
    """Return when a place is open without appointment, as instants."""
    certain = ((span.start, span.end) for span in local_spans(place, first, last) if span.certain)
    return instants(certain, time_zone(place.commune))


def is_open(place: Place, now: datetime) -> bool:
    """Tell whether a place is open at an instant, from its hours themselves."""
    today = now.astimezone(time_zone(place.commune)).date()
    return any(start <= now < end for start, end in open_instants(place, today - DAY, today + DAY))


def standing(place: Place, now: datetime) -> Standing:
    """Return where a place stands, from `open_during`: no query, so that a list may ask it of each row.

    `commune__department` should be loaded with the place. An instant beyond what was computed is unknown.
    """
    zone = time_zone(place.commune)
    if place.open_during is None:
        return Standing(False, False, None, None, zone)
    for stretch in place.open_during:
        if stretch.upper > now:
            inside = stretch.lower <= now
            end = stretch.upper.astimezone(zone) if stretch.upper < now + AHEAD - DAY else None
            start = None if inside else stretch.lower.astimezone(zone)
            return Standing(True, inside, end if inside else None, start, zone)
    return Standing(True, False, None, None, zone)


def week(place: Place, first: date, now: datetime, days: int = 7) -> list[DayHours]:
    """Return the days of a place from `first`, exceptional days and public holidays told."""
    last = first + timedelta(days=days - 1)
    today = now.astimezone(time_zone(place.commune)).date()
    named = public_holidays(place.commune.department_id, first, last)
    changed = sorted(place.opening_exceptions.all(), key=lambda one: (one.created_at, one.pk))
    found = [piece for span in local_spans(place, first - DAY, last + DAY) for piece in _by_day(span)]
    return [
        _day(day, today, [span for span in found if span.start.date() == day], named.get(day, ""), changed)
        for day in (first + timedelta(days=number) for number in range(days))
    ]


def monday_of(place: Place, now: datetime) -> date:
    """Return the Monday of the place's current week."""
    today = now.astimezone(time_zone(place.commune)).date()
    return today - timedelta(days=today.weekday())


def _by_day(span: Span) -> list[Span]:
    """Cut at midnight what lasts beyond the small hours; a night stays with its evening."""
    pieces, start = [], span.start
    while True:
        midnight = datetime.combine(start.date() + DAY, time())
        if span.end - midnight < LONGEST_NIGHT and (start.time() != time() or span.end <= midnight):
            return [*pieces, Span(start, span.end, span.certain, span.note)]
        pieces.append(Span(start, midnight, span.certain, span.note))
        start = midnight


def _day(day: date, today: date, here: list[Span], holiday: str, changed: list[OpeningException]) -> DayHours:
    exception = next((one for one in reversed(changed) if one.starts_on <= day <= one.ends_on), None)
    midnight = datetime.combine(day, time())

    def minutes(certain: bool) -> tuple[tuple[int, int], ...]:
        kept = (span for span in here if span.certain == certain)
        return tuple((_minutes(span.start - midnight), _minutes(span.end - midnight)) for span in kept)

    return DayHours(
        day=day,
        is_today=day == today,
        ranges=minutes(True),
        by_appointment=minutes(False),
        notes=tuple(dict.fromkeys(span.note for span in here if span.note)),
        holiday=holiday,
        exceptional=exception is not None,
        reason=exception.reason if exception else "",
    )


def _minutes(since: timedelta) -> int:
    return int(since.total_seconds()) // 60
