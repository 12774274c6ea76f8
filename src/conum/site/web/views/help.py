"""The former address of help near home: it leads to the finder, what was typed with it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse

from conum.kernel.web.views import Guarded


class HelpNearby(Guarded):
    """`/trouver-de-l-aide/`: kept for the links that were printed and shared."""

    public = True

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Lead to the finder."""
        asked = request.GET.get("commune", "").replace("\x00", "").strip()[:120]
        query = f"?{urlencode({'ou': asked})}" if asked else ""
        return HttpResponsePermanentRedirect(f"{reverse('places:finder')}{query}")
