"""The field that asks for a commune, for the forms of every module."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.urls import reverse_lazy
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from conum.commons.territories.models import Commune
from conum.commons.territories.queries import resolve_commune

CHOICE, ASKED = "_choix", "_saisie"


class CommuneInput(forms.TextInput):
    """A text where names and postcodes are completed as one types (combobox pattern); a plain text without script.

    When the text may mean several communes, they are offered as choices under it.
    """

    candidates: tuple[Commune, ...] = ()
    asked = ""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        """Point the script to the endpoint; the browser's own suggestions would cover the list."""
        own = {"data-communes": reverse_lazy("territories:communes"), "autocomplete": "off", "spellcheck": "false"}
        super().__init__({**own, **(attrs or {})})

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """Return the choice made under the text if it answers this very text, else the text."""
        text = super().value_from_datadict(data, files, name)
        chosen = data.get(f"{name}{CHOICE}")
        return chosen if chosen and data.get(f"{name}{ASKED}") == (text or "").strip() else text

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """Draw the text and the choices (our own template: form renderers do not look into modules)."""
        context = self.get_context(name, value, attrs)
        choices = {"name": f"{name}{CHOICE}", "asked_name": f"{name}{ASKED}", "asked": self.asked}
        return render_to_string(
            "territories/commune_input.html", {**context, "choices": choices, "candidates": self.candidates}
        )


class CommuneField(forms.Field):
    """Gives a `Commune` from « Limoges », « limoge », « 87000 Limoges », or asks to choose among candidates."""

    widget = CommuneInput
    default_error_messages: dict[str, str | Promise] = {
        "unknown": gettext_lazy(
            "Aucune commune ne correspond à « %(text)s ». Vérifiez le nom, ou écrivez le code postal."
        ),
        "several": gettext_lazy("Plusieurs communes correspondent à « %(text)s » : choisissez la vôtre."),
        "near": gettext_lazy("Aucune commune ne s’appelle « %(text)s ». Est-ce l’une de celles-ci ?"),
        "unlocated": gettext_lazy("La position de %(text)s n’est pas connue : choisissez une commune voisine."),
    }

    def __init__(self, *, located: bool = False, **kwargs: Any) -> None:
        """`located` refuses the few communes whose position is unknown, for forms that measure distances."""
        self.located = located
        kwargs.setdefault("label", gettext_lazy("Commune"))
        kwargs.setdefault("help_text", gettext_lazy("Nom ou code postal. Exemple : Limoges ou 87000"))
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        """Return the text shown for a commune, a code or what was typed."""
        if isinstance(value, Commune):
            return value.label
        if isinstance(value, str) and len(value) == 5 and not self._is_typed(value):
            found = Commune.objects.filter(pk=value).first()
            return found.label if found else value
        return value

    def _is_typed(self, value: str) -> bool:
        return value == getattr(self, "typed", None)

    def to_python(self, value: Any) -> Commune | None:
        """Return the commune meant.

        Raises:
            ValidationError: none fits, or several do (they are then offered as choices).
        """
        if isinstance(value, Commune) or value is None:
            return value
        text = " ".join(str(value).split())
        self.typed = value
        if not text:
            return None
        resolution = resolve_commune(text)
        if resolution.commune is None:
            raise self._refusal(text, resolution.candidates)
        if self.located and resolution.commune.latitude is None:
            raise self._error("unlocated", resolution.commune.name)
        return resolution.commune

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare what is shown with what came back."""
        return (self.prepare_value(initial) or "") != (self.prepare_value(data) or "")

    def _refusal(self, text: str, candidates: tuple[Commune, ...]) -> ValidationError:
        if isinstance(self.widget, CommuneInput):
            self.widget.candidates, self.widget.asked = candidates, text
        if not candidates:
            return self._error("unknown", text)
        return self._error("several" if len(candidates) > 1 and candidates[0].exact else "near", text)

    def _error(self, code: str, text: str) -> ValidationError:
        return ValidationError(self.error_messages[code], code=code, params={"text": text[:80]})
