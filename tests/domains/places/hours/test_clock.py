"""Local hours as instants, the days the clock changes included."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from conum.domains.places.rules.opening_hours.clock import instant, instants

PARIS, REUNION = ZoneInfo("Europe/Paris"), ZoneInfo("Indian/Reunion")
MARCH, OCTOBER = (2026, 3, 29), (2026, 10, 25)  # the clock jumps from 2:00 to 3:00, then falls from 3:00 to 2:00


def at(day, hour, minute=0):
    return datetime(*day, hour, minute)


@pytest.mark.parametrize(
    ("local", "zone", "expected"),
    [
        (at((2026, 1, 15), 9), PARIS, "08:00"),
        (at((2026, 7, 15), 9), PARIS, "07:00"),
        (at((2026, 7, 15), 9), REUNION, "05:00"),
        (at(MARCH, 1, 59), PARIS, "00:59"),
        (at(MARCH, 2, 30), PARIS, "01:00"),  # does not exist: the moment of the jump
        (at(MARCH, 3), PARIS, "01:00"),
        (at(OCTOBER, 2, 30), PARIS, "00:30"),  # exists twice: the first
        (at(OCTOBER, 3), PARIS, "02:00"),
    ],
)
def test_a_local_time_is_one_instant(local, zone, expected):
    assert f"{instant(local, zone):%H:%M}" == expected
    assert instant(local, zone).tzinfo is UTC


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (at(MARCH, 2), at(MARCH, 3), []),  # an hour that does not exist opens nothing
        (at(MARCH, 2, 30), at(MARCH, 4), [("01:00", "02:00")]),
        (at(MARCH, 0), at((2026, 3, 30), 0), [("23:00", "22:00")]),  # a day of 23 hours
        (at(OCTOBER, 0), at((2026, 10, 26), 0), [("22:00", "23:00")]),  # a day of 25 hours
        (at(OCTOBER, 2, 30), at(OCTOBER, 4), [("00:30", "03:00")]),  # two hours and a half
        (at(OCTOBER, 9), at(OCTOBER, 12), [("08:00", "11:00")]),
        (at(MARCH, 9), at(MARCH, 12), [("07:00", "10:00")]),
    ],
)
def test_both_days_of_clock_change(start, end, expected):
    found = instants([(start, end)], PARIS)
    assert [(f"{first:%H:%M}", f"{last:%H:%M}") for first, last in found] == expected


def test_stretches_that_touch_or_overlap_are_one():
    hours = [(at(MARCH, 8), at(MARCH, 9)), (at(MARCH, 11), at(MARCH, 12)), (at(MARCH, 8, 30), at(MARCH, 11))]
    assert len(instants(hours, PARIS)) == 1
