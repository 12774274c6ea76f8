"""What one reads: states, alerts, cards, figures, summaries, empty states."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django import template
from django.db.models import Model
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from conum.kernel.ui import words
from conum.kernel.ui.tones import tone_of

register = template.Library()


@register.simple_tag
def ui_badge(label: str, tone: str = "", small: bool = True) -> SafeString:
    """Show a badge; tone: success, info, warning, error, new, or a colour of the design system."""
    classes = "fr-badge" + (" fr-badge--sm" if small else "")
    if tone:
        classes += f" fr-badge--{tone}"
    if tone in ("success", "info", "warning", "error", "new"):
        classes += " fr-badge--no-icon"
    return format_html('<span class="{}">{}</span>', classes, label)


@register.simple_tag
def ui_state(row: Model, field: str = "status", tone: str | None = None) -> SafeString:
    """Show the state of `row`: the official label, coloured by its code (see `ui.tones`)."""
    value = getattr(row, field)
    label = getattr(row, f"get_{field}_display", lambda: value)()
    return ui_badge(label, tone_of(value) if tone is None else tone)


@register.filter
def ui_phone(value: str) -> str:
    """Show a phone number as a French reader writes it."""
    return words.phone(value or "")


@register.simple_block_tag
def ui_alert(content: str, tone: str = "info", title: str = "", small: bool = False) -> SafeString:
    """Show an alert around a block; tone: success, info, warning, error."""
    role = format_html(' role="{}"', "alert") if tone == "error" else ""
    heading = format_html('<p class="fr-alert__title">{}</p>', title) if title else ""
    classes = f"fr-alert fr-alert--{tone}" + (" fr-alert--sm" if small else "")
    return format_html('<div class="{}"{}>{}{}</div>', classes, role, heading, content)


@register.simple_block_tag
def ui_callout(content: str, title: str = "", level: int = 2, icon: str = "") -> SafeString:
    """Show a highlighted block, with a heading of `level`."""
    heading = format_html('<h{0} class="fr-callout__title">{1}</h{0}>', level, title) if title else ""
    classes = "fr-callout" + (f" fr-icon-{icon}" if icon else "")
    return format_html('<div class="{}">{}<div class="fr-callout__text">{}</div></div>', classes, heading, content)


@register.simple_block_tag
def ui_accordion(content: str, title: str, open: bool = False, level: int = 3) -> SafeString:
    """Show a block that opens by itself in HTML, without scripts."""
    html = (
        '<details class="cn-accordion"{}><summary><h{} class="cn-accordion__title">{}</h{}></summary>'
        '<div class="cn-accordion__content">{}</div></details>'
    )
    return format_html(html, mark_safe(" open") if open else "", level, title, level, content)


@register.simple_block_tag
def ui_card(
    content: str, title: str, href: str = "", level: int = 3, detail: str = "", badge: str = "", end: str = ""
) -> SafeString:
    """Show a card: title (a link when `href`), `detail` above it, block as text, `end` under it."""
    name = format_html('<a href="{}">{}</a>', href, title) if href else title
    html = (
        '<div class="fr-card{}"><div class="fr-card__body"><div class="fr-card__content">'
        '<h{} class="fr-card__title">{}</h{}><div class="fr-card__desc">{}</div>{}{}</div></div></div>'
    )
    start = format_html('<div class="fr-card__start">{}{}</div>', badge, _detail(detail)) if detail or badge else ""
    last = format_html('<div class="fr-card__end"><p class="fr-card__detail">{}</p></div>', end) if end else ""
    classes = " fr-enlarge-link" if href else " fr-card--no-arrow"
    return format_html(html, classes, level, name, level, content, start, last)


def _detail(text: str) -> SafeString | str:
    return format_html('<p class="fr-card__detail">{}</p>', text) if text else ""


@register.simple_tag
def ui_tile(title: str, href: str, text: str = "", icon: str = "", level: int = 3, detail: str = "") -> SafeString:
    """Show a large link: a title, one sentence, an icon."""
    html = (
        '<div class="fr-tile fr-enlarge-link cn-tile"><div class="fr-tile__body"><div class="fr-tile__content">{}'
        '<h{} class="fr-tile__title"><a href="{}">{}</a></h{}>{}{}</div></div></div>'
    )
    mark = format_html('<span class="cn-tile__icon fr-icon-{}" aria-hidden="true"></span>', icon) if icon else ""
    desc = format_html('<p class="fr-tile__desc">{}</p>', text) if text else ""
    more = format_html('<p class="fr-tile__detail">{}</p>', detail) if detail else ""
    return format_html(html, mark, level, href, title, level, desc, more)


@register.simple_tag
def ui_tag(label: str, href: str = "", small: bool = True) -> SafeString:
    """Show a tag, a link when `href`."""
    classes = "fr-tag" + (" fr-tag--sm" if small else "")
    if href:
        return format_html('<a class="{}" href="{}">{}</a>', classes, href, label)
    return format_html('<p class="{}">{}</p>', classes, label)


@register.inclusion_tag("ui/summary.html")
def ui_summary(pairs: Iterable[tuple[str, Any]], title: str = "", edit: str = "", level: int = 2) -> dict[str, Any]:
    """Show `pairs` (label, value) as a definition list; `edit`: address of the link "Modifier"."""
    return {"pairs": list(pairs), "title": title, "edit": edit, "level": level}


@register.simple_block_tag
def ui_empty(content: str, title: str, icon: str = "information-line") -> SafeString:
    """Show that there is nothing yet; the block says what to do next."""
    html = (
        '<div class="cn-empty"><span class="cn-empty__icon fr-icon-{}" aria-hidden="true"></span>'
        '<p class="cn-empty__title">{}</p>{}</div>'
    )
    return format_html(html, icon, title, content)


@register.inclusion_tag("ui/figure.html")
def ui_figure(
    value: Any, label: str, on: date | None = None, source: str = "", method: str = "", href: str = "", unit: str = ""
) -> dict[str, Any]:
    """Show a key figure with its date, source and method (PRG-40). `method`: the address that explains it."""
    return {
        "value": words.number(value) if isinstance(value, (int, float, Decimal)) else value,
        "label": label,
        "on": words.day(on) if on else "",
        "source": source,
        "method": method,
        "href": href,
        "unit": unit,
    }


@register.inclusion_tag("ui/progress.html")
def ui_progress(
    done: int, total: int, label: str, url: str = "", every: int = 2, id: str = "progression"
) -> dict[str, Any]:
    """Show work in progress; with `url`, the fragment asks for itself again every `every` seconds until done.

    Args:
        done, total: counts of the same unit.
        url: address that answers this same fragment.
    """
    finished = total > 0 and done >= total
    percent = min(100, 100 * done // total) if total else 0
    return {
        "done": done,
        "total": total,
        "said": (words.number(done), words.number(total)),
        "label": label,
        "url": "" if finished else url,
        "every": every,
        "id": id,
        "percent": percent,
        "finished": finished,
    }
