"""Forms of the sign-in and of the person's own account."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.forms import CharField, ChoiceField, EmailField, EmailInput, TextInput
from django.utils.translation import gettext_lazy as _

from conum.commons.accounts.web.forms.second_factor import code_field
from conum.kernel.ui import forms


def email_field(label: Any = None, help_text: Any = "") -> EmailField:
    """Return the field of an e-mail address."""
    return EmailField(
        label=label or _("Adresse électronique"),
        help_text=help_text or _("Exemple : prenom.nom@mairie.fr"),
        max_length=254,
        widget=EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"invalid": _("Cette adresse n'est pas complète. Exemple : prenom.nom@mairie.fr")},
    )


class _LowerEmail:
    cleaned_data: dict[str, Any]

    def clean_email(self) -> str:
        """Return the address in lower case: one person, one account, whatever the keyboard did."""
        return str(self.cleaned_data["email"]).lower()


class EmailForm(_LowerEmail, forms.Form):
    """Who wants to sign in."""

    email = email_field()


class CodeForm(forms.Form):
    """The code received by e-mail."""

    code = code_field(_("Code reçu"), _("6 chiffres"))


class NewEmailForm(_LowerEmail, forms.Form):
    """The new address of the account."""

    email = email_field(_("Nouvelle adresse électronique"))


def name_field(label: Any, autocomplete: str) -> CharField:
    """Return the field of a first or last name."""
    return CharField(label=label, max_length=80, widget=TextInput(attrs={"autocomplete": autocomplete}))


class ProfileForm(forms.Form):
    """What a person says of oneself."""

    first_name = name_field(_("Prénom"), "given-name")
    last_name = name_field(_("Nom"), "family-name")
    phone = forms.PhoneField(label=_("Téléphone professionnel"), required=False)
    language = ChoiceField(label=_("Langue des écrans et des courriels"), choices=settings.LANGUAGES)


class AcceptForm(forms.Form):
    """The name of a new account."""

    first_name = name_field(_("Prénom"), "given-name")
    last_name = name_field(_("Nom"), "family-name")


class ReasonForm(forms.Form):
    """Why something is done to somebody else's account."""

    reason = forms.LongTextField(label=_("Motif"), min_length=10, max_length=500)
