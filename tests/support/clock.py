"""The hands of the clock: a journey of several days is played in a minute."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from unittest import mock
from zoneinfo import ZoneInfo

from django.utils import timezone

PARIS = ZoneInfo("Europe/Paris")


class Clock:
    """Says the same instant until it is told to go on."""

    def __init__(self, start: datetime) -> None:
        self.instant = start

    def now(self) -> datetime:
        """The instant, later by a thousandth of a second each time it is asked: facts keep their order."""
        self.instant += timedelta(milliseconds=1)
        return self.instant

    @property
    def today(self) -> date:
        """The day in Paris."""
        return self.instant.astimezone(PARIS).date()

    def go_to(self, day: date) -> None:
        """It is nine o'clock that day."""
        self.instant = datetime.combine(day, time(9), PARIS)


@contextmanager
def at(day: date) -> Iterator[Clock]:
    """Inside the block Django's clock, hence pages and jobs, says nine o'clock that day, until moved."""
    clock = Clock(datetime.combine(day, time(9), PARIS))
    with mock.patch.object(timezone, "now", clock.now):
        yield clock
