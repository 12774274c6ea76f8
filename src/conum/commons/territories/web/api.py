"""Communes for the combobox of forms, and for anyone: public, cacheable, small."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, JsonResponse
from django.utils.cache import patch_cache_control

from conum.commons.territories.models import Commune
from conum.commons.territories.queries import search_communes
from conum.kernel.web.views import Guarded

SHOWN = 8
KEPT_SECONDS = 24 * 3600


class CommunesFound(Guarded):
    """`/territoires/communes?q=limo`: the communes a beginning of name or of postcode may mean."""

    public = True

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> JsonResponse:
        """Answer at most eight communes; browsers and proxies may keep the answer for a day."""
        found = search_communes(request.GET.get("q", ""), limit=SHOWN)
        response = JsonResponse({"communes": [as_json(commune) for commune in found]})
        patch_cache_control(response, public=True, max_age=KEPT_SECONDS)
        return response


def as_json(commune: Commune) -> dict[str, Any]:
    """Return what the endpoint says of a commune; `label` is what a form reads back."""
    return {
        "code": commune.code,
        "name": commune.name,
        "label": commune.label,
        "department": str(commune.department),
        "postcodes": commune.postcodes,
        "population": commune.population,
        "latitude": commune.latitude,
        "longitude": commune.longitude,
        "precision": commune.precision,
    }
