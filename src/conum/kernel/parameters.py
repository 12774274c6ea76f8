"""Dated parameters: declared where they are used, with default, unit and source; read at the date of the fact.

The kernel keeps the declarations; a store (commons.programme) plugs in the values that administrators set.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Generic, TypeVar

T = TypeVar("T")
BEGINNING = date(2018, 1, 1)


@dataclass(frozen=True)
class Parameter(Generic[T]):
    """A dated value.

    Attributes:
        key: `module.name` as in the sheets.
        values: first day of validity → default value.
        unit: what the value counts (`days`, `months`, `€/month gross`…).
        source: where the default comes from, with its mark ([V], [S], [I], [M]).
    """

    key: str
    values: dict[date, T] = field(hash=False)
    unit: str
    source: str

    def on(self, day: date) -> T:
        """Return the value in force on `day` (PRG-41): the latest one that began on or before it."""
        dated = self.values | {first: self.parse(raw) for first, raw in _store(self.key).items()}
        begun = [first for first in dated if first <= day]
        return dated[max(begun)] if begun else dated[min(dated)]

    def parse(self, raw: str) -> T:
        """Turn the stored text into a value of the type of the defaults.

        Raises:
            ValueError: the text is not such a value.
        """
        kind = type(next(iter(self.values.values())))
        if kind is bool:
            return {"true": True, "false": False}[raw.strip().lower()]  # type: ignore[return-value]
        if kind is date:
            return date.fromisoformat(raw)  # type: ignore[return-value]
        if kind is tuple:
            return tuple(int(part) for part in raw.split(","))  # type: ignore[return-value]
        return kind(raw)  # type: ignore[call-arg]


REGISTRY: dict[str, Parameter[Any]] = {}


def _defaults_only(key: str) -> dict[date, str]:
    return {}


_store: Callable[[str], dict[date, str]] = _defaults_only


def plug_store(store: Callable[[str], dict[date, str]]) -> None:
    """Set the function that gives, for a key, the values set by administrators (first day → text)."""
    global _store
    _store = store


def parameter(key: str, default: T | dict[date, T], *, unit: str, source: str) -> Parameter[T]:
    """Declare a parameter; `default` is one value valid from the beginning, or first day → value.

    Raises:
        ValueError: the key is already taken.
    """
    if key in REGISTRY:
        raise ValueError(f"parameter {key} is declared twice")
    values = default if isinstance(default, dict) else {BEGINNING: default}
    REGISTRY[key] = made = Parameter(key, values, unit, source)
    return made
