"""Reporting an error on a place, and the list of what was reported for those who keep it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from conum.domains.places.models import Place, PlaceReport
from conum.domains.places.operations.reports import handle_report, report_error
from conum.domains.places.permissions import HANDLE_REPORTS, reports_visible_to
from conum.domains.places.queries.place_page import published_place
from conum.domains.places.web.filters.reports import ReportFilters
from conum.domains.places.web.forms.report import ReportForm
from conum.domains.places.web.views.finder_cards import place_path
from conum.kernel.ui.tables import Column
from conum.kernel.web.limits import allow, network, too_many
from conum.kernel.web.lists import ListPage
from conum.kernel.web.views import ActionPage, FormPage

A_DAY = 20  # reports from one network
COLUMNS = (
    Column(_("Lieu"), "place.name", sort="lieu", heading=True, link=lambda row: path_of(row.place)),
    Column(_("Sujet"), lambda row: row.get_subject_display()),
    Column(_("Message"), "message"),
    Column(_("Reçu le"), "created_at", sort="date"),
)


def path_of(place: Place) -> str:
    """Return the address of a place's page."""
    return place_path(place.pk, place.name, place.commune_name)


class ReportError(FormPage):
    """`/lieux/<id>/signaler/`: a short form, open to everybody."""

    public = True
    template_name = "places/finder/report.html"
    form_class = ReportForm
    success_message = _("Merci. Les personnes qui tiennent cette page à jour sont prévenues.")

    @cached_property
    def place(self) -> Place:
        """The place of the address; 404 when there is none."""
        place = published_place(self.kwargs["pk"])
        if place is None:
            raise Http404
        return place

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Receive, within the limit of a network."""
        if not allow(f"places.report:{network(request)}", A_DAY, timedelta(days=1), self.now):
            return too_many(request)
        return super().post(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        """Give the instant to the challenge."""
        return super().get_form_kwargs() | {"now": self.now}

    def perform(self, form: Any) -> PlaceReport:
        """Keep and tell."""
        said = {name: form.cleaned_data[name] for name in ("subject", "message", "email")}
        return report_error(place=self.place, now=self.now, **said)

    def get_success_url(self) -> str:
        """Back to the place."""
        return path_of(self.place)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the place."""
        return super().get_context_data(place=self.place, back=path_of(self.place), **kwargs)


class Reports(ListPage):
    """`/lieux/signalements/`: errors not yet handled, on the places of the actor."""

    permission = HANDLE_REPORTS
    template_name = "places/finder/reports.html"
    filterset_class = ReportFilters
    default_sort = "-date"
    sorts: ClassVar = {"date": ("created_at",), "lieu": ("place__name", "created_at")}

    def rows(self) -> QuerySet[PlaceReport]:
        """What the actor sees and is still to be handled."""
        return reports_visible_to(self.actor).filter(handled_at=None).select_related("place")  # type: ignore[arg-type]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the columns."""
        return super().get_context_data(columns_shown=COLUMNS, **kwargs)


class HandleReport(ActionPage):
    """`/lieux/signalements/<id>/traite/`: the page was put right, or there was nothing to do."""

    permission = HANDLE_REPORTS
    question = _("Marquer cette erreur comme traitée ?")
    done = _("L'erreur est marquée comme traitée.")

    def rows(self) -> QuerySet[PlaceReport]:
        """What the actor sees."""
        return reports_visible_to(self.actor)  # type: ignore[arg-type]

    def perform(self) -> None:
        """Mark it."""
        handle_report(report=self.object.pk, actor=self.actor, now=self.now)  # type: ignore[arg-type]

    def back(self) -> str:
        """Back to the list."""
        return reverse("places:reports")
