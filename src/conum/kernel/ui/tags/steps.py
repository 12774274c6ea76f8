"""Whole forms, and forms in steps."""

from __future__ import annotations

from typing import Any

from django import template
from django.forms import BaseForm

register = template.Library()


@register.inclusion_tag("ui/stepper.html")
def ui_stepper(title: str, number: int, total: int, next_title: str = "", level: int = 2) -> dict[str, Any]:
    """Show where one is in a form: step `number` (from 1) of `total`, its title and the next one's."""
    return {"title": title, "number": number, "total": total, "next_title": next_title, "level": level}


@register.inclusion_tag("ui/form.html", takes_context=True)
def ui_form(
    context: template.Context,
    form: BaseForm,
    submit: str,
    action: str = "",
    cancel: str = "",
    previous: str = "",
    save_as: str = "",
) -> dict[str, Any]:
    """Show a whole form: errors at the top, fields, buttons.

    Args:
        submit: words of the main button.
        cancel, previous: addresses of the links beside it.
        save_as: name of a second button that keeps a draft.
    """
    return {
        "form": form,
        "submit": submit,
        "action": action,
        "cancel": cancel,
        "previous": previous,
        "save_as": save_as,
        "csrf_token": context.get("csrf_token"),
    }
