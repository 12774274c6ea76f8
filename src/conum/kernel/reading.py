"""Rows of one or several models read by a planned statement, on the few paths where very many people pass."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any

from django.db import connection, models

from conum.kernel.statements import planned


class Reading:
    """A SELECT of all the columns of some models, each under its alias, then what follows: FROM, WHERE, lock.

    >>> BY_NAME = Reading("FROM towns_town t JOIN … c ON … WHERE t.name = %s", t=Town, c=County)
    >>> for town, county in BY_NAME("Guéret"): …
    """

    def __init__(self, following: str, **aliases: type[models.Model]) -> None:
        self.following, self.aliases = following, aliases

    def __call__(self, *given: Any) -> list[tuple[Any, ...]]:
        """Return, for each row found, one instance of each model; `given` are the values of the statement."""
        return [tuple(shape.built(row) for shape in self._shapes) for row in planned(self.statement, given)]

    @cached_property
    def statement(self) -> str:
        """The whole SELECT."""
        columns = ", ".join(f'{alias}."{name}"' for alias, model in self.aliases.items() for name in _columns(model))
        return f"SELECT {columns} {self.following}"

    @cached_property
    def _shapes(self) -> list[_Shape]:
        shapes, start = [], 0
        for model in self.aliases.values():
            shapes.append(_Shape(model, start))
            start = shapes[-1].end
        return shapes


class _Shape:
    """Which values of a row are those of a model, and what turns them into its own (JSON comes as text)."""

    def __init__(self, model: type[models.Model], start: int) -> None:
        fields = model._meta.concrete_fields
        self.model, self.start, self.end = model, start, start + len(fields)
        self.names = [field.attname for field in fields]
        self.turned: list[tuple[int, Callable[..., Any]]] = [
            (place, field.from_db_value)  # type: ignore[attr-defined]
            for place, field in enumerate(fields)
            if hasattr(field, "from_db_value")
        ]

    def built(self, row: Sequence[Any]) -> models.Model:
        values = list(row[self.start : self.end])
        for place, turn in self.turned:
            values[place] = turn(values[place], None, connection)
        return self.model.from_db(connection.alias, self.names, values)


def _columns(model: type[models.Model]) -> list[str]:
    return [str(field.column) for field in model._meta.concrete_fields]
