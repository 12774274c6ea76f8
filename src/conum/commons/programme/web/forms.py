"""Forms of the programme module."""

from __future__ import annotations

from typing import Any

from django.forms import CharField, Textarea, TextInput
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conum.commons.programme import rules
from conum.commons.programme.enums import UNITS
from conum.kernel.parameters import Parameter
from conum.kernel.ui import forms


class ParameterForm(forms.Form):
    """A new value from a first day on; the operation judges type and bounds."""

    value = CharField(label=gettext_lazy("Nouvelle valeur"), max_length=rules.MAX_TEXT)
    first_day = forms.DateField(
        label=gettext_lazy("Premier jour"),
        help_text=gettext_lazy("Aujourd'hui ou plus tard. Les faits antérieurs gardent la valeur de leur date."),
    )
    reason = CharField(
        label=gettext_lazy("Motif"),
        max_length=500,
        widget=Textarea({"rows": 3}),
        help_text=gettext_lazy("Texte officiel, décision, courriel… 5 à 500 caractères, écrits au journal."),
    )

    def __init__(self, *args: Any, parameter: Parameter[Any], **kwargs: Any) -> None:
        """Say the unit and the bounds beside the field."""
        super().__init__(*args, **kwargs)
        self.fields["value"].help_text = expected(parameter)
        if rules.kind_of(parameter) in (int, float):
            self.fields["value"].widget = TextInput({"inputmode": "numeric"})


def expected(parameter: Parameter[Any]) -> str:
    """Return the sentence that says what may be typed."""
    kind, bounds = rules.kind_of(parameter), rules.bounds_of(parameter)
    if kind is bool:
        return _("« oui » ou « non ».")
    if kind.__name__ == "date":
        return _("Une date entre 2018 et 2100, par exemple 2026-12-31.")
    if kind is str:
        return _("Un texte de {most} caractères au plus.").format(most=rules.MAX_TEXT)
    most = f"{bounds.most:,}".replace(",", "\u202f")
    words = {"unit": UNITS.get(parameter.unit, parameter.unit), "least": bounds.least, "most": most}
    if kind is tuple:
        return _("Des nombres séparés par des virgules, chacun de {least} à {most} ({unit}).").format(**words)
    return _("Un nombre de {least} à {most} ({unit}).").format(**words)
