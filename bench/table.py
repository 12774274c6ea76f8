"""What a row gives: figures, each ours beside its yardstick's, and whether the bar holds."""

import math
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass

from rich.table import Table

COLUMNS = ("row", "size", "ours", "yardstick", "unit", "ratio", "bar", "holds")


@dataclass(frozen=True)
class Figure:
    """One line of the table.

    Attributes:
        row, size: what was measured, on how much (`1x`, `10x`, `100x`, or a number of objects).
        ours, yardstick: the two figures, in `unit`, measured in the same run.
        ratio: of ours to the yardstick, or the other way round where more is better: see `bar`.
        bar: what the ratio must be, as people read it.
        holds: whether it is.
    """

    row: str
    size: str
    ours: float
    yardstick: float
    unit: str
    ratio: float
    bar: str
    holds: bool

    def as_json(self) -> dict[str, object]:
        """The keys and values written in `.data/bench.json`."""
        return asdict(self)


def at_most(row: str, size: str, ours: float, yardstick: float, unit: str, times: float) -> Figure:
    """A cost that may be at most `times` the yardstick's."""
    ratio = ours / yardstick if yardstick else math.inf
    return Figure(row, size, ours, yardstick, unit, round(ratio, 3), f"≤ {times:g} ×", ratio <= times)


def at_least(row: str, size: str, ours: float, yardstick: float, unit: str, times: float) -> Figure:
    """A rate that must be at least `times` the yardstick's."""
    ratio = ours / yardstick if yardstick else math.inf
    return Figure(row, size, ours, yardstick, unit, round(ratio, 3), f"≥ {times:g} ×", ratio >= times)


def faster(row: str, size: str, ours: float, yardstick: float, unit: str, times: float) -> Figure:
    """A duration that must be at least `times` shorter than the yardstick's."""
    ratio = yardstick / ours if ours else math.inf
    return Figure(row, size, ours, yardstick, unit, round(ratio, 3), f"≥ {times:g} × plus rapide", ratio >= times)


def both(figure: Figure, holds: bool, condition: str) -> Figure:
    """The same figure, which holds only if another condition of its bar does too."""
    return Figure(**{**asdict(figure), "bar": f"{figure.bar} ; {condition}", "holds": figure.holds and holds})


class Clock:
    """Seconds spent in a block: `with clock() as spent: …` then `spent.seconds`."""

    seconds: float = 0.0


@contextmanager
def clock() -> Iterator[Clock]:
    """Measure a block by the wall."""
    spent, start = Clock(), time.perf_counter()
    yield spent
    spent.seconds = time.perf_counter() - start


def best_of(times: int, work: Callable[[], object]) -> float:
    """Seconds of the fastest of `times` runs: the least disturbed one."""
    seconds = []
    for _ in range(times):
        with clock() as spent:
            work()
        seconds.append(spent.seconds)
    return min(seconds)


def percentile(samples: list[float], share: float) -> float:
    """The value under which `share` (0 to 1) of the samples lie, by nearest rank."""
    ordered = sorted(samples)
    return ordered[min(len(ordered) - 1, max(0, math.ceil(share * len(ordered)) - 1))]


def draw(figures: list[Figure]) -> Table:
    """The table as printed."""
    table = Table(*COLUMNS)
    for figure in figures:
        values = asdict(figure)
        numbers = {name: f"{values[name]:,.4g}" for name in ("ours", "yardstick", "ratio")}
        table.add_row(
            *[numbers.get(name, str(values[name])) for name in COLUMNS[:-1]], "oui" if figure.holds else "NON"
        )
    return table
