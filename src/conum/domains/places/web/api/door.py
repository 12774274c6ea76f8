"""The public API of places: read only, paged, cacheable, described by its OpenAPI document.

django-ninja reads the parameters, writes the answers and the document; each of its addresses is a door of ours,
public, limited in rate and conditional (`ETag`, `Last-Modified`).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, path
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import http_date, quote_etag
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI, Query, Schema
from ninja.errors import ValidationError
from pydantic import Field, create_model

from conum.domains.places.enums import Precision
from conum.domains.places.queries.api import api_place, api_places, places_in_window, state_of_places
from conum.domains.places.rules.columns import COLUMNS
from conum.domains.places.web.api.asked import TIMED, Asked
from conum.domains.places.web.api.refusals import refused
from conum.kernel.web.limits import allow, network
from conum.kernel.web.views import Guarded

PREFIX = "/api/v1/"
LIBRARY_PAGES = ("api-root", "openapi-json")  # ours instead
PER_MINUTE = 300
KEPT_SECONDS, TIMED_SECONDS = 300, 60
PAGE = 100
MOST = 1000

api = NinjaAPI(
    title="Lieux de médiation numérique",
    version="1.0.0",
    description="Lieux publics, au standard national v1.0.2. Licence Ouverte 2.0.",
    docs_url=None,
    urls_namespace="places_api",
)
_FIELDS: dict[str, Any] = dict.fromkeys(COLUMNS, (str | None, None))
_FIELDS |= dict.fromkeys(("latitude", "longitude"), (float | None, None)) | {"id": (str, ...)}
_FIELDS["precision"] = (
    Precision | None,
    Field(None, description="Ce qu'est le point : `commune` n'est que le centre de la commune, jamais une adresse."),
)
Lieu = create_model("Lieu", __base__=Schema, **_FIELDS)


class Lieux(Schema):
    """A page of places; `suivant` is the cursor of the next one."""

    lieux: list[Lieu]  # type: ignore[valid-type]
    suivant: UUID | None = None


class Point(Schema):
    """GeoJSON point: longitude, latitude."""

    type: str = "Point"
    coordinates: list[float]


class Feature(Schema):
    """GeoJSON feature."""

    type: str = "Feature"
    id: str
    geometry: Point | None
    properties: dict[str, Any]


class FeatureCollection(Schema):
    """GeoJSON collection (RFC 7946)."""

    type: str = "FeatureCollection"
    features: list[Feature]


class Refusal(Schema):
    """A parameter that is not accepted, and why."""

    parametre: str
    message: str


class Fault(Schema):
    """Why there is no answer, in French; `erreurs` by parameter when the request itself is wrong."""

    detail: str
    erreurs: list[Refusal] | None = None


class Window(Schema):
    """A rectangle in degrees (WGS 84)."""

    ouest: float = Field(ge=-180, le=180)
    sud: float = Field(ge=-90, le=90)
    est: float = Field(ge=-180, le=180)
    nord: float = Field(ge=-90, le=90)


@api.exception_handler(ValidationError)
def not_read(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Say in French which parameters are not accepted."""
    return refused(error.errors, request.GET)


def now_of(request: HttpRequest) -> datetime:
    """Return the instant of the request, set by its door."""
    instant: datetime = request.instant  # type: ignore[attr-defined]
    return instant


@api.get("lieux", response={200: Lieux, 422: Fault, 429: Fault}, exclude_none=True, operation_id="lieux")
def list_places(
    request: HttpRequest,
    asked: Query[Asked],
    curseur: UUID | None = None,
    taille: Annotated[int, Query(ge=1, le=MOST)] = PAGE,
) -> dict[str, Any]:
    """List places, paged by cursor."""
    rows, following = api_places(asked.wanted(now_of(request)), after=curseur, size=taille)
    return {"lieux": rows, "suivant": following}


@api.get("lieux.geojson", response={200: FeatureCollection, 422: Fault, 429: Fault}, operation_id="lieux_geojson")
def window(request: HttpRequest, asked: Query[Asked], fenetre: Query[Window]) -> dict[str, Any]:
    """Give the places of a rectangle, a thousand at most, as GeoJSON."""
    box = (fenetre.ouest, fenetre.sud, fenetre.est, fenetre.nord)
    return {"features": places_in_window(asked.wanted(now_of(request)), box, MOST)}


@api.get(
    "lieux/{identifiant}",
    response={200: Lieu, 404: Fault, 422: Fault, 429: Fault},
    exclude_none=True,
    operation_id="lieu",
)
def one_place(request: HttpRequest, identifiant: str) -> Any:
    """Give one place by its published identifier, for ever; a merged place answers with the one that was kept."""
    found = api_place(identifiant)
    return found if found is not None else (404, {"detail": _("Aucun lieu ne porte cet identifiant.")})


class ApiDoor(Guarded):
    """One address of the API: open to all, limited in rate, answered 304 when nothing changed."""

    public = True
    inner: Callable[..., HttpResponse] | None = None

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answer, or say that nothing changed, or to come back later."""
        if not allow(f"places-api:{network(request)}", PER_MINUTE, timedelta(minutes=1), self.now):
            answer = JsonResponse({"detail": _("Trop de demandes : réessayez dans une minute.")}, status=429)
            answer["Retry-After"] = "60"
            return answer
        request.instant = self.now  # type: ignore[attr-defined]
        assert self.inner is not None
        if not TIMED.isdisjoint(request.GET):  # the clock changes the answer, which no state of the places tells
            return opened(self.inner(request, *args, **kwargs), TIMED_SECONDS)
        changed, state = state_of_places()
        tag = quote_etag(state)
        early = get_conditional_response(request, etag=tag, last_modified=int(changed.timestamp()) if changed else None)
        if early is not None:
            return early
        answer = self.inner(request, *args, **kwargs)
        if answer.status_code == 200:
            answer["ETag"] = tag
            if changed:
                answer["Last-Modified"] = http_date(changed.timestamp())
        return opened(answer, KEPT_SECONDS)


def opened(answer: HttpResponse, seconds: int) -> HttpResponse:
    """Return an answer that pages of other sites may read, kept so many seconds when it is one."""
    if answer.status_code == 200:
        patch_cache_control(answer, public=True, max_age=seconds)
    answer["Access-Control-Allow-Origin"] = "*"
    return answer


def document(request: HttpRequest) -> HttpResponse:
    """Give the OpenAPI document."""
    return JsonResponse(api.get_openapi_schema(path_prefix=PREFIX))


def _door(inner: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Return the door of an address; it only reads, so another method is 405 rather than a missing form token."""
    return csrf_exempt(ApiDoor.as_view(inner=inner))  # type: ignore


def doors() -> list[URLPattern]:
    """Return the addresses of the API, each behind its door."""
    inner = [entry for entry in api.urls[0] if isinstance(entry, URLPattern) and entry.name not in LIBRARY_PAGES]
    found = [path(f"{PREFIX[1:]}{entry.pattern}", _door(entry.callback), name=f"api_{entry.name}") for entry in inner]
    return [path(f"{PREFIX[1:]}openapi.json", _door(document), name="api_document"), *found]
