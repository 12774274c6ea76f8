"""The places of a search as a file: same text, same filters, same places as the list and the map."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.utils.timezone import localdate

from conum.domains.places.parameters import PRODUCER_ID
from conum.domains.places.queries.export import ENDINGS, file_name, written
from conum.domains.places.queries.finder import places_found
from conum.domains.places.queries.finder_wish import Here
from conum.domains.places.web.views.finder import FinderPage
from conum.domains.places.web.views.open_data import SELECTION, TYPES
from conum.kernel.web.limits import allow, network, too_many

AN_HOUR = 120  # files made for one network


class FinderDownload(FinderPage):
    """`/trouver/lieux.csv?ou=Limoges&service=employment`: CSV of the schema v1.0.2, JSON or GeoJSON."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Stream the file; 404 for another format, or when what was typed is not understood."""
        form, asked = self.kwargs["form"], self.where
        if form not in ENDINGS or asked.here is None and (asked.text or self.asked.problem):
            raise Http404
        if not allow(f"finder.files:{network(request)}", AN_HOUR, timedelta(hours=1), self.now):
            return too_many(request)
        rows = places_found(asked.here or Here(), self.wish, self.now, zone=asked.zone)
        answer = StreamingHttpResponse(written(rows, form, self.now), content_type=TYPES[form])
        today = localdate(self.now)
        name = file_name(form, today, PRODUCER_ID.on(today), SELECTION)
        answer["Content-Disposition"] = content_disposition_header(True, name)
        return answer
