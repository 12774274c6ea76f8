"""Public and school holidays of each territory, and its clock."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conum.commons.territories.models import Commune, Department
from conum.commons.territories.queries import (
    clock_of,
    department_names,
    public_holidays,
    school_holidays,
    school_zones,
    time_zone,
)

YEAR_2026 = (date(2026, 1, 1), date(2026, 12, 31))
NATIONAL_2026 = {
    date(2026, 1, 1), date(2026, 4, 6), date(2026, 5, 1), date(2026, 5, 8), date(2026, 5, 14), date(2026, 5, 25),
    date(2026, 7, 14), date(2026, 8, 15), date(2026, 11, 1), date(2026, 11, 11), date(2026, 12, 25),
}  # fmt: skip
ADDED_2026 = {
    "57": {date(2026, 4, 3), date(2026, 12, 26)},
    "67": {date(2026, 4, 3), date(2026, 12, 26)},
    "68": {date(2026, 4, 3), date(2026, 12, 26)},
    "971": {date(2026, 5, 27)},
    "972": {date(2026, 5, 22)},
    "973": {date(2026, 6, 10)},
    "974": {date(2026, 12, 20)},
    "976": {date(2026, 4, 27)},
    "977": {date(2026, 10, 9)},
    "978": {date(2026, 5, 28)},
    "986": {date(2026, 4, 28), date(2026, 6, 29), date(2026, 7, 29)},
    "987": {date(2026, 3, 5), date(2026, 4, 3), date(2026, 11, 20)},
    "988": {date(2026, 9, 24)},
}


@pytest.mark.parametrize("code", sorted(department_names()))
def test_BOO_02_each_departement_has_the_national_list_and_its_own_days(code):
    assert set(public_holidays(code, *YEAR_2026)) == NATIONAL_2026 | ADDED_2026.get(code, set())


def test_BOO_02_days_are_computed_for_any_year():
    assert public_holidays("57", date(2061, 4, 8), date(2061, 4, 8)) == {date(2061, 4, 8): "Vendredi saint"}
    assert public_holidays("87", date(2061, 4, 8), date(2061, 4, 8)) == {}
    assert date(1998, 12, 20) in public_holidays("974", date(1998, 1, 1), date(1999, 1, 1))


def test_two_holidays_on_one_day_keep_the_national_name():
    assert public_holidays("972", date(2008, 5, 1), date(2008, 5, 1))[date(2008, 5, 1)].startswith("Ascension")


def test_names_are_french_whatever_the_reader_reads(settings):
    settings.LANGUAGE_CODE = "en"
    assert public_holidays("67", date(2026, 12, 26), date(2026, 12, 26)) == {date(2026, 12, 26): "Saint-Étienne"}


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)), st.integers(0, 800), st.sampled_from(sorted(ADDED_2026)))
def test_a_range_is_its_days_one_by_one(first, length, code):
    last = first + timedelta(days=length)
    whole = public_holidays(code, first, last)
    assert list(whole) == sorted(whole)
    middle = first + timedelta(days=length // 2)
    halves = public_holidays(code, first, middle) | public_holidays(code, middle + timedelta(days=1), last)
    assert whole == halves


def test_each_metropolitan_departement_but_corse_has_a_school_zone():
    metropolitan = {code for code in department_names() if len(code) == 2}
    assert set(school_zones()) == metropolitan - {"2A", "2B"}
    assert {zone: list(school_zones().values()).count(zone) for zone in "ABC"} == {"A": 32, "B": 41, "C": 21}


@pytest.mark.parametrize(
    ("code", "zone", "first_day", "last_day"),
    [
        ("87", "A", date(2026, 2, 7), date(2026, 2, 22)),
        ("57", "B", date(2026, 2, 14), date(2026, 3, 1)),
        ("75", "C", date(2026, 2, 21), date(2026, 3, 8)),
    ],
)
def test_winter_holidays_of_each_zone(code, zone, first_day, last_day):
    found = school_holidays(code, date(2026, 2, 1), date(2026, 3, 31))
    assert (found.zone, found.known) == (zone, True)
    # The calendar gives the Saturday classes end and the Sunday before they begin again.
    assert (min(found.days), max(found.days)) == (first_day, last_day)
    assert set(found.days.values()) == {"Vacances d'hiver"}


@pytest.mark.parametrize("code", ["2A", "974", "988"])
def test_where_no_calendar_is_known_the_answer_says_so(code):
    found = school_holidays(code, date(2026, 2, 1), date(2026, 3, 31))
    assert (found.zone, dict(found.days), found.unknown_from) == (None, {}, date(2026, 2, 1))


def test_beyond_the_published_calendar_the_answer_says_from_when():
    found = school_holidays("87", date(2027, 1, 1), date(2060, 1, 1))
    assert found.days
    assert found.unknown_from is not None
    assert max(found.days) < found.unknown_from < date(2060, 1, 1)
    later = school_holidays("87", date(2059, 1, 1), date(2060, 1, 1))
    assert (dict(later.days), later.unknown_from) == ({}, date(2059, 1, 1))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("code", "hours"),
    [
        ("87", 1), ("2A", 1), ("971", -4), ("972", -4), ("973", -3), ("974", 4), ("975", -3), ("976", 3),
        ("977", -4), ("978", -4), ("984", 5), ("986", 12), ("987", -10), ("988", 11),
    ],
)  # fmt: skip
def test_BOO_03_each_territory_has_its_clock(code, hours):
    zone = ZoneInfo(Department.objects.get(pk=code).timezone)
    assert datetime(2026, 1, 15, 12, tzinfo=UTC).astimezone(zone).utcoffset() == timedelta(hours=hours)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("commune", "offset"),
    [("98735", -10 * 60), ("98731", -9 * 60 - 30), ("98719", -9 * 60), ("97411", 4 * 60), ("87085", 60)],
)
def test_BOO_03_marquises_and_gambier_do_not_live_by_tahiti(commune, offset):
    zone = time_zone(Commune.objects.select_related("department").get(pk=commune))
    assert datetime(2026, 1, 15, 12, tzinfo=UTC).astimezone(zone).utcoffset() == timedelta(minutes=offset)
    assert clock_of(commune) == zone.key
