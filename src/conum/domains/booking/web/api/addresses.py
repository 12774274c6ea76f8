"""The addresses of the API, each behind its door."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from conum.domains.booking.web.api import reading, writing
from conum.domains.booking.web.api.door import ApiDoor, api

PREFIX = "/api/v1/agenda/"
LIBRARY_PAGES = ("api-root", "openapi-json")  # ours instead
DECLARED = (reading, writing)  # their functions are the addresses


@require_safe
def document(request: HttpRequest) -> HttpResponse:
    """Give the OpenAPI document."""
    return JsonResponse(api.get_openapi_schema(path_prefix=PREFIX))


def _door(inner: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Return the door of an address; a token is no cookie: no page can send it in a person's name."""
    return csrf_exempt(ApiDoor.as_view(inner=inner))  # type: ignore


def doors() -> list[URLPattern]:
    """Return the addresses of the API."""
    inner = [entry for entry in api.urls[0] if isinstance(entry, URLPattern) and entry.name not in LIBRARY_PAGES]
    found = [path(f"{PREFIX[1:]}{entry.pattern}", _door(entry.callback), name=f"api_{entry.name}") for entry in inner]
    return [path(f"{PREFIX[1:]}openapi.json", _door(document), name="api_document"), *found]
