"""When rows are over: the day of the run minus the duration of that day."""

from datetime import UTC, date, datetime

import pytest

from conum.kernel import parameters, retention
from conum.kernel.parameters import parameter
from conum.kernel.retention import purge


@pytest.fixture(autouse=True)
def _scratch(monkeypatch):
    monkeypatch.setattr(parameters, "REGISTRY", {})
    monkeypatch.setattr(retention, "PARAMETERS", parameters.REGISTRY)
    monkeypatch.setattr(retention, "PURGES", {})
    monkeypatch.setattr(parameters, "_store", lambda key: {})


@pytest.mark.parametrize(
    ("count", "unit", "day", "before"),
    [
        (6, "months", date(2026, 8, 31), date(2026, 2, 28)),
        (6, "months", date(2024, 8, 31), date(2024, 2, 29)),
        (1, "months", date(2026, 1, 31), date(2025, 12, 31)),
        (12, "months", date(2024, 2, 29), date(2023, 2, 28)),
        (30, "months", date(2026, 1, 15), date(2023, 7, 15)),
        (3, "years", date(2026, 3, 1), date(2023, 3, 1)),
        (35, "days", date(2026, 2, 4), date(2025, 12, 31)),
        (24, "h", date(2026, 2, 4), date(2026, 2, 3)),
        (25, "h", date(2026, 2, 4), date(2026, 2, 2)),
        (0, "days", date(2026, 2, 4), date(2026, 2, 4)),
    ],
)
def test_PRI_04_the_limit_counts_days_months_and_years(count, unit, day, before):
    parameter("test.kept", count, unit=unit, source="test")
    found = purge("test.Row", "test.kept", "Lignes")(lambda instant: None)
    assert found.before(day) == datetime.combine(before, datetime.min.time(), UTC)


def test_the_duration_is_the_one_of_the_day():
    parameter("test.kept", {date(2020, 1, 1): 24, date(2026, 2, 1): 12}, unit="months", source="test")
    found = purge("test.Row", "test.kept", "Lignes")(lambda instant: None)
    assert found.before(date(2026, 1, 31)).date() == date(2024, 1, 31)
    assert found.before(date(2026, 2, 1)).date() == date(2025, 2, 1)


def test_a_name_is_taken_once():
    purge("test.Row", "test.kept", "Lignes")(lambda instant: None)
    with pytest.raises(ValueError, match="twice"):
        purge("test.Row", "test.kept", "Lignes")(lambda instant: None)
