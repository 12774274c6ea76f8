"""The days a recurrence names and the instants of its hours (RFC 5545, BOO-03)."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from dateutil import rrule

from conum.domains.booking.enums import Frequency
from conum.kernel.rules import rule

WEEKDAYS = (rrule.MO, rrule.TU, rrule.WE, rrule.TH, rrule.FR, rrule.SA, rrule.SU)
MAX_INTERVAL = 8


@dataclass(frozen=True)
class Recurrence:
    """Local hours and the days they come back; the fields are those of `models.recurrence.Recurring`."""

    first_day: date
    start_time: time
    end_time: time
    ends_next_day: bool = False
    frequency: str = Frequency.NONE
    interval: int = 1
    weekdays: tuple[int, ...] = field(default=())
    nth: int | None = None
    until: date | None = None
    timezone: str = "Europe/Paris"

    def days(self, first: date, last: date) -> Iterator[date]:
        """Yield the days named between two days, both included, in order.

        A month without a fifth Friday has no occurrence; weeks are counted from the week of `first_day`.
        """
        last = min(last, self.until) if self.until else last
        first = max(first, self.first_day)
        if last < first:
            return
        if self.frequency == Frequency.NONE:
            if self.first_day == first:
                yield self.first_day
            return
        for found in self._rule(first).between(_midnight(first), _midnight(last), inc=True):
            yield found.date()

    def _rule(self, first: date) -> rrule.rrule:
        if self.frequency == Frequency.MONTHLY:
            start = max(self.first_day, first.replace(day=1))
            days = [WEEKDAYS[day](self.nth) for day in self.weekdays]
            return rrule.rrule(rrule.MONTHLY, dtstart=_midnight(start), byweekday=days)
        monday = self.first_day - timedelta(days=self.first_day.weekday())
        turns = max((first - monday).days // (7 * self.interval), 0)
        start = monday + timedelta(weeks=turns * self.interval)
        days = [WEEKDAYS[day] for day in self.weekdays]
        return rrule.rrule(rrule.WEEKLY, dtstart=_midnight(start), interval=self.interval, byweekday=days)

    def instants(self, day: date) -> tuple[datetime, datetime] | None:
        """Return the instants (UTC) at which the occurrence of this day starts and ends.

        None when the change of clock leaves nothing of it.
        """
        zone = ZoneInfo(self.timezone)
        last = day + timedelta(days=1) if self.ends_next_day else day
        start = datetime.combine(day, self.start_time, zone).astimezone(UTC)
        end = datetime.combine(last, self.end_time, zone).astimezone(UTC)
        return (start, end) if end > start else None

    @property
    def minutes(self) -> int:
        """Minutes of one occurrence, by the clock."""
        start, end = (clock.hour * 60 + clock.minute for clock in (self.start_time, self.end_time))
        return end - start + (24 * 60 if self.ends_next_day else 0)

    def at(self, start_time: time, end_time: time, ends_next_day: bool) -> Recurrence:
        """Return the same recurrence at other hours, for an occurrence held otherwise."""
        return replace(self, start_time=start_time, end_time=end_time, ends_next_day=ends_next_day)

    def fields(self) -> dict[str, Any]:
        """Return the values of the model's fields."""
        return {name: getattr(self, name) for name in FIELDS} | {"weekdays": list(self.weekdays)}


FIELDS = tuple(Recurrence.__dataclass_fields__)


def recurrence_of(row: Any) -> Recurrence:
    """Return the recurrence that a row (`Recurring`) keeps."""
    values = {name: getattr(row, name) for name in FIELDS}
    return Recurrence(**{**values, "weekdays": tuple(sorted(row.weekdays))})


def midnight(day: date, timezone: str) -> datetime:
    """Return the first instant of a day in a zone, in UTC."""
    return datetime.combine(day, time(), ZoneInfo(timezone)).astimezone(UTC)


def open_part(
    start: datetime, end: datetime, day: date, timezone: str, closed: Collection[date]
) -> tuple[datetime, datetime] | None:
    """Return what remains of an occurrence once the closed days it touches are taken away; None when nothing does."""
    turn = midnight(day + timedelta(days=1), timezone)
    if day in closed:
        start = max(start, turn)
    if end > turn and day + timedelta(days=1) in closed:
        end = turn
    return (start, end) if end > start else None


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time())


@rule("BOO-03", field="end_time")
def hours_in_order(start_time: time, end_time: time, ends_next_day: bool) -> bool:
    """L'heure de fin doit venir après l'heure de début ; cochez « se termine le lendemain » si elle passe minuit."""
    return end_time <= start_time if ends_next_day else end_time > start_time


@rule("BOO-03", field="weekdays")
def days_given(frequency: str, weekdays: Collection[int]) -> bool:
    """Choisissez au moins un jour de la semaine ; pour une répétition mensuelle, un seul."""
    if frequency == Frequency.MONTHLY:
        return len(set(weekdays)) == 1
    return frequency == Frequency.NONE or len(set(weekdays)) >= 1


@rule("BOO-03", field="interval")
def interval_known(interval: int, most: int = MAX_INTERVAL) -> bool:
    """La répétition se compte de 1 à {most} semaines."""
    return 1 <= interval <= most


@rule("BOO-03", field="until")
def until_later(first_day: date, until: date | None) -> bool:
    """La date de fin de la répétition ne peut pas précéder le premier jour."""
    return until is None or until >= first_day


@rule("BOO-03", field="nth")
def rank_given(frequency: str, nth: int | None) -> bool:
    """Pour une répétition mensuelle, dites quel rang dans le mois : du 1er au 5e, ou le dernier."""
    return (nth in (-1, 1, 2, 3, 4, 5)) if frequency == Frequency.MONTHLY else nth is None


def check(recurrence: Recurrence) -> None:
    """Refuse a recurrence that says nothing or the contrary of itself, beside its field."""
    hours_in_order.check(recurrence.start_time, recurrence.end_time, recurrence.ends_next_day)
    interval_known.check(recurrence.interval)
    days_given.check(recurrence.frequency, recurrence.weekdays)
    rank_given.check(recurrence.frequency, recurrence.nth)
    until_later.check(recurrence.first_day, recurrence.until)


@rule("BOO-01", field="types")
def types_fit(minutes: int, longest: int) -> bool:
    """La permanence dure {minutes} min et un motif {longest} min : allongez-la, ou choisissez un motif plus court."""
    return longest <= minutes
