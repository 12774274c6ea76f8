"""The form of an import."""

from __future__ import annotations

from django import forms as django_forms
from django.utils.translation import gettext_lazy as _

from conum.commons.territories.operations.table_file import MAX_BYTES
from conum.kernel.ui import forms


class ImportForm(forms.Form):
    """A CSV and where it comes from."""

    file = forms.UploadField(label=_("Fichier CSV"), max_bytes=MAX_BYTES, kinds=("csv", "txt"))
    source = django_forms.CharField(
        label=_("Source"),
        max_length=200,
        help_text=_("Montrée à côté des chiffres. Exemple : ANCT, indice de fragilité numérique, mars 2024"),
    )
