"""A field as the design system draws it: group, label, hint, control, errors."""

from __future__ import annotations

from html import escape
from typing import Any

from django import forms
from django.forms import widgets
from django.forms.utils import flatatt
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

# widget → (kind, class of the control); the first that fits wins
KINDS: tuple[tuple[type[widgets.Widget], str, str], ...] = (
    (widgets.CheckboxSelectMultiple, "checkboxes", ""),
    (widgets.RadioSelect, "radios", ""),
    (widgets.CheckboxInput, "checkbox", ""),
    (widgets.FileInput, "upload", "fr-upload"),
    (widgets.Select, "select", "fr-select"),
    (widgets.Widget, "input", "fr-input"),
)


def options(context: dict[str, Any]) -> SafeString:
    """Write a `select` from the context Django gives to its template."""
    groups = []
    for name, choices, _index in context["optgroups"]:
        inside = mark_safe("".join(map(_option, choices)))
        groups.append(format_html('<optgroup label="{}">{}</optgroup>', name, inside) if name else inside)
    start = format_html('<select name="{}"{}>', context["name"], flatatt(context["attrs"]))
    return start + mark_safe("".join(groups)) + mark_safe("</select>")


def _option(choice: dict[str, Any]) -> str:
    attributes = flatatt(choice["attrs"]) if choice["attrs"] else ""  # a hundred options a list: only the chosen has
    return f'<option value="{escape(str(choice["value"]))}"{attributes}>{escape(str(choice["label"]))}</option>'


class BoundField(forms.BoundField):
    """Adds the design system's classes and the identifiers that screen readers follow."""

    def __init__(self, form: forms.BaseForm, field: forms.Field, name: str) -> None:
        """Find once how the field is drawn."""
        super().__init__(form, field, name)
        self.kind, self.css_class = next((kind, css) for widget, kind, css in KINDS if isinstance(field.widget, widget))

    @property
    def template_name(self) -> str:
        """The template of the whole group."""
        shared = {"select": "input", "upload": "input", "radios": "choices", "checkboxes": "choices"}
        return self.field.template_name or f"ui/forms/{shared.get(self.kind, self.kind)}.html"

    @property
    def optional(self) -> bool:
        """Whether the label says "facultatif"."""
        return not self.field.required and getattr(self.form, "marks_optional", True)

    @property
    def limit(self) -> int | None:
        """Characters allowed, when a counter is shown under the field."""
        return getattr(self.field.widget, "limit", None)

    @property
    def focus_id(self) -> str:
        """Identifier of the control the error summary leads to (the first choice of a group)."""
        many = self.kind in ("radios", "checkboxes")
        return f"{self.auto_id}_0" if many else self.id_for_label or self.auto_id

    def get_context(self) -> dict[str, Any]:
        """Give the template plain values: a lookup on a bound field costs three times one in a dictionary."""
        return {
            "field": self,
            "kind": self.kind,
            "label": self.label,
            "hint": self.help_text,
            "errors": self.errors,
            "auto_id": self.auto_id,
            "target": self.id_for_label,
            "optional": self.optional,
            "limit": self.limit,
        }

    def as_widget(
        self, widget: widgets.Widget | None = None, attrs: dict[str, Any] | None = None, only_initial: bool = False
    ) -> SafeString:
        """Draw the control; a list of choices is written in one go, where Django renders a template per option."""
        if type(widget or self.field.widget) is not widgets.Select or only_initial:
            return super().as_widget(widget, attrs, only_initial)
        control = widget or self.field.widget
        made = self.build_widget_attrs({"id": self.auto_id, **(attrs or {})}, control)
        return options(control.get_context(self.html_name, self.value(), made)["widget"])

    def build_widget_attrs(self, attrs: dict[str, Any], widget: widgets.Widget | None = None) -> dict[str, Any]:
        """Add the class of the control; long texts are described by their counter too."""
        made = super().build_widget_attrs(attrs, widget)
        own = (widget or self.field.widget).attrs.get("class", "")
        if classes := f"{self.css_class} {own}".strip():
            made["class"] = classes
        if self.limit:
            described = made.get("aria-describedby", "")
            made["aria-describedby"] = f"{described} {self.auto_id}_compteur".strip()
            made["data-counter"] = f"{self.auto_id}_compteur"
            made["data-limit"] = self.limit
        return made
