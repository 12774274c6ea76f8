"""Choropleth maps: classes of values, legend, and where each shape goes. No geometry is computed here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.utils.translation import gettext as _

from conum.kernel.ui.words import number

CLASSES = 5


class Shape(Protocol):
    """What a map draws.

    Attributes:
        code: département or région code.
        name: French name.
        path: SVG path data, in the coordinates of the drawing (overseas ones already placed beside).
        zoom: a larger copy of a small shape, elsewhere in the drawing; empty when there is none.
    """

    @property
    def code(self) -> str: ...

    @property
    def name(self) -> str: ...

    @property
    def path(self) -> str: ...

    @property
    def zoom(self) -> str: ...


class Drawing(Protocol):
    """Shapes by code, and the `viewBox` they are drawn in (`territories.queries.department_shapes()` gives one)."""

    @property
    def view_box(self) -> str: ...

    @property
    def shapes(self) -> Mapping[str, Any]: ...


Value = float | int | None


@dataclass(frozen=True)
class Drawn:
    """A shape ready for the template."""

    shape: Shape
    step: int | None
    words: str
    href: str


def quantiles(values: Sequence[float], classes: int = CLASSES) -> list[float]:
    """Return the upper limits of `classes` groups of about the same size, without repeats."""
    ordered = sorted(values)
    if not ordered:
        return []
    limits = [ordered[min(len(ordered) - 1, len(ordered) * (step + 1) // classes - 1)] for step in range(classes)]
    return sorted({max(limit, ordered[0]) for limit in limits})


def step_of(value: Value, limits: Sequence[float]) -> int | None:
    """Return the class of `value`: the first whose upper limit reaches it, spread over the five shades."""
    if value is None or not limits:
        return None
    place = next((index for index, limit in enumerate(limits) if value <= limit), len(limits) - 1)
    return round(place * (CLASSES - 1) / max(1, len(limits) - 1)) if len(limits) > 1 else CLASSES - 1


def legend(values: Sequence[float], limits: Sequence[float], unit: str = "") -> list[tuple[int | None, str]]:
    """Return (class, words) for each line of the legend."""
    lines: list[tuple[int | None, str]] = []
    low = min(values, default=0)
    for limit in limits:
        words = (
            _number(low) if low == limit else _("%(low)s à %(high)s") % {"low": _number(low), "high": _number(limit)}
        )
        lines.append((step_of(limit, limits), f"{words} {unit}".strip()))
        low = next((value for value in sorted(values) if value > limit), limit)
    return lines


def drawn(
    shapes: Iterable[Shape],
    values: Mapping[str, Value],
    limits: Sequence[float],
    links: Mapping[str, str],
    unit: str,
) -> list[Drawn]:
    """Return the shapes with their class, words and link."""
    made = []
    for shape in shapes:
        value = values.get(shape.code)
        words = f"{_number(value)} {unit}".strip() if value is not None else _("pas de donnée")
        made.append(Drawn(shape, step_of(value, limits), words, links.get(shape.code, "")))
    return made


def _number(value: float) -> str:
    return number(round(value, 2))
