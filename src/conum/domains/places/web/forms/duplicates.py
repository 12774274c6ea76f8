"""The form that merges two records."""

from __future__ import annotations

from typing import Any

from django.forms import CharField, HiddenInput
from django.utils.translation import gettext as _

from conum.domains.places.models import DuplicatePair
from conum.domains.places.rules.duplicates import kept_is_one_of_the_two
from conum.kernel.ui import forms


class MergeForm(forms.Form):
    """Which of the two records is kept; the page has shown what that gives."""

    kept = CharField(widget=HiddenInput)

    def __init__(self, *args: Any, pair: DuplicatePair, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sides = {str(place.pk): place.pk for place in (pair.first, pair.second)}
        self.fields["kept"].error_messages["required"] = _("Choisissez la fiche à conserver.")

    def clean_kept(self) -> Any:
        """Return the key of one of the two."""
        given = self.cleaned_data["kept"]
        if not kept_is_one_of_the_two(given, list(self.sides)):
            self.add_error(None, kept_is_one_of_the_two.explain(given, list(self.sides)))
            return None
        return self.sides[given]
