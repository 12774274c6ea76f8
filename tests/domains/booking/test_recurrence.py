"""Which days come back, and at which instants (BOO-03)."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conum.domains.booking.enums import Frequency
from conum.domains.booking.rules.recurrence import Recurrence, check, open_part
from conum.kernel.rules import RuleBroken
from tests.factories_booking import weekly

YEAR = (date(2026, 1, 1), date(2026, 12, 31))


def monthly(nth: int, weekday: int, first: date = YEAR[0]) -> Recurrence:
    return Recurrence(first, time(9), time(12), frequency=Frequency.MONTHLY, nth=nth, weekdays=(weekday,))


def test_weekly_on_two_weekdays():
    days = list(weekly(0, 3).days(date(2026, 1, 5), date(2026, 1, 18)))
    assert days == [date(2026, 1, 5), date(2026, 1, 8), date(2026, 1, 12), date(2026, 1, 15)]


def test_every_third_week_is_counted_from_the_first_whenever_one_looks():
    rule = weekly(3, first=date(2026, 1, 8), interval=3)
    whole = list(rule.days(*YEAR))
    assert whole[:3] == [date(2026, 1, 8), date(2026, 1, 29), date(2026, 2, 19)]
    assert list(rule.days(date(2026, 6, 1), YEAR[1])) == [day for day in whole if day >= date(2026, 6, 1)]


def test_monthly_on_the_second_tuesday():
    assert list(monthly(2, 1).days(date(2026, 1, 1), date(2026, 3, 31))) == [
        date(2026, 1, 13),
        date(2026, 2, 10),
        date(2026, 3, 10),
    ]


def test_a_month_without_a_fifth_friday_has_none():
    days = list(monthly(5, 4).days(*YEAR))
    assert days == [date(2026, 1, 30), date(2026, 5, 29), date(2026, 7, 31), date(2026, 10, 30)]


def test_last_friday_of_each_month():
    assert len(list(monthly(-1, 4).days(*YEAR))) == 12


def test_once_and_until():
    once = Recurrence(date(2026, 2, 3), time(9), time(10))
    assert list(once.days(*YEAR)) == [date(2026, 2, 3)]
    assert list(once.days(date(2026, 2, 4), YEAR[1])) == []
    assert list(weekly(1, until=date(2026, 1, 13)).days(*YEAR)) == [date(2026, 1, 6), date(2026, 1, 13)]


def test_29_february_is_a_day_like_another():
    assert date(2028, 2, 29) in list(weekly(1).days(date(2028, 2, 1), date(2028, 3, 31)))
    assert list(Recurrence(date(2028, 2, 29), time(9), time(10)).days(*YEAR)) == []


def test_BOO_03_local_hours_are_kept_across_the_change_of_clock():
    rule = weekly(6)
    before, after = rule.instants(date(2026, 3, 28)), rule.instants(date(2026, 3, 29))
    assert before and before[0] == datetime(2026, 3, 28, 8, tzinfo=UTC)
    assert after and after[0] == datetime(2026, 3, 29, 7, tzinfo=UTC)


def test_BOO_03_the_night_of_the_change_of_clock_has_its_real_length():
    night = Recurrence(date(2026, 3, 28), time(22), time(6), ends_next_day=True)
    start, end = night.instants(date(2026, 3, 28))
    assert end - start == timedelta(hours=7)
    start, end = night.instants(date(2026, 10, 24))
    assert end - start == timedelta(hours=9)


def test_BOO_03_an_hour_that_the_change_of_clock_removes_has_no_occurrence():
    assert Recurrence(date(2026, 3, 29), time(2, 30), time(3, 0)).instants(date(2026, 3, 29)) is None


@pytest.mark.parametrize(
    ("zone", "hour"),
    [("Indian/Reunion", 5), ("America/Martinique", 13), ("Pacific/Noumea", -2), ("America/Cayenne", 12)],
)
def test_BOO_03_nine_o_clock_is_that_of_the_place(zone, hour):
    start, _ = weekly(3, timezone=zone).instants(date(2026, 1, 15))
    assert start == datetime(2026, 1, 15, tzinfo=UTC) + timedelta(hours=hour)


@pytest.mark.parametrize(
    ("rule", "field"),
    [
        (Recurrence(YEAR[0], time(12), time(9)), "end_time"),
        (Recurrence(YEAR[0], time(9), time(12), ends_next_day=True), "end_time"),
        (weekly(), "weekdays"),
        (weekly(1, interval=9), "interval"),
        (weekly(1, until=date(2025, 1, 1)), "until"),
        (Recurrence(YEAR[0], time(9), time(12), frequency=Frequency.MONTHLY, weekdays=(1,)), "nth"),
    ],
)
def test_BOO_03_a_recurrence_that_contradicts_itself_is_refused_beside_its_field(rule, field):
    with pytest.raises(RuleBroken) as refused:
        check(rule)
    assert refused.value.field == field


def test_what_is_left_of_a_night_that_touches_a_holiday():
    start, end = datetime(2026, 4, 30, 20, tzinfo=UTC), datetime(2026, 5, 1, 2, tzinfo=UTC)
    midnight = datetime(2026, 4, 30, 22, tzinfo=UTC)
    day = date(2026, 4, 30)
    assert open_part(start, end, day, "Europe/Paris", {date(2026, 5, 1)}) == (start, midnight)
    assert open_part(start, end, day, "Europe/Paris", {day}) == (midnight, end)
    assert open_part(start, end, day, "Europe/Paris", {day, date(2026, 5, 1)}) is None
    assert open_part(start, end, day, "Europe/Paris", set()) == (start, end)


@settings(deadline=None)
@given(
    weekdays=st.sets(st.integers(0, 6), min_size=1),
    interval=st.integers(1, 8),
    first=st.dates(date(2020, 1, 1), date(2026, 1, 1)),
    skip=st.integers(0, 2000),
)
def test_looking_later_gives_the_same_days(weekdays, interval, first, skip):
    rule = Recurrence(first, time(9), time(10), frequency=Frequency.WEEKLY, interval=interval, weekdays=tuple(weekdays))
    last = first + timedelta(days=2100)
    whole, later = list(rule.days(first, last)), first + timedelta(days=skip)
    assert list(rule.days(later, last)) == [day for day in whole if day >= later]
    assert whole == sorted(set(whole)) and all(day.weekday() in weekdays for day in whole)
    monday = first - timedelta(days=first.weekday())
    assert all(((day - monday).days // 7) % interval == 0 for day in whole)
    assert all(one < two for one, two in pairwise(whole))
