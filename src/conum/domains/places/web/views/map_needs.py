"""The layer of needs over the map: the fragility index of territories, and those where help lacks.

The server draws it for each window, as SVG in pixels of the window: départements by their outlines, smaller territories
by circles at their middle (no outline of theirs is held). A class has its shade, its pattern and, for a circle, its
size; a gap has a mark: colour never tells alone. The table says the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from conum.commons.territories.enums import FragilityLevel
from conum.commons.territories.queries.outlines import department_outlines
from conum.domains.places.queries.clusters import SIDE, Window
from conum.domains.places.queries.needs import Need, Needs

NEEDS, GAPS = "fragilite", "manques"
LAYERS = {"": gettext_lazy("Les lieux seuls"), NEEDS: gettext_lazy("Fragilité"), GAPS: gettext_lazy("Manques")}
"""Value of `calque` in the address → its words."""
CLASSES = {
    1: gettext_lazy("Besoin faible"),
    2: gettext_lazy("Besoin moyen"),
    3: gettext_lazy("Besoin fort"),
    4: gettext_lazy("Besoin très fort"),
}
LEVELS = {
    FragilityLevel.DEPARTMENT: gettext_lazy("Département"),
    FragilityLevel.INTERCOMMUNALITY: gettext_lazy("Intercommunalité"),
    FragilityLevel.COMMUNE: gettext_lazy("Commune"),
}
RADII = {1: 16, 2: 21, 3: 26, 4: 32}  # pixels
LINES = {1: "", 2: "M0 9 9 0", 3: "M0 6 6 0", 4: "M0 5 5 0M0 0 5 5"}
"""Class → the line of its pattern, repeated on a square as wide as its numbers say."""
WIDTHS = {1: 8, 2: 9, 3: 6, 4: 5}
ROUGH_UNTIL = 7  # zoom
MERCATOR_TOP = 85.0511287798066  # latitude of the top of the web's maps


def layer(window: Window, needs: Needs, kind: str) -> str:
    """Return the layer as SVG, in pixels of the window.

    Args:
        window: what the map shows.
        needs: territories of the window.
        kind: `fragilite` shows all classes, `manques` the territories where help lacks.
    """
    rows = [row for row in needs.rows if kind == NEEDS or row.gap]
    if not rows:
        return ""
    by_outline = needs.level == FragilityLevel.DEPARTMENT
    drawn = _areas(window, rows) if by_outline else "".join(_circle(window, row) for row in rows)
    marks = "".join(_mark(window, row) for row in rows if row.gap)
    return f'<g class="pl-needs">{patterns()}{drawn}{marks}</g>'


def patterns(prefix: str = "besoin", unit: float = 1) -> str:
    """Return the definitions of the four patterns, `unit` times as large."""
    made = "".join(
        f'<pattern id="{prefix}-{need}" width="{WIDTHS[need]}" height="{WIDTHS[need]}" patternUnits="userSpaceOnUse" '
        f'patternTransform="scale({unit:.6g})"><rect class="pl-need--{need}" width="100%" height="100%"/>'
        f'<path class="pl-need__line" d="{LINES[need]}"/></pattern>'
        for need in CLASSES
    )
    return f"<defs>{made}</defs>"


def _areas(window: Window, rows: list[Need]) -> str:
    outlines = department_outlines()
    scale = window.world / outlines.world
    left, top = window.pixel(MERCATOR_TOP, -180)
    rough = window.zoom <= ROUGH_UNTIL
    shown = [(row, outlines.areas[row.code]) for row in rows if row.code in outlines.areas]
    paths = "".join(
        f'<path fill="url(#aire-{row.need})" d="{area.rough if rough else area.fine}"><title>{escape(said(row))}'
        f"</title></path>"
        for row, area in shown
    )
    moved = f'transform="translate({left:.1f} {top:.1f}) scale({scale:.6g})"'
    return f'{patterns("aire", 1 / scale)}<g class="pl-needs__areas" {moved}>{paths}</g>'


def _circle(window: Window, row: Need) -> str:
    x, y = window.pixel(row.latitude, row.longitude)
    return (
        f'<ellipse cx="{x:.0f}" cy="{y:.0f}" rx="{RADII[row.need]}" ry="{RADII[row.need]}" '
        f'fill="url(#besoin-{row.need})"><title>{escape(said(row))}</title></ellipse>'
    )


def _mark(window: Window, row: Need) -> str:
    x, y = window.pixel(row.latitude, row.longitude)
    return f'<text class="pl-needs__gap" x="{x + RADII[row.need] - 6:.0f}" y="{y - RADII[row.need] + 6:.0f}">!</text>'


def said(row: Need) -> str:
    """Return « Limoges : besoin fort, 3 lieux » for who points at a territory."""
    places = ngettext("%(count)s lieu", "%(count)s lieux", row.places) % {"count": row.places}
    words = {"name": row.name, "need": str(CLASSES[row.need]).lower(), "places": places}
    return _("%(name)s : %(need)s, %(places)s") % words


def legend(needs: Needs) -> Iterator[dict[str, Any]]:
    """Yield each class with its limits in words."""
    low = needs.limits[0]
    bounds = [(None, low), *zip(needs.limits, needs.limits[1:], strict=False), (needs.limits[-1], None)]
    for (first, last), (need, words) in zip(bounds, CLASSES.items(), strict=True):
        if first is None:
            told = _("indice sous %(last)s") % {"last": last}
        elif last is None:
            told = _("indice de %(first)s ou plus") % {"first": first}
        else:
            told = _("indice de %(first)s à moins de %(last)s") % {"first": first, "last": last}
        yield {"need": need, "words": words, "limits": told}


def gap_words(needs: Needs) -> str:
    """Return the sentence that says what is called a gap."""
    per = number_format(needs.least_supply.normalize(), use_l10n=True)
    return _("Manque : %(need)s ou plus, et moins de %(supply)s lieu visible pour 10 000 habitants.") % {
        "need": str(CLASSES[needs.least_need]).lower(),
        "supply": per,
    }


def shown(window: Window, needs: Needs | None, kind: str) -> dict[str, Any]:
    """Return what the page says of the layer: legend, sentence of gaps, rows of the table, gaps first."""
    if needs is None:
        return {"layer": ""}
    rows = sorted(needs.rows, key=lambda row: (not row.gap, -row.score, row.name))
    return {
        "layer": kind,
        "needs": needs,
        "legend": list(legend(needs)) if needs.limits else [],
        "patterns": patterns("legende"),
        "gap_words": gap_words(needs) if needs.limits else "",
        "territory": LEVELS[needs.level],
        "lines": [(row, CLASSES[row.need]) for row in rows if kind == NEEDS or row.gap],
    }


def box(window: Window) -> dict[str, Any]:
    """Return where a script lays the drawing: corners of the window, south-west and north-east, degrees."""
    south, west, north, east = window.bounds
    return {"side": SIDE, "bounds": [[south, west], [north, east]]}
