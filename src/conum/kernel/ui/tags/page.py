"""Parts of the page around its content: addresses, menu, breadcrumb, tabs, marks."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import template
from django.conf import settings
from django.contrib.messages.storage.base import Message
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language

from conum.kernel.ui import navigation

register = template.Library()
TONES = {"debug": "info", "info": "info", "success": "success", "warning": "warning", "error": "error"}


@register.simple_tag
def ui_url(*names: str) -> str:
    """Return the address of the first page that exists among `names`, or nothing."""
    for name in names:
        try:
            return reverse(name)
        except NoReverseMatch:
            continue
    return ""


@register.simple_tag
def ui_synthetic() -> bool:
    """Tell whether the data shown are invented (SYN-09)."""
    return bool(getattr(settings, "CONUM_SYNTHETIC", False))


@register.simple_tag
def ui_other_language() -> dict[str, str] | None:
    """Return the code and own name of the language one may change to."""
    current = (get_language() or settings.LANGUAGE_CODE)[:2]
    return next(({"code": code, "name": name} for code, name in settings.LANGUAGES if code != current), None)


@register.simple_tag
def ui_message_tone(message: Message) -> str:
    """Return the alert's tone of a Django message."""
    return TONES.get(message.level_tag, "info")


@register.inclusion_tag("ui/navigation.html", takes_context=True)
def ui_navigation(context: template.Context) -> dict[str, Any]:
    """Show the main menu of who is looking."""
    request = context.get("request")
    if request is None:
        return {"items": []}
    return {"items": navigation.menu(getattr(request, "actor", None), request.path)}


@register.inclusion_tag("ui/breadcrumb.html")
def ui_breadcrumb(*steps: str) -> dict[str, Any]:
    """Show where one is: `label, address, label, address, …, label of this page`.

    Raises:
        ValueError: the last label (this page) is missing.
    """
    if len(steps) % 2 == 0:
        raise ValueError("ui_breadcrumb ends with the label of the page, without address")
    return {"links": list(zip(steps[:-1:2], steps[1::2], strict=True)), "here": steps[-1]}


@register.inclusion_tag("ui/tabs.html", takes_context=True)
def ui_tabs(context: template.Context, tabs: Iterable[tuple[str, str]], label: str) -> dict[str, Any]:
    """Show `tabs` (label, address) as links; the one whose address is the current page is marked.

    Args:
        label: name of the group for screen readers.
    """
    request = context.get("request")
    here = (request.get_full_path(), request.path) if request else ()
    tabs = [(name, href) for name, href in tabs]
    current = next((href for wanted in here for _, href in tabs if href == wanted), None)
    return {"tabs": [(name, href, href == current) for name, href in tabs], "label": label}
