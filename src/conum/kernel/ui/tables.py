"""Columns of a table on screen (declared in a module's `web/tables.py`)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from html import escape
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from conum.kernel.ui import words
from conum.kernel.ui.tones import tone_of

NOTHING = format_html('<span class="cn-none">{}</span>', "–")


@dataclass(frozen=True)
class Column:
    """A column: header, and how to read the cell from a row.

    Attributes:
        header: French words.
        value: function of the row, or a dotted path (`host.name`).
        sort: name in the address (`?tri=`) when one may sort by it (a key of `ListPage.sorts`).
        numeric: aligned to the right.
        heading: this cell names the row (one column per table).
        link: function of the row giving the address the cell leads to.
    """

    header: str
    value: Callable[[Any], Any] | str
    sort: str = ""
    numeric: bool = False
    heading: bool = False
    link: Callable[[Any], str] | None = None

    def cell(self, row: Any) -> SafeString:
        """Return the HTML of the cell for `row`, escaped."""
        value = shown(read(row, self.value))
        if self.link is not None and (href := self.link(row)):
            return SafeString(f'<a href="{escape(href)}">{value}</a>')
        return value


def page_of(name: str, field: str = "pk") -> Callable[[Any], str]:
    """Return the link to the page `name` of a row, for `Column.link`: the address is resolved once for all rows.

    Args:
        name: name of an address with one identifier (`positions:request`).
        field: field of the row that holds the identifier.
    """

    def link(row: Any) -> str:
        before, after = _around(name)
        return f"{before}{getattr(row, field)}{after}"

    return link


@lru_cache(maxsize=256)
def _around(name: str) -> tuple[str, str]:
    mark = UUID(int=0)
    before, _mark, after = reverse(name, args=[mark]).partition(str(mark))
    return before, after


def state(header: str, field: str = "status", sort: str = "") -> Column:
    """Return a column that shows the state of the row as a coloured badge."""

    def badge(row: Any) -> SafeString:
        value = getattr(row, field)
        label = getattr(row, f"get_{field}_display", lambda: value)()
        return badge_of(str(label), tone_of(value))

    return Column(header, badge, sort=sort)


@lru_cache(maxsize=1024)
def badge_of(label: str, tone: str) -> SafeString:
    """Return the badge of a state: the same few for all the rows of a list."""
    classes = f" fr-badge--{tone} fr-badge--no-icon" if tone else ""
    return format_html('<span class="fr-badge fr-badge--sm{}">{}</span>', classes, label)


def read(row: Any, path: Callable[[Any], Any] | str) -> Any:
    """Return the value at `path`; a missing link on the way gives None."""
    if callable(path):
        return path(row)
    for name in path.split("."):
        row = row.get(name) if isinstance(row, dict) else getattr(row, name)
        if row is None:
            return None
        if callable(row) and not isinstance(row, type):
            row = row()
    return row


def shown(value: Any) -> SafeString:
    """Return `value` as a French reader writes it, escaped."""
    if type(value) is SafeString:
        return value or NOTHING
    if value is None or value == "":
        return NOTHING
    if type(value) is str:
        return _escaped(value)
    if isinstance(value, bool):
        return _escaped(_("oui") if value else _("non"))
    if isinstance(value, datetime):
        return _escaped(words.moment(value))
    if isinstance(value, date):
        return _escaped(words.day(value))
    if isinstance(value, (int, float, Decimal)):
        return _escaped(words.number(value))
    return conditional_escape(value)


def _escaped(text: str) -> SafeString:
    """Escape a plain text: Django's own function looks for a lazy one first, at five times the price of a cell."""
    return SafeString(escape(text))
