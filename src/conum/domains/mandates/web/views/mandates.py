"""Mandates of an organisation: list, page, paper, export, revocation, the citizen's sheet."""

from __future__ import annotations

from typing import Any, ClassVar

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy

from conum.commons.beneficiaries.models import Beneficiary
from conum.commons.files.models import StoredFile
from conum.commons.files.web.views.serving import FileView
from conum.domains.mandates.enums import MandateState
from conum.domains.mandates.models import Mandate
from conum.domains.mandates.operations import exporting, papers, revoking
from conum.domains.mandates.permissions.mandates import (
    MANDATE_EXPORT,
    MANDATE_READ,
    MANDATE_REVOKE,
    mandates_visible_to,
    preparations_visible_to,
    transfers_visible_to,
)
from conum.domains.mandates.queries.mandates import keep_paper_until, last_day, listed, state_of
from conum.domains.mandates.queries.team import active_helper
from conum.domains.mandates.queries.trail import of_mandate
from conum.domains.mandates.web.filters.mandates import MandateFilters
from conum.domains.mandates.web.forms.mandates import ExportForm
from conum.domains.mandates.web.tables.mandates import EXPORT, MANDATES
from conum.domains.mandates.web.views.revoking import Ending
from conum.kernel.web.exports import Column, export
from conum.kernel.web.limits import client_address
from conum.kernel.web.lists import ListPage
from conum.kernel.web.views import DetailPage, FormPage, ObjectFormPage


class MandateList(ListPage):
    """Mandates of the organisation acted for, latest first; readable one year after their end (MAN-18)."""

    permission = MANDATE_READ
    template_name = "mandates/mandates.html"
    filterset_class = MandateFilters
    sorts: ClassVar = {
        "signature": ("starts_at",),
        "fin": ("expires_at",),
        "nom": ("beneficiary__family_name", "beneficiary__given_names"),
    }
    default_sort = "-signature"

    def rows(self) -> Any:
        """The mandates in sight."""
        return listed(mandates_visible_to(self.actor), self.now)  # type: ignore[arg-type]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the columns, and what waits: preparations still open, transfers to answer."""
        actor: Any = self.actor
        open_now = preparations_visible_to(actor, self.now).filter(
            expires_at__gt=self.now, stopped_at=None, organisation=actor.organisation_id
        )
        waiting = transfers_visible_to(actor).filter(to_organisation=actor.organisation_id)
        return super().get_context_data(
            columns_shown=MANDATES,
            preparations=open_now.exclude(pk__in=signed(open_now)),
            transfers=waiting.filter(state__in=["proposed", "accepted"]).count(),
            helper=active_helper(actor, self.now),
            export=f"?{self.request.GET.urlencode()}",
            **kwargs,
        )


def signed(preparations: Any) -> Any:
    """Return the identifiers of those already signed."""
    return Mandate.objects.filter(preparation_id__in=preparations.values("pk")).values("preparation_id")


class MandateDetail(DetailPage):
    """One mandate: its groups, its paper, its story, and what may be done now."""

    permission = MANDATE_READ
    template_name = "mandates/mandate.html"

    def rows(self) -> Any:
        """The mandates in sight."""
        return listed(mandates_visible_to(self.actor), self.now)  # type: ignore[arg-type]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the authorisations with their state, and the journal."""
        mandate = self.object
        active = mandate.state == MandateState.ACTIVE
        helper = active_helper(self.actor, self.now)  # type: ignore[arg-type]
        open_transfer = mandate.transfers.filter(state__in=["proposed", "accepted"]).first()
        return super().get_context_data(
            last_day=last_day(mandate.expires_at),
            keep_paper_until=keep_paper_until(mandate.expires_at),
            authorisations=[(one, state_of(one, self.now)) for one in mandate.authorisations.all()],
            trail=of_mandate(mandate),
            may_revoke=active and helper is not None,
            may_renew=helper is not None,
            may_transfer=active and helper is not None and open_transfer is None,
            open_transfer=open_transfer,
            code=papers.spaced(mandate.document.code) if hasattr(mandate, "document") else "",
            **kwargs,
        )


class Paper(FileView):
    """The PDF of a mandate, for the organisation."""

    permission = MANDATE_READ

    def rows(self) -> Any:
        """The mandates in sight."""
        return listed(mandates_visible_to(self.actor), self.now)  # type: ignore[arg-type]

    def file_of(self, row: Any) -> StoredFile | None:
        """The paper, None once erased."""
        return row.document.file if hasattr(row, "document") else None

    def served(self, file: StoredFile) -> None:
        """Journal the copy."""
        paper, address = self.object.document, client_address(self.request)
        papers.note_read(paper, actor=self.actor, now=self.now, address=address)


class Revoke(Ending, ObjectFormPage):
    """End some authorisations of a mandate, or all."""

    permission = MANDATE_REVOKE
    template_name = "mandates/revoke.html"
    success_message = gettext_lazy("C'est fait : plus aucune démarche n'est possible sur ces autorisations.")

    def rows(self) -> Any:
        """The mandates in sight."""
        return listed(mandates_visible_to(self.actor), self.now)  # type: ignore[arg-type]

    @property
    def revoked(self) -> Any:
        """The mandate of the page."""
        return self.object

    def perform(self, form: Any) -> int:
        """Revoke."""
        actor: Any = self.actor
        return revoking.revoke(
            self.object.pk,
            form.cleaned_data["procedures"],
            actor=actor,
            now=self.now,
            address=client_address(self.request),
        )

    def get_success_url(self) -> str:
        """Back to the mandate."""
        return reverse("mandates:mandate", args=[self.object.pk])


class Citizen(DetailPage):
    """The sheet of a citizen: every mandate with this organisation, and what may be done."""

    permission = MANDATE_READ
    template_name = "mandates/citizen_sheet.html"

    def rows(self) -> Any:
        """The citizens who have a readable mandate with the organisation acted for."""
        mine = listed(mandates_visible_to(self.actor), self.now)  # type: ignore[arg-type]
        return Beneficiary.objects.filter(pk__in=mine.order_by().values("beneficiary"))

    @property
    def object(self) -> Any:
        """The citizen; the permission speaks of mandates, and the rows are already those of the organisation."""
        if not hasattr(self, "_object"):
            self._object = self.found()
        return self._object

    def found(self) -> Beneficiary:
        """Return the row, 404 when unseen."""
        row = self.rows().filter(pk=self.kwargs["pk"]).first()
        if row is None:
            raise Http404
        return row

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the mandates."""
        mine = listed(mandates_visible_to(self.actor), self.now)  # type: ignore[arg-type]
        rows = mine.filter(beneficiary=self.object).order_by("-starts_at", "pk")
        former = self.object.former_names.order_by("-until")
        return super().get_context_data(columns_shown=MANDATES[1:], rows=rows, former=former, **kwargs)


class Export(FormPage):
    """The list as a file, once the reason is said (PRI-11)."""

    permission = MANDATE_EXPORT
    template_name = "mandates/export.html"
    form_class = ExportForm

    def form_valid(self, form: Any) -> HttpResponse:
        """Journal the reason and give the file, marked with who, when and why."""
        actor: Any = self.actor
        rows = MandateFilters(self.request.GET or None, queryset=self.listed(), request=self.request).qs
        reason = form.cleaned_data["reason"]
        mark = exporting.note(reason, rows.count(), actor=actor, now=self.now, address=client_address(self.request))
        columns = [*EXPORT, Column("Exporté par", lambda row: mark)]
        return export(form.cleaned_data["kind"], "mandats", rows.iterator(chunk_size=2000), columns)  # type: ignore

    def listed(self) -> Any:
        """The mandates in sight, latest first."""
        return listed(mandates_visible_to(self.actor), self.now).order_by("-starts_at", "pk")  # type: ignore[arg-type]
