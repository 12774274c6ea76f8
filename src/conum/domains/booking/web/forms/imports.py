"""The form of an import of appointments."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from conum.domains.booking.enums import IMPORT_DRAFT
from conum.kernel.ui import forms

MEGABYTE = 1_000_000  # as the field says it: « 5 Mo », under the mebibytes of the storage


class ImportForm(forms.Form):
    """A CSV of another tool."""

    file = forms.UploadField(
        label=_("Fichier des rendez-vous"), max_bytes=IMPORT_DRAFT.max_megabytes * MEGABYTE, kinds=("csv", "txt")
    )
