"""Screens of the imports: choose a file, read what it would do, confirm or drop."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from conum.commons.territories.enums import ImportKind
from conum.commons.territories.models import ImportDraft
from conum.commons.territories.operations import apply_draft, drop_draft, keep_draft, preview_draft
from conum.commons.territories.permissions import IMPORT_REFERENCE
from conum.commons.territories.queries import import_status, reference_loads
from conum.commons.territories.web.forms import ImportForm
from conum.commons.territories.web.tables import EXPECTED, REFUSALS
from conum.kernel.errors import ConumError
from conum.kernel.web.views import DetailPage, FormPage, Page

SHOWN_REFUSALS = 200
KINDS = {"fragilite": ImportKind.FRAGILITY, "zones": ImportKind.ZONES}
COLUMNS = {
    ImportKind.FRAGILITY: (
        ("niveau", gettext_lazy("departement, epci, commune ou iris"), "commune"),
        ("code", gettext_lazy("code du territoire"), "87085"),
        ("version", gettext_lazy("v1 (100 = moyenne) ou v2 (de 1 à 10)"), "v2"),
        ("date", gettext_lazy("jour de la mesure"), "2024-03-01"),
        ("score", gettext_lazy("nombre, virgule ou point"), "6,4"),
        ("source", gettext_lazy("facultative : remplace celle du formulaire"), ""),
    ),
    ImportKind.ZONES: (
        ("zonage", gettext_lazy("qpv, zrr ou frr"), "qpv"),
        ("commune", gettext_lazy("code INSEE"), "87085"),
        ("debut", gettext_lazy("premier jour"), "01/01/2024"),
        ("fin", gettext_lazy("dernier jour, facultative"), ""),
        ("code_quartier", gettext_lazy("pour un QPV, facultative"), "QN08701M"),
        ("nom_quartier", gettext_lazy("pour un QPV, facultative"), "Beaubreuil"),
        ("source", gettext_lazy("facultative : remplace celle du formulaire"), ""),
    ),
}


class ImportsPage(Page):
    """What was imported so far, and the way to import more."""

    permission = IMPORT_REFERENCE
    template_name = "territories/imports.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give each kind of data with its state and address."""
        names = {kind: name for name, kind in KINDS.items()}
        known = [(status, reverse("territories:import", args=[names[status.kind]])) for status in import_status()]
        return super().get_context_data(known=known, loads=reference_loads(), **kwargs)


class ImportPage(FormPage):
    """Step 1: the file and its source; nothing is written."""

    permission = IMPORT_REFERENCE
    form_class = ImportForm
    template_name = "territories/import.html"

    @property
    def kind(self) -> ImportKind:
        """What is imported, from the address."""
        if self.kwargs["kind"] not in KINDS:
            raise Http404
        return KINDS[self.kwargs["kind"]]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the columns expected."""
        return super().get_context_data(kind=self.kind, expected=EXPECTED, columns=COLUMNS[self.kind], **kwargs)

    def perform(self, form: Any) -> ImportDraft:
        """Keep the file for step 2; what cannot be read at all is refused on the field."""
        file = form.cleaned_data["file"]
        try:
            return keep_draft(
                self.kind.value,
                file.read(),
                file_name=file.name,
                source=form.cleaned_data["source"],
                actor=self.actor,
                now=self.now,
            )
        except ConumError as refusal:
            refusal.field = refusal.field or "file"
            raise

    def get_success_url(self) -> str:
        """Go to step 2."""
        return reverse("territories:import-check", kwargs={"pk": self.result.pk})


class ImportCheckPage(DetailPage):
    """Step 2: what the file would do, line by line for what is refused; confirm or drop."""

    permission = IMPORT_REFERENCE
    template_name = "territories/import_check.html"

    def rows(self) -> Any:
        """The drafts of the last day (the operation drops older ones)."""
        return ImportDraft.objects.all()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Check the file again: the tables may have changed since."""
        assert self.actor is not None
        report = preview_draft(self.object, actor=self.actor, now=self.now)
        more = max(0, len(report.refused) - SHOWN_REFUSALS)
        shown = report.refused[:SHOWN_REFUSALS]
        found = {"report": report, "refused": shown, "more": more, "again": self.again()}
        return super().get_context_data(refusals=REFUSALS, **found, **kwargs)

    def again(self) -> str:
        """The address of step 1 for the same content."""
        name = next(name for name, kind in KINDS.items() if kind == self.object.kind)
        return reverse("territories:import", kwargs={"kind": name})

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Write the good lines, or drop the file."""
        assert self.actor is not None
        back = self.again()
        if "drop" in request.POST:
            drop_draft(self.object.pk, actor=self.actor)
            messages.success(request, _("Fichier abandonné : rien n’a été importé."))
            return HttpResponseRedirect(back)
        try:
            report = apply_draft(self.object.pk, actor=self.actor, now=self.now)
        except ConumError as refusal:
            messages.error(request, refusal.message)
            return HttpResponseRedirect(back)
        done = ngettext("%(count)s ligne importée.", "%(count)s lignes importées.", report.to_write)
        messages.success(request, done % {"count": report.to_write})
        return HttpResponseRedirect(back)
