"""Forms of the provider."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.forms import TypedChoiceField
from django.utils.translation import gettext_lazy as _

from conum.domains.mandates.models import Standing
from conum.kernel.ui import forms


class ChooseGroup(forms.Form):
    """One procedure group among those the citizen authorised."""

    authorisation = TypedChoiceField(label=_("Démarche à faire"), coerce=UUID)

    def __init__(self, *args: Any, authorisations: list[Standing], **kwargs: Any) -> None:
        """Offer them, with the caution some groups ask for; the only one is chosen already."""
        super().__init__(*args, **kwargs)
        field = self.fields["authorisation"]
        hints = {str(each.authorisation_id): each.group.caution for each in authorisations if each.group.caution}
        field.widget = forms.RichRadio(hints=hints)
        field.choices = [(str(each.authorisation_id), each.group.label) for each in authorisations]  # type: ignore[attr-defined]
        if len(authorisations) == 1:
            field.initial = str(authorisations[0].authorisation_id)
