"""Fields with several values: phones, e-mail addresses, sites; each value is checked and named when refused."""

from __future__ import annotations

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.forms import CharField, TextInput
from django.utils.translation import gettext as _

from conum.domains.places.rules.cells import MOST_EMAIL, MOST_URL, is_web_address
from conum.kernel.ui import forms

MOST_LINES = 10
MOST_LABEL = 255  # characters


class LinesField(CharField):
    """Several values, one per line or separated by commas or semicolons; gives a list without repeats."""

    def __init__(self, **kwargs: Any) -> None:
        """Two lines high: most places have one value."""
        kwargs.setdefault("widget", forms.LongText(attrs={"rows": 3}))
        super().__init__(required=False, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """Show a list one value per line."""
        return "\n".join(self.shown(one) for one in value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:  # type: ignore[override]
        """Return the values, each checked.

        Raises:
            ValidationError: one is refused, named in the sentence; or there are more than ten.
        """
        given = [part.strip() for part in re.split(r"[\n;,|]+", super().clean(value)) if part.strip()]
        if len(given) > MOST_LINES:
            raise ValidationError(_("%(most)s valeurs au plus.") % {"most": MOST_LINES})
        return list(dict.fromkeys(self.one(part) for part in given))

    def shown(self, value: str) -> str:
        """Return a kept value as people write it."""
        return value

    def one(self, text: str) -> str:
        """Return one value checked; each kind says how."""
        return text


class PhonesField(LinesField):
    """Phone numbers in any usual writing; gives E.164, the first one being the one that is published."""

    phone = forms.PhoneField()

    def shown(self, value: str) -> str:
        """Return « 05 55 00 00 00 »."""
        return str(self.phone.prepare_value(value))

    def one(self, text: str) -> str:
        """Read one number."""
        try:
            return self.phone.clean(text)
        except ValidationError as refusal:
            told = {"text": text[:30]}
            raise ValidationError(
                _("« %(text)s » n’est pas un numéro de téléphone. Exemple : 05 55 00 00 00.") % told
            ) from refusal


class EmailsField(LinesField):
    """E-mail addresses."""

    def one(self, text: str) -> str:
        """Check one address."""
        if len(text) > MOST_EMAIL:
            told = {"text": text[:60], "most": MOST_EMAIL}
            raise ValidationError(_("« %(text)s… » : %(most)s caractères au plus par adresse électronique.") % told)
        try:
            validate_email(text)
        except ValidationError as refusal:
            told = {"text": text[:60]}
            raise ValidationError(
                _("« %(text)s » n’est pas une adresse électronique. Exemple : accueil@mairie.fr.") % told
            ) from refusal
        return text


class WebsitesField(LinesField):
    """Addresses of web sites, `https://` added when it is missing."""

    def one(self, text: str) -> str:
        """Check one address."""
        return web_address(text)


class LabelsField(LinesField):
    """Names of trainings and labels that the official list does not have."""

    def one(self, text: str) -> str:
        """Check the length of one."""
        if len(text) > MOST_LABEL:
            told = {"text": text[:60], "most": MOST_LABEL}
            raise ValidationError(_("« %(text)s… » : %(most)s caractères au plus par label.") % told)
        return text


class AddressField(CharField):
    """One web address."""

    def __init__(self, **kwargs: Any) -> None:
        """Ask the browser for the keyboard of addresses."""
        widget = TextInput(attrs={"inputmode": "url", "autocomplete": "url"})
        super().__init__(**{"required": False, "max_length": 2000, "widget": widget, **kwargs})

    def clean(self, value: Any) -> str:
        """Return the address checked, empty when none was given."""
        text = super().clean(value)
        return web_address(text) if text else ""


def web_address(text: str) -> str:
    """Return an http(s) address.

    Raises:
        ValidationError: it is not one, or it is too long.
    """
    full = text if re.match(r"https?://", text, re.IGNORECASE) else f"https://{text}"
    if len(full) > MOST_URL:
        told = {"text": text[:60], "most": MOST_URL}
        raise ValidationError(_("« %(text)s… » : %(most)s caractères au plus par adresse de site.") % told)
    if not is_web_address(full):
        raise ValidationError(
            _("« %(text)s » n’est pas une adresse de site. Exemple : https://www.mairie.fr.") % {"text": text[:60]}
        )
    return full
