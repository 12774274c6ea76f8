"""The order given to parallel workers: `tests/support/order.py`."""

import pytest

from tests.support.order import runs


@pytest.mark.parametrize(
    ("first", "others", "expected"),
    [
        ([["A"], ["B", "C"]], "defghi", "AdefBCghi"),
        ([["A"], ["B"], ["C"]], "defg", "AdBeCfg"),
        ([[], []], "abcde", "abcde"),
        ([["A", "B", "C"], []], "d", "ABCd"),
    ],
)
def test_each_run_begins_with_its_long_tests_and_none_is_lost(
    first: list[list[str]], others: str, expected: str
) -> None:
    assert "".join(runs(first, list(others))) == expected
