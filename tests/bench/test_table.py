"""The bench's table: ratios in the right direction, what is written, unknown rows said."""

import json
from pathlib import Path

import pytest

from bench import __main__ as bench
from bench.table import Figure, at_least, at_most, both, faster, percentile


@pytest.mark.parametrize(
    ("figure", "ratio", "holds"),
    [
        (at_most("start", "1x", 15.0, 10.0, "s", 2), 1.5, True),
        (at_most("start", "1x", 21.0, 10.0, "s", 2), 2.1, False),
        (at_least("vouchers", "1x", 60.0, 100.0, "/s", 0.5), 0.6, True),
        (at_least("vouchers", "1x", 40.0, 100.0, "/s", 0.5), 0.4, False),
        (faster("matching-live", "1x", 2.0, 120.0, "ms", 50), 60.0, True),
        (faster("matching-live", "1x", 3.0, 120.0, "ms", 50), 40.0, False),
    ],
)
def test_a_bar_holds_in_its_own_direction(figure: Figure, ratio: float, holds: bool) -> None:
    assert (figure.ratio, figure.holds) == (ratio, holds)


def test_a_second_condition_can_only_make_it_fail() -> None:
    figure = at_most("start", "1x", 15.0, 10.0, "s", 2)
    assert both(figure, True, "p99 ≤ 20 ms").holds
    assert not both(figure, False, "p99 ≤ 20 ms").holds
    assert both(figure, False, "p99 ≤ 20 ms").bar == "≤ 2 × ; p99 ≤ 20 ms"


@pytest.mark.parametrize(("share", "value"), [(0.5, 50.0), (0.99, 99.0), (1.0, 100.0), (0.0, 1.0)])
def test_percentile_is_the_nearest_rank(share: float, value: float) -> None:
    assert percentile([float(number) for number in range(100, 0, -1)], share) == value


def test_the_report_keeps_rows_not_run_now(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bench, "REPORT", tmp_path / "bench.json")
    bench._report([at_most("start", "1x", 15.0, 10.0, "s", 2), at_most("import", "1x", 1.0, 1.0, "s", 3)])
    bench._report([at_most("start", "1x", 12.0, 10.0, "s", 2)])
    lines = json.loads((tmp_path / "bench.json").read_text())
    assert [(line["row"], line["ours"]) for line in lines] == [("import", 1.0), ("start", 12.0)]
    assert list(lines[0]) == ["row", "size", "ours", "yardstick", "unit", "ratio", "bar", "holds"]


def test_each_row_says_its_name_its_sizes_and_how_it_is_measured() -> None:
    rows = bench.known_rows()
    assert "start" in rows
    assert all(row.SIZES and callable(row.measure) for row in rows.values())
