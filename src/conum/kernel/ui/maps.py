"""Choropleth maps: classes of values, legend, and where each shape goes. No geometry is computed here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from django.utils.translation import gettext as _

from conum.kernel.ui.words import number

CLASSES = 5
INSET = 100  # side of an overseas frame, in units of the map


class Shape(Protocol):
    """What a map draws.

    Attributes:
        code: département or région code.
        name: French name.
        path: SVG path data.
        box: None when `path` is in the map's own coordinates (metropolitan France); for an inset,
            (x, y, width, height) of the shape in coordinates of its own.
    """

    code: str
    name: str
    path: str
    box: tuple[float, float, float, float] | None


Value = float | int | None


@dataclass(frozen=True)
class Drawn:
    """A shape ready for the template."""

    code: str
    name: str
    path: str
    step: int | None
    words: str
    href: str
    frame: str = ""
    view_box: str = ""


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
    shapes: Sequence[Shape],
    values: Mapping[str, Value],
    limits: Sequence[float],
    links: Mapping[str, str],
    unit: str,
    width: float,
) -> list[Drawn]:
    """Return the shapes with class, words and link; insets are placed in a column right of `width`."""
    made, insets = [], 0
    for shape in shapes:
        value = values.get(shape.code)
        words = f"{_number(value)} {unit}".strip() if value is not None else _("pas de donnée")
        frame = view_box = ""
        if shape.box:
            frame = f'x="{width:g}" y="{insets * (INSET + 12):g}" width="{INSET}" height="{INSET}"'
            view_box = " ".join(f"{side:g}" for side in shape.box)
            insets += 1
        step = step_of(value, limits)
        href = links.get(shape.code, "")
        made.append(Drawn(shape.code, shape.name, shape.path, step, words, href, frame, view_box))
    return made


def _number(value: float) -> str:
    return number(round(value, 2))
