"""Screens of an import of places: choose a file, read what it would do, import the good lines or drop it."""

from __future__ import annotations

import io
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conum.commons.files.models import StoredFile
from conum.domains.places.operations.importing import (
    ReportFile,
    apply_draft,
    drafts,
    drop_draft,
    keep_draft,
    preview_draft,
    source_of,
)
from conum.domains.places.permissions import IMPORT_PLACES
from conum.domains.places.web.forms.imports import ImportForm
from conum.domains.places.web.tables.imports import CHANGES, FINDINGS
from conum.kernel.errors import ConumError
from conum.kernel.web.views import DetailPage, FormPage


class ImportPage(FormPage):
    """Step 1: the file and its source; nothing is written."""

    permission = IMPORT_PLACES
    form_class = ImportForm
    template_name = "places/imports/start.html"

    def perform(self, form: Any) -> StoredFile:
        """Keep the file for step 2; what cannot be read at all is refused on the field."""
        assert self.actor is not None
        data = form.cleaned_data
        try:
            return keep_draft(data["file"], source=data["source"], actor=self.actor, now=self.now)
        except ConumError as refusal:
            refusal.field = refusal.field or "file"
            raise

    def get_success_url(self) -> str:
        """Go to step 2."""
        return reverse("places:import_check", kwargs={"pk": self.result.pk})


class OfDraft(DetailPage):
    """What the two views on a draft share: the drafts that wait."""

    permission = IMPORT_PLACES

    def rows(self) -> Any:
        """The drafts of the last day."""
        return drafts()


class ImportCheckPage(OfDraft):
    """Step 2: what the file would do, by line and column; import the good lines or drop it."""

    template_name = "places/imports/check.html"
    start = reverse_lazy("places:import")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Check the file again: places may have changed since."""
        assert self.actor is not None
        report = preview_draft(self.object, actor=self.actor, now=self.now)
        tables = {"findings": FINDINGS, "changes": CHANGES, "kinds": report.notice_counts().most_common()}
        more = max(0, report.refused - len({remark.line for remark in report.refusals}))
        source = source_of(self.object)
        return super().get_context_data(report=report, source=source, more=more, again=self.start, **tables, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Import the good lines, or drop the file."""
        assert self.actor is not None
        if "drop" in request.POST:
            drop_draft(self.object, actor=self.actor, now=self.now)
            messages.success(request, _("Fichier abandonné : rien n’a été importé."))
            return HttpResponseRedirect(self.start)
        try:
            report = apply_draft(self.object, actor=self.actor, now=self.now)
        except ConumError as refusal:
            messages.error(request, refusal.message)
            return HttpResponseRedirect(self.start)
        done = ngettext("%(count)s lieu écrit.", "%(count)s lieux écrits.", report.to_write)
        messages.success(request, done % {"count": report.to_write})
        return HttpResponseRedirect(self.start)


class ImportReportFile(OfDraft):
    """The whole report, as a CSV."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Check the file and write down all that is found."""
        assert self.actor is not None
        out = io.StringIO()
        preview_draft(self.object, actor=self.actor, now=self.now, sink=ReportFile(out))
        answer = HttpResponse("\ufeff" + out.getvalue(), content_type="text/csv; charset=utf-8")
        answer["Content-Disposition"] = 'attachment; filename="rapport-import-lieux.csv"'
        return answer
