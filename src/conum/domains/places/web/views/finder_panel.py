"""The filters of the finder, written in one go: a hundred boxes through a template cost more than counting for them."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from django.utils.safestring import SafeString, mark_safe

from conum.domains.places.web.filters.finder import Group, Option


def chips(groups: Iterable[Group]) -> SafeString:
    """Return the filters always in sight."""
    return mark_safe("".join(_chips(group) for group in groups))


def panel(groups: Iterable[Group]) -> SafeString:
    """Return the filters of the panel, a fieldset each."""
    return mark_safe("".join(_fieldset(group) for group in groups))


def _chips(group: Group) -> str:
    boxes = "".join(
        f'<span class="pl-chip">{_box(group.name, option, f"f-{group.name}-{escape(option.value)}")}</span>'
        for option in group.options
    )
    return f'<fieldset class="pl-chips"><legend class="fr-sr-only">{escape(group.title)}</legend>{boxes}</fieldset>'


def _fieldset(group: Group) -> str:
    boxes = "".join(
        f'<div class="pl-option">{_box(group.name, option, f"f-{group.name}-{number}")}</div>'
        for number, option in enumerate(group.options, 1)
    )
    return f'<fieldset class="pl-filter"><legend>{escape(group.title)}</legend>{boxes}</fieldset>'


def _box(name: str, option: Option, mark: str) -> str:
    checked = " checked" if option.checked else ""
    return (
        f'<input type="checkbox" name="{name}" value="{escape(option.value)}" id="{mark}"{checked}>'
        f'<label for="{mark}">{escape(option.label)} <span class="pl-count">({option.count})</span></label>'
    )
