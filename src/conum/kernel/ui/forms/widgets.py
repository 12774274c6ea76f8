"""Controls: native date, long text with a counter, choices with a hint under each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.functional import Promise


class DateInput(forms.DateInput):
    """The browser's own date control; where it has none, a text in the form AAAA-MM-JJ or JJ/MM/AAAA."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        """Dates travel as `AAAA-MM-JJ`."""
        super().__init__(attrs, format="%Y-%m-%d")


class LongText(forms.Textarea):
    """A text area that says how many characters are left.

    Args:
        limit: characters allowed (the field checks it on the server).
    """

    def __init__(self, limit: int | None = None, attrs: dict[str, Any] | None = None) -> None:
        """Keep the limit; six lines high unless told."""
        super().__init__({"rows": 6, **(attrs or {})})
        self.limit = limit


class _WithHints:
    """Choices with a sentence under each.

    Args:
        hints: value → sentence.
    """

    def __init__(
        self, hints: Mapping[Any, str | Promise] | None = None, attrs: dict[str, Any] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(attrs, **kwargs)  # type: ignore[call-arg]
        self.hints = {str(value): hint for value, hint in (hints or {}).items()}

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the hint to Django's option and tie it to its control."""
        option: dict[str, Any] = super().create_option(name, value, *args, **kwargs)  # type: ignore[misc]
        if hint := self.hints.get(str(value)):
            option["hint"] = hint
            option["attrs"]["aria-describedby"] = f"{option['attrs'].get('id', name)}_hint"
        return option


class RichRadio(_WithHints, forms.RadioSelect):
    """One choice among a few, each in a frame with a hint."""

    rich = True


class CheckboxChoices(_WithHints, forms.CheckboxSelectMultiple):
    """Several choices, each with a hint."""
