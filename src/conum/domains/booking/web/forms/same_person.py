"""Which other person is the same one, and why."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.forms import BooleanField, ChoiceField, RadioSelect
from django.utils.translation import gettext_lazy as _

from conum.kernel.ui import forms


class SamePersonForm(forms.Form):
    """One of the people found, a reason, and a box that says what happens."""

    other = ChoiceField(label=_("Quelle fiche est celle de la même personne ?"), widget=RadioSelect)
    reason = forms.LongTextField(
        label=_("Motif"), max_length=500, help_text=_("Exemple : elle a réservé une fois avec son numéro fixe.")
    )
    sure = BooleanField(label=_("Je confirme que ces deux fiches sont celles de la même personne"))

    def __init__(self, *args: Any, people: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        """Offer the people found."""
        super().__init__(*args, **kwargs)
        self.fields["other"].choices = people
