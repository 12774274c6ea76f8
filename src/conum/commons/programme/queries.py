"""Reading the values of parameters."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date

from conum.commons.programme.models import ParameterValue

Series = dict[str, dict[date, str]]
_scope: ContextVar[Series | None] = ContextVar("programme_parameters", default=None)


def stored(key: str) -> dict[date, str]:
    """Return first day → text set by administrators for a key (the store plugged into `kernel.parameters`).

    One small query on an index; inside `one_reading()`, one query for all keys together.
    """
    held = _scope.get()
    if held is None:
        return _read(ParameterValue.objects.filter(key=key)).get(key, {})
    if not held:
        held.update(_read(ParameterValue.objects.all()), **{"": {}})
    return held.get(key, {})


@contextmanager
def one_reading() -> Iterator[None]:
    """Read all values once for the block (a request, a job), lazily: a change is seen by the next block everywhere.

    Nothing is remembered between blocks, so that no process ever serves a value that another has replaced.
    """
    token = _scope.set({})
    try:
        yield
    finally:
        _scope.reset(token)


def forget_reading() -> None:
    """Read again in this block: called by the operation that changes a value."""
    held = _scope.get()
    if held is not None:
        held.clear()


def _read(values: object) -> Series:
    series: Series = {}
    rows = values.order_by("key", "first_day", "made_at", "pk")  # type: ignore[attr-defined]
    for key, first_day, value in rows.values_list("key", "first_day", "value"):
        series.setdefault(key, {})[first_day] = value  # the latest made of a day wins
    return series
