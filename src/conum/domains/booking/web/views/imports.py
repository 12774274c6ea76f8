"""Screens of an import of appointments: choose a file, read what it would do, import the good lines or drop it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conum.commons.files.models import StoredFile
from conum.domains.booking.operations.importing import (
    OPTIONAL,
    REQUIRED,
    apply_draft,
    drafts_of,
    drop_draft,
    keep_draft,
    preview_draft,
)
from conum.domains.booking.permissions import IMPORT_APPOINTMENTS
from conum.domains.booking.web.forms.imports import ImportForm
from conum.domains.booking.web.tables import IMPORT_COLUMNS, REFUSALS, REFUSALS_FILE
from conum.kernel.errors import ConumError
from conum.kernel.web.exports import export
from conum.kernel.web.views import DetailPage, FormPage

SHOWN = 200


class ImportPage(FormPage):
    """Step 1: the file and what its columns must be; nothing is written."""

    permission = IMPORT_APPOINTMENTS
    form_class = ImportForm
    template_name = "booking/import.html"

    def perform(self, form: Any) -> StoredFile:
        """Keep the file for step 2; what cannot be read at all is refused on the field."""
        try:
            return keep_draft(form.cleaned_data["file"], actor=self.actor, now=self.now)  # type: ignore[arg-type]
        except ConumError as refusal:
            refusal.field = refusal.field or "file"
            raise

    def get_success_url(self) -> str:
        """Go to step 2."""
        return reverse("booking:import_check", kwargs={"pk": self.result.pk})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the columns, those that are needed first."""
        lines = [(name, _("obligatoire"), text) for name, text in REQUIRED.items()]
        lines += [(name, _("facultative"), text) for name, text in OPTIONAL.items()]
        return super().get_context_data(columns=IMPORT_COLUMNS, lines=lines, **kwargs)


class ImportCheckPage(DetailPage):
    """Step 2: what the file would do, by line and column; import the good lines or drop it."""

    permission = IMPORT_APPOINTMENTS
    template_name = "booking/import_check.html"
    start = reverse_lazy("booking:import")

    def rows(self) -> Any:
        """The files that wait in the organisation."""
        return drafts_of(self.actor)  # type: ignore[arg-type]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Check the file again, as bookings may have changed since; `?export=csv` gives all the refusals."""
        self.report = preview_draft(self.object, actor=self.actor, now=self.now)  # type: ignore[arg-type]
        kind = request.GET.get("export")
        if kind in ("csv", "xlsx"):
            return export(kind, "rapport-import-rendez-vous", self.report.refused, REFUSALS_FILE)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the report, its first refusals, and how many more there are."""
        refused = self.report.refused
        told = {"refused": refused[:SHOWN], "more": max(0, len(refused) - SHOWN), "refusals": REFUSALS}
        return super().get_context_data(report=self.report, again=self.start, **told, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Import the good lines, or drop the file."""
        if "drop" in request.POST:
            drop_draft(self.object, actor=self.actor, now=self.now)  # type: ignore[arg-type]
            messages.success(request, _("Fichier abandonné : rien n’a été importé."))
            return HttpResponseRedirect(self.start)
        try:
            report = apply_draft(self.object, actor=self.actor, now=self.now)  # type: ignore[arg-type]
        except ConumError as refusal:
            messages.error(request, refusal.message)
            return HttpResponseRedirect(self.start)
        done = ngettext("%(count)s rendez-vous importé.", "%(count)s rendez-vous importés.", report.to_write)
        messages.success(request, done % {"count": report.to_write})
        return HttpResponseRedirect(reverse("booking:appointments"))
