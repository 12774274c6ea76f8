"""Figures drawn on the server, always with their table: bars, lines, map of départements, map of places."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import template
from django.conf import settings
from django.utils.translation import gettext as _

from conum.kernel.ui import maps
from conum.kernel.ui.tables import shown

register = template.Library()


@register.inclusion_tag("ui/bars.html")
def ui_bars(
    rows: Sequence[Sequence[Any]], caption: str, label: str, value: str, unit: str = "", maximum: float | None = None
) -> dict[str, Any]:
    """Show a table whose rows carry a bar.

    Args:
        rows: (label, number) or (label, number, address).
        caption: what is counted, where and when.
        label, value: headers of the two columns.
        maximum: number at which a bar is full; the largest row unless given (100 for percentages).
    """
    top = maximum or max((row[1] or 0 for row in rows), default=0) or 1
    bars = [
        (row[0], shown(row[1]), f"{min(100, 100 * (row[1] or 0) / top):.1f}%", row[2] if len(row) > 2 else "")
        for row in rows
    ]
    return {"bars": bars, "caption": caption, "label": label, "value": value, "unit": unit}


@register.inclusion_tag("ui/lines.html")
def ui_lines(
    labels: Sequence[str],
    series: Sequence[tuple[str, Sequence[float | None]]],
    caption: str,
    first: str,
    unit: str = "",
) -> dict[str, Any]:
    """Show curves over time and the table of their values.

    Args:
        labels: what is under the axis (months).
        series: (name, one number per label), three at most; None where there is no value.
        first: header of the column of labels.
    """
    top = round_up(max((value for _name, values in series for value in values if value is not None), default=1))
    steps = max(1, len(labels) - 1)
    curves = [
        (number, name, _points(values, steps, top), _curve(values, steps, top))
        for number, (name, values) in enumerate(series)
    ]
    marks = [(f"{92 - 80 * part / 4:g}%", shown(top * part / 4 if top % 4 else top * part // 4)) for part in range(5)]
    every = max(1, -(-len(labels) // 6))
    ticks = [(f"{12 + 84 * place / steps:.2f}%", label) for place, label in enumerate(labels) if place % every == 0]
    rows = [(label, [shown(values[place]) for _name, values in series]) for place, label in enumerate(labels)]
    names = [name for name, _values in series]
    return {
        "curves": curves, "marks": marks, "ticks": ticks, "rows": rows, "names": names,
        "caption": caption, "first": first, "unit": unit,
    }  # fmt: skip


def round_up(number: float) -> float:
    """Return a round number at or above `number`, for the top of an axis."""
    size = 10 ** max(0, len(str(int(number))) - 1)
    return next(size * step for step in (1, 2, 4, 5, 8, 10, 20) if size * step >= number)


def _curve(values: Sequence[float | None], steps: int, top: float) -> str:
    """Return the path in a frame of 100 × 100; a missing value breaks the line."""
    parts, pen = [], "M"
    for place, value in enumerate(values):
        if value is None:
            pen = "M"
            continue
        parts.append(f"{pen}{100 * place / steps:.2f} {100 - 100 * value / top:.2f}")
        pen = "L"
    return "".join(parts)


def _points(values: Sequence[float | None], steps: int, top: float) -> list[tuple[str, str]]:
    return [
        (f"{12 + 84 * place / steps:.2f}%", f"{92 - 80 * value / top:.2f}%")
        for place, value in enumerate(values)
        if value is not None
    ]


@register.inclusion_tag("ui/map.html")
def ui_map(
    drawing: maps.Drawing,
    values: Mapping[str, maps.Value],
    caption: str,
    label: str,
    value: str,
    unit: str = "",
    links: Mapping[str, str] | None = None,
    breaks: Sequence[float] | None = None,
    id: str = "carte",
) -> dict[str, Any]:
    """Show a map of départements with its table beside it.

    Args:
        drawing: shapes and their `viewBox` (`territories.queries.department_shapes()`).
        values: code → number; a code that is missing is drawn as "pas de donnée".
        caption: what is shown, where and when.
        label, value: headers of the table's columns.
        links: code → address.
        breaks: upper limits of the classes; five groups of the same size unless given.
    """
    known = [number for number in values.values() if number is not None]
    limits = list(breaks) if breaks else maps.quantiles(known)
    pieces = maps.drawn(drawing.shapes.values(), values, limits, links or {}, unit)
    rows = sorted(pieces, key=lambda piece: (-(values.get(piece.shape.code) or 0), piece.shape.code))
    missing = [(None, _("pas de donnée"))] if any(piece.step is None for piece in pieces) else []
    return {
        "pieces": pieces,
        "rows": [(piece, shown(values.get(piece.shape.code))) for piece in rows],
        "legend": maps.legend(known, limits, unit) + missing,
        "view_box": drawing.view_box,
        "caption": caption, "label": label, "value": value, "id": id, "linked": bool(links),
    }  # fmt: skip


@register.inclusion_tag("ui/places_map.html")
def ui_places_map(
    points: Sequence[Mapping[str, Any]], label: str, id: str = "lieux", open: bool = False, outlines: str = ""
) -> dict[str, Any]:
    """Show a map of places; the list of the page stays the equivalent that everybody can read.

    Args:
        points: mappings with lat, lon (degrees), title, and optionally text and href.
        label: name of the map for screen readers.
        open: draw it at once; else when the person asks for it (lighter first load).
        outlines: address of a GeoJSON drawn behind the places when no tile server is set (PRI-16: none by default).
    """
    tiles = getattr(settings, "CONUM_TILES_URL", "")
    return {
        "points": list(points), "label": label, "id": id, "open": open, "outlines": outlines,
        "tiles": tiles, "credit": getattr(settings, "CONUM_TILES_CREDIT", ""),
    }  # fmt: skip
