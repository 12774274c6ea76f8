"""Statements that the server plans once by connection: for the few doors where hundreds of people pass a second.

Elsewhere the ORM is right: planning costs a fraction of a millisecond, and nobody has to read SQL.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from itertools import groupby
from operator import attrgetter
from typing import Any, cast

from django.db import DEFAULT_DB_ALIAS, OperationalError, connections, models, transaction
from psycopg.errors import QueryCanceled

from conum.kernel.gateways.postgresql.base import DatabaseWrapper

Values = Sequence[Any] | Mapping[str, Any]
LIMITED = "SELECT current_setting('statement_timeout'), set_config('statement_timeout', %s::text, true)"


class TooSlow(Exception):
    """A statement was given up: it took longer than it was given."""


@contextmanager
def within(milliseconds: int) -> Iterator[None]:
    """Give each statement of the block so long, in a transaction of its own; what it wrote is undone when it fails.

    Raises:
        TooSlow: the server gave one up.
    """
    try:
        with transaction.atomic():
            [(before, _now)] = planned(LIMITED, [str(milliseconds)])
            yield
            planned(LIMITED, [before])  # inside the transaction of a caller, its own limit holds again
    except OperationalError as fault:
        if isinstance(fault.__cause__, QueryCanceled):
            raise TooSlow from fault
        raise


def planned(text: str, values: Values = ()) -> list[tuple[Any, ...]]:
    """Run a statement whose plan the server keeps for the next time; returns its rows, none when it gives none.

    Args:
        text: the same text each time: a text made anew is planned anew.
        values: by `%s` or `%(name)s`; write `%s::type` where None may come, the server sees no other sign of it.
    """
    with _cursor() as cursor:
        cursor.execute(*((text, values) if _completed() else _numbered(text, values)))
        return cursor.fetchall() if cursor.description else []


def insert_together(*rows: models.Model, then: str = "", values: Sequence[Any] = ()) -> None:
    """Insert rows of several models by one statement: all of them, or none.

    Their keys are checked as by any other insertion; a trigger of one of them does not see the others yet.

    Args:
        rows: whose keys are known already (`Row` gives them at birth).
        then: a last statement to run with them, an `UPDATE` for instance; `values` are those of its `%s`.
    """
    groups = [(model, list(found)) for model, found in groupby(sorted(rows, key=_place), key=type)]
    text = _insertion(tuple((model, len(found)) for model, found in groups), then)
    planned(text, [*(value for model, found in groups for row in found for value in _values(model, row)), *values])
    for row in rows:
        row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS


def _connection() -> DatabaseWrapper:
    return cast(DatabaseWrapper, connections[DEFAULT_DB_ALIAS])


def _completed() -> bool:
    """True while something completes the texts: the history names who is signed in before each of their writes."""
    return bool(_connection().execute_wrappers)


def _cursor() -> Any:
    """The one that keeps plans; Django's, which keeps none, for texts that are completed."""
    return _connection().cursor() if _completed() else _connection().planned_cursor()


def _numbered(text: str, values: Values) -> tuple[str, Sequence[Any]]:
    """The text with `$1`, `$2`, as the server reads it: the driver would look for the values in it each time."""
    written, names = _positions(text)
    return written, [values[name] for name in names] if isinstance(values, Mapping) else values


@lru_cache(maxsize=512)
def _positions(text: str) -> tuple[str, tuple[str, ...]]:
    """Return the text with numbers, and the name of each: one number for a name, however often it is said."""
    numbers: dict[str, int] = {}

    def number(found: re.Match[str]) -> str:
        if found[0] == "%%":
            return "%"
        return f"${numbers.setdefault(found['name'] or str(len(numbers)), len(numbers) + 1)}"

    return re.sub(r"%%|%s|%\((?P<name>\w+)\)s", number, text), tuple(numbers)


_place = attrgetter("_meta.db_table")


@lru_cache(maxsize=256)
def _insertion(groups: tuple[tuple[type[models.Model], int], ...], then: str) -> str:
    parts = [_into(model, count) for model, count in groups]
    last = then or parts.pop()
    named = ", ".join(f"made_{rank} AS ({part})" for rank, part in enumerate(parts))
    return f"WITH {named} {last}" if named else last


def _into(model: type[models.Model], count: int) -> str:
    columns = ", ".join(f'"{field.column}"' for field in _fields(model))
    row = ", ".join(f"%s::{_type(field)}" for field in _fields(model))
    rows = ", ".join([f"({row})"] * count)
    return f'INSERT INTO "{model._meta.db_table}" ({columns}) VALUES {rows}'  # noqa: S608 - names of our own models


def _type(field: models.Field[Any, Any]) -> str:
    """The type of a column without its length: a cast to a length cuts, where an insertion refuses."""
    return re.sub(r"\(\d+(, ?\d+)?\)", "", str(field.cast_db_type(_connection())))


@lru_cache(maxsize=64)
def _fields(model: type[models.Model]) -> tuple[models.Field[Any, Any], ...]:
    """The columns that are written: a number given by the database is left to it."""
    return tuple(field for field in model._meta.concrete_fields if not isinstance(field, models.AutoField))


def _values(model: type[models.Model], row: models.Model) -> Iterable[Any]:
    wrapper = _connection()
    return [field.get_db_prep_save(getattr(row, field.attname), wrapper) for field in _fields(model)]
