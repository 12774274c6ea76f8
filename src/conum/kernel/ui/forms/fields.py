"""Fields whose limits are said before and checked after: date, phone, long text, file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import phonenumbers
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conum.kernel.ui.forms.widgets import DateInput, LongText
from conum.kernel.ui.words import phone, size

REGIONS = ("FR", "GP", "MQ", "GF", "RE", "YT", "PM", "BL", "MF", "NC", "PF", "WF")


class DateField(forms.DateField):
    """A date by the browser's control; `31/12/2026` and `2026-12-31` are read."""

    widget = DateInput
    default_error_messages = {"invalid": gettext_lazy("Cette date n'existe pas. Écrivez-la ainsi : 31/12/2026.")}

    def __init__(self, **kwargs: Any) -> None:
        """Accept both writings."""
        super().__init__(**{"input_formats": ["%Y-%m-%d", "%d/%m/%Y"], **kwargs})


class PhoneField(forms.CharField):
    """A French phone number, overseas included; gives E.164 (`+33612345678`), or "" when empty."""

    def __init__(self, **kwargs: Any) -> None:
        """Ask the browser for the phone keyboard and the person's own number."""
        kwargs.setdefault("help_text", gettext_lazy("Exemple : 06 12 34 56 78"))
        kwargs.setdefault("widget", forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel"}))
        super().__init__(**{"max_length": 20, **kwargs})

    def prepare_value(self, value: Any) -> Any:
        """Show a number already kept as people write it."""
        return phone(value) if isinstance(value, str) else value

    def clean(self, value: Any) -> str:
        """Return the number as E.164.

        Raises:
            ValidationError: it is not a number of metropolitan or overseas France, nor an international one.
        """
        text = super().clean(value)
        if not text:
            return ""
        for region in REGIONS:
            try:
                number = phonenumbers.parse(text, region)
            except phonenumbers.NumberParseException:
                continue
            if phonenumbers.is_valid_number(number):
                return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
        raise ValidationError(
            _("Ce numéro de téléphone n'est pas valable. Écrivez dix chiffres, par exemple 06 12 34 56 78."),
            code="invalid",
        )


class LongTextField(forms.CharField):
    """Several lines, with the number of characters left under it."""

    def __init__(self, *, max_length: int, **kwargs: Any) -> None:
        """`max_length` is checked on the server; the browser only counts."""
        kwargs.setdefault("widget", LongText(limit=max_length))
        super().__init__(max_length=max_length, **kwargs)

    def to_python(self, value: Any) -> Any:
        """A new line is one character, as the counter of the page says; browsers send two."""
        return super().to_python(value.replace("\r\n", "\n") if isinstance(value, str) else value)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Leave `maxlength` out: the browser would cut what is pasted without a word."""
        return {name: value for name, value in super().widget_attrs(widget).items() if name != "maxlength"}


class UploadField(forms.FileField):
    """A file, with its limits in the hint and in the refusals (content is checked again by `commons.files`).

    Args:
        max_bytes: largest size accepted.
        kinds: endings accepted, without the dot (`("pdf", "jpg")`).
    """

    def __init__(self, *, max_bytes: int, kinds: Sequence[str], **kwargs: Any) -> None:
        """Say the limits before the person chooses."""
        self.max_bytes, self.kinds = max_bytes, tuple(kinds)
        kwargs.setdefault("help_text", lazy(self.limits, str)())
        super().__init__(**kwargs)
        self.widget.attrs["accept"] = ",".join(f".{kind}" for kind in kinds)

    def limits(self) -> str:
        """Return the sentence that says the limits."""
        kinds = ", ".join(self.kinds)
        return _("Taille maximale : %(size)s. Formats acceptés : %(kinds)s.") % {
            "size": size(self.max_bytes),
            "kinds": kinds,
        }

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Return the file.

        Raises:
            ValidationError: too large, or another ending.
        """
        file = super().clean(data, initial)
        if isinstance(file, UploadedFile):
            self._check(file)
        return file

    def _check(self, file: UploadedFile) -> None:
        if (file.size or 0) > self.max_bytes:
            words = {"size": size(file.size or 0), "limit": size(self.max_bytes)}
            sentence = _("Le fichier pèse %(size)s : la limite est de %(limit)s.")
            raise ValidationError(sentence % words, code="size")
        if (file.name or "").rpartition(".")[2].lower() not in self.kinds:
            kinds = ", ".join(self.kinds)
            raise ValidationError(
                _("Ce format de fichier n'est pas accepté. Formats acceptés : %(kinds)s.") % {"kinds": kinds},
                code="kind",
            )
