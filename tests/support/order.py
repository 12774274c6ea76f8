"""The order of the tests of parallel workers, so that none waits.

xdist gives each worker a run of the list and moves tests from the end of the longest to who has none left. Hence the
longest tests (those of a browser, and `@pytest.mark.long`) come first in each run: begun last, one would keep a worker
alone at the end. The first worker begins with tests of the database, whose template it makes; the others with long
tests that want none.
"""

from __future__ import annotations

from typing import Any, TypeVar

import pytest

Test = TypeVar("Test")


def arrange(items: list[pytest.Item], workers: int) -> None:
    """Put the items in order, in place; for one process, nothing changes."""
    if workers < 2:
        return
    long, others = parted(items, lambda item: item.get_closest_marker("long") or "visitors" in item.fixturenames)
    with_database, without = parted(long, _needs_database)
    first = [share(with_database, 0, workers)]
    for number in range(1, workers):
        first.append(share(without, number - 1, workers - 1) + share(with_database, number, workers))
    items[:] = runs(first, others)


def parted(tests: list[Test], chosen: Any) -> tuple[list[Test], list[Test]]:
    """Those that are chosen, then those that are not."""
    return [test for test in tests if chosen(test)], [test for test in tests if not chosen(test)]


def share(tests: list[Any], number: int, among: int) -> list[Any]:
    """The tests of every `among`-th module from `number` on: what a module prepares once is prepared once."""
    modules = list(dict.fromkeys(test.path for test in tests))[number::among]
    return [test for test in tests if test.path in modules]


def runs(first: list[list[Test]], others: list[Test]) -> list[Test]:
    """The list whose equal runs, one per worker, begin with `first`; the others follow in their order."""
    left = len(others) + sum(map(len, first))
    listed: list[Test] = []
    taken = 0
    for number, begin in enumerate(first):
        size = left // (len(first) - number)  # as xdist counts
        more = max(0, size - len(begin))
        listed += begin + others[taken : taken + more]
        taken += more
        left -= size
    return listed + others[taken:]


def _needs_database(item: Any) -> bool:
    return bool(item.get_closest_marker("django_db")) or bool({"db", "django_db_setup"} & set(item.fixturenames))
