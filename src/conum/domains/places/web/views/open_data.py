"""The open data of places: a page, the files of the day, the dated dumps."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import content_disposition_header, http_date, quote_etag
from django.utils.timezone import localdate
from pydantic import ValidationError

from conum.commons.files import queries as files
from conum.commons.territories.models import Department
from conum.domains.places.enums import (
    AccessMode,
    Audience,
    Fee,
    Itinerance,
    NationalScheme,
    Service,
    SpecialSupport,
    SupportMode,
    TrainingLabel,
    Typology,
)
from conum.domains.places.parameters import PRODUCER_ID
from conum.domains.places.queries.api import state_of_places
from conum.domains.places.queries.dumps import dumps
from conum.domains.places.queries.export import ENDINGS, exported_places, file_name, written
from conum.domains.places.web.api.asked import TIMED, Asked, read_asked
from conum.domains.places.web.api.refusals import refused
from conum.kernel.web.views import Guarded, Page

TYPES = {"csv": "text/csv; charset=utf-8", "json": "application/json", "geojson": "application/geo+json"}
KEPT_SECONDS, TIMED_SECONDS = 3600, 60
SELECTION = "selection"
FILTERS = {
    "service": Service,
    "public": Audience,
    "prise_en_charge": SpecialSupport,
    "frais": Fee,
    "dispositif": NationalScheme,
    "acces": AccessMode,
    "accompagnement": SupportMode,
    "itinerance": Itinerance,
    "label": TrainingLabel,
    "typologie": Typology,
}


class OpenDataPage(Page):
    """What may be taken, how, and under which licence."""

    public = True
    template_name = "places/open_data.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Count the places, list the dumps and the codes of the API's filters."""
        filters = [(name, [(member.value, member.label) for member in members]) for name, members in FILTERS.items()]
        known = {"places": exported_places().count(), "dumps": dumps()[:7], "filters": filters}
        return super().get_context_data(**known, departments=Department.objects.order_by("code"), **kwargs)


class PlacesDownload(Guarded):
    """`/donnees-ouvertes/lieux.csv?departement=87`: places shown, streamed, cacheable, by the filters of the API."""

    public = True

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Stream the file, say that nothing changed, or which filter is not accepted."""
        form = self.kwargs["form"]
        if form not in ENDINGS:
            raise Http404
        department = self._department()
        try:
            asked = read_asked(request.GET)
        except ValidationError as error:
            return refused(error.errors(), request.GET)
        timed = not TIMED.isdisjoint(request.GET)  # the clock changes the answer: it is not asked whether places did
        changed, state = state_of_places()
        changed = changed or datetime(2021, 1, 1, tzinfo=UTC)
        tag = quote_etag(f"{state}-{form}-{department}-{localdate(self.now)}")  # what is booked changes by itself
        if not timed:
            early = get_conditional_response(request, etag=tag, last_modified=int(changed.timestamp()))
            if early is not None:
                return early
        rows = asked.wanted(self.now).rows()
        answer = StreamingHttpResponse(written(rows, form, self.now), content_type=TYPES[form])
        name = file_name(
            form, localdate(changed), PRODUCER_ID.on(localdate(self.now)), self._territory(asked, department)
        )
        answer["Content-Disposition"] = content_disposition_header(True, name)
        if not timed:
            answer["ETag"], answer["Last-Modified"] = tag, http_date(changed.timestamp())
        answer["Access-Control-Allow-Origin"] = "*"
        patch_cache_control(answer, public=True, max_age=TIMED_SECONDS if timed else KEPT_SECONDS)
        return answer  # type: ignore[return-value]

    def _territory(self, asked: Asked, department: str) -> str:
        """What the name of the file says: all the country, one département, or a selection."""
        return SELECTION if asked.is_selection else department or "france"

    def _department(self) -> str:
        code = self.request.GET.get("departement", "").replace("\x00", "")
        if code and not Department.objects.filter(pk=code).exists():
            raise Http404
        return code


class DumpDownload(Guarded):
    """A dated dump, as it was made that day."""

    public = True

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Stream the kept file."""
        return files.response(get_object_or_404(dumps(), pk=self.kwargs["pk"]))  # type: ignore[return-value]
