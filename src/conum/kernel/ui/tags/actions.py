"""What one presses: buttons, links, actions by POST, downloads, copy and print."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()
KINDS = {"primary": "", "secondary": " fr-btn--secondary", "tertiary": " fr-btn--tertiary"}
KINDS |= {"plain": " fr-btn--tertiary-no-outline", "danger": " cn-btn--danger"}


def button_class(kind: str, icon: str = "", size: str = "") -> str:
    """Return the classes of a button.

    Args:
        kind: primary, secondary, tertiary, plain or danger.
        icon: name of an icon (`download-line`), before the label.
        size: sm, lg or nothing.

    Raises:
        KeyError: unknown kind.
    """
    classes = "fr-btn" + KINDS[kind]
    if icon:
        classes += f" fr-btn--icon-left fr-icon-{icon}"
    return classes + (f" fr-btn--{size}" if size else "")


@register.simple_tag
def ui_button(
    label: str,
    href: str = "",
    kind: str = "primary",
    icon: str = "",
    size: str = "",
    name: str = "",
    value: str = "",
    form: str = "",
) -> SafeString:
    """Show a link that looks like a button (`href`), or a submit button (`name`, `value`, `form` optional)."""
    classes = button_class(kind, icon, size)
    if href:
        return format_html('<a class="{}" href="{}">{}</a>', classes, href, label)
    pairs = [(key, text) for key, text in (("name", name), ("value", value), ("form", form)) if text]
    attributes = format_html_join("", ' {}="{}"', pairs)
    return format_html('<button type="submit" class="{}"{}>{}</button>', classes, attributes, label)


@register.inclusion_tag("ui/action.html", takes_context=True)
def ui_action(
    context: template.Context,
    url: str,
    label: str,
    confirm: str = "",
    kind: str = "secondary",
    icon: str = "",
    size: str = "",
    **hidden: Any,
) -> dict[str, Any]:
    """Show a form of one button that POSTs to `url`.

    Args:
        confirm: question asked in a dialog before sending. Without scripts the button is a link to `url`,
            whose GET must answer the confirmation page (`ActionPage` does).
        hidden: fields sent with the form.
    """
    asked = context.get("request")
    seen = context.render_context
    seen["ui_actions"] = number = seen.get("ui_actions", 0) + 1
    return {
        "url": url,
        "label": label,
        "confirm": confirm,
        "classes": button_class(kind, icon, size),
        "danger": kind == "danger",
        "hidden": hidden,
        "id": f"confirmer-{number}",
        "csrf_token": context.get("csrf_token"),
        "request": asked,
    }


@register.simple_tag(takes_context=True)
def ui_export(context: template.Context, kinds: str = "csv xlsx") -> SafeString:
    """Show the downloads of the list on screen, with its filters and sort (`?export=csv`)."""
    parameters = context["request"].GET.copy()
    parameters.pop("page", None)
    links = []
    for kind in kinds.split():
        parameters["export"] = kind
        links.append((f"?{parameters.urlencode()}", kind.upper()))
    item = '<li><a class="fr-link fr-link--sm fr-link--download" href="{}">{}</a></li>'
    return format_html('<ul class="cn-exports">{}</ul>', format_html_join("", item, links))


@register.simple_tag
def ui_copy(target: str, label: str, done: str) -> SafeString:
    """Show a button that copies the text of the element `target` (an id); nothing without scripts."""
    html = (
        '<button type="button" class="fr-btn fr-btn--tertiary fr-btn--sm" data-copy="{}" data-done="{}" '
        'aria-live="polite" hidden>{}</button>'
    )
    return format_html(html, target, done, label)


@register.simple_tag
def ui_print(label: str) -> SafeString:
    """Show a button that prints the page; nothing without scripts."""
    html = '<button type="button" class="{}" data-print hidden>{}</button>'
    return format_html(html, button_class("tertiary", "printer-line", "sm"), label)


@register.simple_tag
def ui_icon(name: str) -> SafeString:
    """Show a decorative icon, hidden from screen readers."""
    return format_html('<span class="fr-icon-{}" aria-hidden="true"></span>', name)


@register.simple_tag(takes_context=True)
def ui_query(context: template.Context, **changes: Any) -> str:
    """Return the query string of the page with `changes`; an empty value removes the parameter."""
    parameters = context["request"].GET.copy()
    for name, value in changes.items():
        parameters.pop(name, None)
        if value not in (None, ""):
            parameters[name] = value
    return f"?{parameters.urlencode()}"
