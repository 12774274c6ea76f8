"""The form of the week and its text, both ways."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conum.domains.places.rules.opening_hours.days import Holidays, spans
from conum.domains.places.rules.opening_hours.grid import EMPTY, MOST_RANGES, Grid, overlapping, read_grid, write
from conum.domains.places.rules.opening_hours.reading import read

MORNING, AFTERNOON, NIGHT = (540, 720), (840, 1020), (1320, 1560)
WEEKDAYS = ((MORNING, AFTERNOON),) * 5 + ((), ())


@pytest.mark.parametrize(
    ("grid", "text"),
    [
        (Grid(), ""),
        (Grid(WEEKDAYS), "Mo-Fr 09:00-12:00,14:00-17:00"),
        (Grid(WEEKDAYS, public_closed=True, school_closed=True), "Mo-Fr 09:00-12:00,14:00-17:00; PH off; SH off"),
        (
            Grid(((MORNING,), (), (MORNING,), (MORNING, AFTERNOON), (NIGHT,), (), ())),
            "Mo,We 09:00-12:00; Th 09:00-12:00,14:00-17:00; Fr 22:00-02:00",
        ),
        (
            Grid(((MORNING,), *EMPTY[1:]), even=((), (AFTERNOON,), *EMPTY[2:])),
            "week 01-53/2 Mo 09:00-12:00; week 02-52/2 Tu 14:00-17:00",
        ),
        (Grid(((MORNING,), *EMPTY[1:]), even=EMPTY), "week 01-53/2 Mo 09:00-12:00"),
        (Grid((((0, 1440),),) * 7), "24/7"),
        (Grid(appointment=True), '"sur rendez-vous"'),
        (Grid(((MORNING,), *EMPTY[1:]), appointment=True), 'Mo 09:00-12:00 "sur rendez-vous"'),
    ],
)
def test_a_grid_and_its_text(grid, text):
    assert write(grid) == text
    assert read_grid(text) == grid


@pytest.mark.parametrize(
    ("text", "grid"),
    [
        ("Mo-Fr 09:00-12:00; We off", Grid(((MORNING,), (MORNING,), (), (MORNING,), (MORNING,), (), ()))),
        ("Mo 09:00-12:00, Mo 14:00-17:00", Grid(((MORNING, AFTERNOON), *EMPTY[1:]))),
        ("09:00-12:00", Grid(((MORNING,),) * 7)),
        ("Mo-Fr 09:00-12:00; PH,SH off", Grid(((MORNING,),) * 5 + ((), ()), None, True, True)),
        ("Fr-Mo 09:00-12:00", Grid(((MORNING,), (), (), (), (MORNING,), (MORNING,), (MORNING,)))),
        ("Mo", Grid((((0, 1440),), *EMPTY[1:]))),
        ("week 1-51/2 Mo 09:00-12:00; week 2-54/2 Mo 09:00-12:00", None),
    ],
)
def test_other_spellings_of_what_the_form_shows(text, grid):
    assert read_grid(text) == grid


@pytest.mark.parametrize(
    "text",
    [
        "PH off",
        "Mo 09:00-12:00; Jul-Aug off",
        "Mo[1] 09:00-12:00",
        "Mo 09:00-12:00; PH 10:00-11:00",
        "PH off; Mo 09:00-12:00",
        "Mo 08:00-09:00,10:00-11:00,12:00-13:00,14:00-15:00",
        'Mo 09:00-12:00 "atelier"',
        'Mo 09:00-12:00; Tu 09:00-12:00 "sur rendez-vous"',
        "Mo 09:00-12:00 || unknown",
        "Mo 09:00-12:00+",
        "Mo sunrise-12:00",
        "Mo 09:00-12:00,11:00-14:00",
        "Mo-Su 09:00-12:00; PH +1 day off",
        "SH Mo-Fr 09:00-12:00",
        "9h-12h",
    ],
)
def test_what_the_form_cannot_show_is_left_as_it_is(text):
    assert read_grid(text) is None


def _end(start, late):
    """An end past midnight; a range lasts less than a day."""
    return min(1440 + late, start + 1435)


def ranges():
    """Up to three ranges of a day that do not overlap, the last perhaps past midnight."""
    points = st.lists(st.integers(0, 287).map(lambda step: step * 5), min_size=2, max_size=6, unique=True)

    def paired(found):
        ordered = sorted(found)
        return tuple(zip(ordered[::2], ordered[1::2], strict=False))

    late = st.integers(1, 60).map(lambda step: step * 5)
    night = st.tuples(points.map(paired), late, st.booleans()).map(
        lambda drawn: (*drawn[0][:-1], (drawn[0][-1][0], _end(drawn[0][-1][0], drawn[1]))) if drawn[2] else drawn[0]
    )
    return st.just(()) | night


weeks = st.tuples(*[ranges()] * 7)


@given(weeks, st.none() | weeks, st.booleans(), st.booleans(), st.booleans())
def test_round_trip(week, even, public, school, appointment):
    grid = Grid(week, None if even == week else even, public, school, appointment)
    if grid.is_empty:
        grid = Grid(appointment=appointment)
    assert all(len(day) <= MOST_RANGES and not overlapping(day) for day in week)
    text = write(grid)
    assert read(text).text == text
    assert read_grid(text) == grid


TEXTS = st.sampled_from(
    ["Mo-Fr 09:00-12:00; We off; PH off", "Fr-Mo 20:00-02:00; SH off", "week 01-53/2 Mo,We 09:00-12:00", "24/7"]
)


@given(TEXTS, st.dates(date(2025, 1, 1), date(2028, 1, 1)))
def test_a_text_read_and_written_opens_at_the_same_hours(text, day):
    again = write(read_grid(text))
    here = Holidays({day}, {date.fromordinal(day.toordinal() + 2)})
    last = date.fromordinal(day.toordinal() + 20)
    assert spans(again, day, last, here) == spans(text, day, last, here)
