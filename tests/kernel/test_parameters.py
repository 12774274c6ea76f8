"""A parameter is read at the date of the fact (PRG-41), with administrators' values over the defaults."""

from datetime import date

import pytest

from conum.kernel import parameters
from conum.kernel.parameters import parameter


@pytest.fixture(autouse=True)
def _scratch(monkeypatch):
    monkeypatch.setattr(parameters, "REGISTRY", {})
    monkeypatch.setattr(parameters, "_store", lambda key: {})


def wage():
    series = {date(2021, 1, 1): 1554, date(2021, 10, 1): 1589}
    return parameter("test.wage", series, unit="€/month", source="seed 003")


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2020, 12, 31), 1554),
        (date(2021, 9, 30), 1554),
        (date(2021, 10, 1), 1589),
        (date(2030, 1, 1), 1589),
    ],
)
def test_PRG_41_the_value_is_the_one_in_force_on_the_day(day, expected):
    assert wage().on(day) == expected


def test_a_stored_value_applies_from_its_first_day_only(monkeypatch):
    monkeypatch.setattr(parameters, "_store", lambda key: {date(2022, 1, 1): "1603"})
    value = wage()
    assert value.on(date(2021, 12, 31)) == 1589
    assert value.on(date(2022, 1, 1)) == 1603


@pytest.mark.parametrize(
    ("default", "raw", "value"),
    [
        (True, "False", False),
        (date(2020, 1, 1), "2021-02-03", date(2021, 2, 3)),
        ((5, 10), "1, 2,3", (1, 2, 3)),
        ("x", "y", "y"),
    ],
)
def test_text_is_read_with_the_type_of_the_default(default, raw, value):
    assert parameter("test.typed", default, unit="", source="test").parse(raw) == value


def test_a_wrong_text_is_refused():
    with pytest.raises(ValueError, match="abc"):
        parameter("test.number", 3, unit="", source="test").parse("abc")


def test_a_key_is_taken_once():
    wage()
    with pytest.raises(ValueError, match=r"test\.wage"):
        wage()
