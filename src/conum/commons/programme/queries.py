"""Reading the values of parameters."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import OuterRef, Subquery, Value
from django.db.models.functions import Concat, Trim

from conum.commons.programme.models import ParameterValue
from conum.kernel.parameters import REGISTRY, Parameter
from conum.kernel.statements import planned

Series = dict[str, dict[date, str]]
VALUES = "SELECT key, first_day, value FROM programme_parametervalue {only} ORDER BY key, first_day, made_at, id"
_scope: ContextVar[Series | None] = ContextVar("programme_parameters", default=None)


def stored(key: str) -> dict[date, str]:
    """Return first day → text set by administrators for a key (the store plugged into `kernel.parameters`).

    One small query on an index; inside `one_reading()`, one query for all keys together.
    """
    held = _scope.get()
    if held is None:
        return _read(planned(VALUES.format(only="WHERE key = %s"), [key])).get(key, {})
    if not held:
        held.update(_read(planned(VALUES.format(only=""))), **{"": {}})
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


def _read(rows: Iterable[tuple[str, date, str]]) -> Series:
    series: Series = {}
    for key, first_day, value in rows:
        series.setdefault(key, {})[first_day] = value  # the latest made of a day wins
    return series


@dataclass(frozen=True)
class Step:
    """One value of a parameter's life: from when, what, and who set it (None for the default)."""

    first_day: date
    value: Any
    author: str
    reason: str
    made_at: datetime | None
    replaced: bool


@dataclass(frozen=True)
class Line:
    """One parameter on the page."""

    parameter: Parameter[Any]
    current: Any
    current_since: date
    upcoming: tuple[tuple[date, Any], ...]


def lines(today: date) -> dict[str, list[Line]]:
    """Return module → its parameters with current and future values, in one query."""
    found: dict[str, list[Line]] = {}
    with one_reading():
        for key, parameter in sorted(REGISTRY.items()):
            found.setdefault(key.partition(".")[0], []).append(_line(parameter, today))
    return found


def _line(parameter: Parameter[Any], today: date) -> Line:
    dated = parameter.values | {day: parameter.parse(text) for day, text in stored(parameter.key).items()}
    since = max((day for day in dated if day <= today), default=min(dated))
    upcoming = tuple(sorted((day, value) for day, value in dated.items() if day > today))
    return Line(parameter, dated[since], since, upcoming)


def history(key: str) -> list[Step]:
    """Return every value a parameter has or had, latest first day first, with author and reason."""
    parameter = REGISTRY[key]
    persons = get_user_model()._default_manager.filter(pk=OuterRef("author_id"))
    name = Subquery(persons.annotate(name=Trim(Concat("first_name", Value(" "), "last_name"))).values("name"))
    kept = ParameterValue.objects.filter(key=key).annotate(author=name).order_by("first_day", "made_at", "pk")
    latest = {row.first_day: row.pk for row in kept}
    steps = []
    for row in kept:
        replaced, value = latest[row.first_day] != row.pk, parameter.parse(row.value)
        steps.append(Step(row.first_day, value, row.author or "", row.reason, row.made_at, replaced))
    steps += [Step(day, value, "", "", None, day in latest) for day, value in parameter.values.items()]
    never = datetime.min.replace(tzinfo=UTC)
    return sorted(steps, key=lambda step: (step.first_day, step.made_at or never), reverse=True)
