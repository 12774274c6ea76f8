"""When a text is open: answers worked out by hand, then properties over many texts and days."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conum.domains.places.rules.opening_hours.days import Exceptional, Holidays, spans

# Monday 9 to Sunday 15 November 2026; Wednesday 11 is a public holiday.
MONDAY = date(2026, 11, 9)
ARMISTICE = Holidays(public={date(2026, 11, 11)})
AUTUMN = Holidays(public={date(2026, 11, 11)}, school={date(2026, 11, 12), date(2026, 11, 13)})
NIGHT = time(0)


def told(text, first=MONDAY, days=7, holidays=ARMISTICE):
    """Each stretch as « ddHH:MM-ddHH:MM », a question mark after what is by appointment."""
    found = spans(text, first, first + timedelta(days=days - 1), holidays)
    return [f"{span.start:%d %H:%M}-{span.end:%d %H:%M}{'' if span.certain else '?'}" for span in found]


def daily(hours, *days):
    return [f"{day:02} {part.split('-')[0]}-{day:02} {part.split('-')[1]}" for day in days for part in hours.split(",")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mo-Fr 09:00-12:00", daily("09:00-12:00", 9, 10, 11, 12, 13)),
        ("Mo-Fr 09:00-12:00; PH off", daily("09:00-12:00", 9, 10, 12, 13)),
        ("PH 10:00-11:00", daily("10:00-11:00", 11)),
        ("Sa,PH 10:00-11:00", daily("10:00-11:00", 11, 14)),
        ("PH,Sa 10:00-11:00", daily("10:00-11:00", 11, 14)),
        ("PH Sa 10:00-11:00", []),  # a public holiday that is a Saturday
        ("PH We 10:00-11:00", daily("10:00-11:00", 11)),
        ("Mo-Su 09:00-10:00; PH +1 day off", daily("09:00-10:00", 9, 10, 11, 13, 14, 15)),
        ("Mo-Su 09:00-10:00; PH -1 day off", daily("09:00-10:00", 9, 11, 12, 13, 14, 15)),
        ("PH off", []),
        ("24/7", ["09 00:00-16 00:00"]),
        ("24/7; PH off", ["09 00:00-11 00:00", "12 00:00-16 00:00"]),
        ("Mo-Fr 09:00-12:00; Nov off", []),
        ("Mo-Fr 09:00-12:00,14:00-17:00", daily("09:00-12:00,14:00-17:00", 9, 10, 11, 12, 13)),
        ("Mo 09:00-12:00, Mo 14:00-15:00", daily("09:00-12:00,14:00-15:00", 9)),
        ("Mo-We 09:00-12:00; We 14:00-15:00", [*daily("09:00-12:00", 9, 10), *daily("14:00-15:00", 11)]),
        ("Fr 22:00-02:00", ["13 22:00-14 02:00"]),
        ("Fr 22:00-26:00", ["13 22:00-14 02:00"]),
        ("Fr 22:00-02:00; Sa off", ["13 22:00-14 02:00"]),  # the night of Friday is Friday's
        ("Tu 22:00-02:00; PH off", ["10 22:00-11 02:00"]),
        ("We 22:00-02:00; PH off", []),
        ("Su 22:00-02:00", ["09 00:00-09 02:00", "15 22:00-16 00:00"]),  # last Sunday's night begins the week
        ("Mo-Su 20:00-01:00; We 20:00-22:00", [
            "09 00:00-09 01:00", "09 20:00-10 01:00", "10 20:00-11 01:00", "11 20:00-11 22:00",
            "12 20:00-13 01:00", "13 20:00-14 01:00", "14 20:00-15 01:00", "15 20:00-16 00:00",
        ]),
        ('"sur rendez-vous"', ["09 00:00-16 00:00?"]),
        ('Mo 09:00-12:00; "sur rendez-vous"', [
            "09 00:00-09 09:00?", "09 09:00-09 12:00", "09 12:00-16 00:00?",
        ]),
        ('Mo 09:00-12:00 "sur rendez-vous"', ["09 09:00-09 12:00?"]),
        ('Mo 09:00-12:00 "atelier"', ["09 09:00-09 12:00"]),
        ('Mo "se renseigner"', ["09 00:00-10 00:00?"]),
        ("Mo unknown", ["09 00:00-10 00:00?"]),
        ("week 01-53/2 Mo 09:00-12:00", []),  # 9 November 2026 is in week 46
        ("week 02-52/2 Mo 09:00-12:00", daily("09:00-12:00", 9)),
        ("Mo[2] 09:00-12:00", daily("09:00-12:00", 9)),
        ("Mo[1] 09:00-12:00", []),
        ("2026 Nov 10-2026 Nov 12 10:00-11:00", daily("10:00-11:00", 10, 11, 12)),
        ("off", []),
        ("Mo", ["09 00:00-10 00:00"]),
    ],
)  # fmt: skip
def test_a_week_in_november(text, expected):
    assert told(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mo-Fr 09:00-12:00; SH off", daily("09:00-12:00", 9, 10, 11)),
        ("Mo-Fr 09:00-12:00; SH Mo-Fr 10:00-11:00", [
            *daily("09:00-12:00", 9, 10, 11), *daily("10:00-11:00", 12, 13),
        ]),
        ("SH 10:00-11:00", daily("10:00-11:00", 12, 13)),
        ("Mo-Fr 09:00-12:00; PH,SH off", daily("09:00-12:00", 9, 10)),
        ("Mo-Fr 09:00-12:00; PH off; SH off", daily("09:00-12:00", 9, 10)),
        ("SH Th 10:00-11:00", daily("10:00-11:00", 12)),
        ("Mo 09:00-10:00; Nov SH 08:00-09:00", [*daily("09:00-10:00", 9), *daily("08:00-09:00", 12, 13)]),
        ("Fr 22:00-02:00; SH off", []),
    ],
)  # fmt: skip
def test_school_holidays_close_what_says_so(text, expected):
    assert told(text, holidays=AUTUMN) == expected


@pytest.mark.parametrize(
    ("text", "exceptions", "expected"),
    [
        ("Mo-Fr 09:00-12:00", [("2026-11-10", "2026-11-12", "")], daily("09:00-12:00", 9, 13)),
        ("Mo-Fr 09:00-12:00", [("2026-11-14", "2026-11-14", "10:00-11:00,14:00-15:00")],
         [*daily("09:00-12:00", 9, 10, 11, 12, 13), *daily("10:00-11:00,14:00-15:00", 14)]),
        ("Mo-Fr 09:00-12:00; PH off", [("2026-11-11", "2026-11-11", "09:00-10:00")],
         [*daily("09:00-12:00", 9, 10), *daily("09:00-10:00", 11), *daily("09:00-12:00", 12, 13)]),
        ("24/7", [("2026-11-10", "2026-11-15", "")], ["09 00:00-10 00:00"]),
        ("Fr 22:00-02:00", [("2026-11-14", "2026-11-14", "")], ["13 22:00-14 02:00"]),
        ('Mo 09:00-12:00; "sur rendez-vous"', [("2026-11-09", "2026-11-15", "")], []),
        ("", [("2026-11-10", "2026-11-10", "09:00-10:00")], daily("09:00-10:00", 10)),
        ("Mo-Fr 09:00-12:00", [("2026-11-09", "2026-11-15", ""), ("2026-11-10", "2026-11-10", "22:00-01:00")],
         ["10 22:00-11 01:00"]),
        ("Mo 09:00-12:00", [("2025-12-20", "2027-01-03", "")], []),
    ],
)  # fmt: skip
def test_exceptions_replace_the_usual_hours_of_their_days(text, exceptions, expected):
    changed = tuple(Exceptional(date.fromisoformat(a), date.fromisoformat(b), hours) for a, b, hours in exceptions)
    found = spans(text, MONDAY, MONDAY + timedelta(days=6), ARMISTICE, changed)
    assert [f"{span.start:%d %H:%M}-{span.end:%d %H:%M}" for span in found] == expected


def test_summer_closing_and_week_numbers_over_a_year():
    assert told("Mo-Fr 09:00-12:00; Jul-Aug off", date(2026, 6, 29), 4) == [
        *daily("09:00-12:00", 29, 30),
    ]
    # 2026 has 53 weeks: two odd ones follow each other at New Year.
    odd = spans("week 01-53/2 Th 09:00-12:00", date(2026, 12, 17), date(2027, 1, 21))
    assert [f"{span.start:%m-%d}" for span in odd] == ["12-17", "12-31", "01-07", "01-21"]


def test_moselle_closes_on_the_day_after_christmas_and_the_haute_vienne_does_not():
    text, boxing_day = "Mo-Sa 09:00-12:00; PH off", date(2026, 12, 26)
    assert told(text, boxing_day, 1, Holidays(public={date(2026, 12, 25), boxing_day})) == []
    assert told(text, boxing_day, 1, Holidays(public={date(2026, 12, 25)})) == daily("09:00-12:00", 26)


TEXTS = st.sampled_from(
    [
        "Mo-Fr 09:00-12:00,14:00-17:00; PH off",
        "Fr-Sa 20:00-03:00; SH off; PH off",
        "24/7; PH off; SH Su off",
        "week 01-53/2 Mo 09:00-12:00; week 02-52/2 Tu 22:00-04:00",
        'Mo-We 09:00-19:00 "sur rendez-vous", Th 08:00-12:00 || unknown "selon les ateliers"',
        "Mo[1],Th[-1] 18:00-26:00; Jul-Aug off",
        "Sa,PH 10:00-11:00; SH Mo-Fr 10:00-12:00; Dec 24-Jan 02 off",
    ]
)
DAYS = st.dates(date(2024, 1, 1), date(2030, 12, 31))


@given(TEXTS, DAYS, st.integers(1, 30), st.sets(st.integers(-2, 32)), st.sets(st.integers(-2, 32)))
def test_a_stretch_of_days_is_its_days_one_by_one(text, first, days, public, school):
    """What is open on a day does not depend on where the question begins and ends."""
    here = Holidays(
        {first + timedelta(days=number) for number in public}, {first + timedelta(days=number) for number in school}
    )
    last = first + timedelta(days=days - 1)
    whole = spans(text, first, last, here)
    assert all(before.end <= after.start for before, after in zip(whole, whole[1:], strict=False))
    for number in range(days):
        day = first + timedelta(days=number)
        begin, end = datetime.combine(day, NIGHT), datetime.combine(day + timedelta(days=1), NIGHT)
        cut = [
            (max(span.start, begin), min(span.end, end), span.certain)
            for span in whole
            if span.start < end and span.end > begin
        ]
        assert cut == [(span.start, span.end, span.certain) for span in spans(text, day, day, here)]
