"""What a manager says of a client of the API."""

from __future__ import annotations

from django.forms import CharField, MultipleChoiceField, TextInput
from django.utils.translation import gettext_lazy as _

from conum.domains.booking.enums import ApiScope
from conum.domains.booking.operations.api_clients import Declared
from conum.kernel.ui import forms


class ApiClientForm(forms.Form):
    """Its name, what it may, until when."""

    name = CharField(
        label=_("Nom du logiciel"), max_length=80, widget=TextInput(attrs={"autocomplete": "off"}),
        help_text=_("Un accès par logiciel : vous pourrez révoquer l'un sans couper les autres."),
    )  # fmt: skip
    scopes = MultipleChoiceField(
        label=_("Droits"), choices=ApiScope.choices, widget=forms.CheckboxChoices,
        help_text=_("Seulement ceux dont le logiciel a besoin."),
        error_messages={"required": _("Cochez au moins un droit.")},
    )  # fmt: skip
    last_day = forms.DateField(label=_("Dernier jour de l'accès"), help_text=_("Le jeton ne vaut plus rien après."))

    def said(self) -> Declared:
        """Return what the operation takes."""
        return Declared(**self.cleaned_data)
