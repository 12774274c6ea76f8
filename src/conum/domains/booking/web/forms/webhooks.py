"""What a manager says of a piece of software to tell."""

from __future__ import annotations

from django.core.validators import URLValidator
from django.forms import CharField, MultipleChoiceField, TextInput, URLField, URLInput
from django.utils.translation import gettext_lazy as _

from conum.domains.booking.enums import WebhookEvent
from conum.domains.booking.operations.webhooks import LONGEST_ADDRESS, Told
from conum.kernel.ui import forms

WHOLE = _("Écrivez l'adresse entière, en https, par exemple https://logiciel.exemple.fr/conum.")


class HttpsAddress(URLField):
    """An address over TLS."""

    default_validators = [URLValidator(["https"])]


class WebhookForm(forms.Form):
    """Its name, its address, and what it is told of."""

    name = CharField(
        label=_("Nom du logiciel"), max_length=80, widget=TextInput(attrs={"autocomplete": "off"}),
        help_text=_("Pour vous y retrouver : « Site de la mairie », « Tableau de bord »…"),
    )  # fmt: skip
    address = HttpsAddress(
        label=_("Adresse à appeler"),
        max_length=LONGEST_ADDRESS,
        assume_scheme="https",
        widget=URLInput(attrs={"autocomplete": "off"}),
        help_text=_("En https, et joignable depuis internet. Le fournisseur du logiciel vous la donne."),
        error_messages={"invalid": WHOLE},
    )
    events = MultipleChoiceField(
        label=_("Prévenir de"), choices=WebhookEvent.choices, widget=forms.CheckboxChoices,
        error_messages={"required": _("Cochez au moins un événement.")},
    )  # fmt: skip

    def said(self) -> Told:
        """Return what the operation takes."""
        return Told(**self.cleaned_data)
