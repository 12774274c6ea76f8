"""The form of an import of places."""

from __future__ import annotations

from django import forms as django_forms
from django.utils.translation import gettext_lazy as _

from conum.domains.places.enums import IMPORT_DRAFT
from conum.domains.places.operations.importing import MOST_SOURCE
from conum.kernel.ui import forms


class ImportForm(forms.Form):
    """A file of the national standard and, perhaps, the name of its source."""

    file = forms.UploadField(
        label=_("Fichier de lieux"), max_bytes=IMPORT_DRAFT.max_bytes, kinds=("csv", "json", "txt")
    )
    source = django_forms.CharField(
        label=_("Source"),
        max_length=MOST_SOURCE,
        required=False,
        help_text=_("Sans nom, la source est celle de chaque ligne. Gardez le même nom d’un envoi à l’autre."),
    )
