"""The door of the API: who asks, how often, within which scopes; refusals as JSON with the French sentence."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response, set_response_etag
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.security import HttpBearer

from conum.domains.booking.enums import ApiScope
from conum.domains.booking.models import ApiClient
from conum.domains.booking.operations.api_clients import actor_of, client_of
from conum.domains.booking.operations.refusals import SeatsTaken, SlotTaken
from conum.domains.booking.parameters import API_RATE
from conum.domains.booking.queries.api_rows import slot_of
from conum.kernel.errors import Conflict, ConumError, OutOfSight, PermissionRefused
from conum.kernel.rules import RuleBroken
from conum.kernel.web.limits import allow, network
from conum.kernel.web.views import Guarded

MINUTE = timedelta(minutes=1)
WRONG_TOKENS = 30  # a minute, from one network

api = NinjaAPI(
    title="Rendez-vous d'une structure",
    version="1.0.0",
    description="Motifs, créneaux, rendez-vous, ateliers, inscriptions, permanences et absences d'une structure.",
    docs_url=None,
    urls_namespace="booking_api",
)


class TooMany(Exception):
    """More requests than allowed in a minute."""


class MissingScope(Exception):
    """The token is right, and does not hold this scope."""


class Token(HttpBearer):
    """A token of a client of an organisation, sent as `Authorization: Bearer …`."""

    def __init__(self, scope: ApiScope) -> None:
        self.scope = scope
        super().__init__()

    def authenticate(self, request: HttpRequest, token: str) -> ApiClient | None:
        """Return the client; None when nobody has this token.

        Raises:
            TooMany: asked too often. MissingScope: not within its scopes.
        """
        now = timezone.now()
        client = client_of(token, now=now)
        if client is None:
            if not allow(f"booking-api-wrong:{network(request)}", WRONG_TOKENS, MINUTE, now):
                raise TooMany
            return None
        if not allow(f"booking-api:{client.pk}", API_RATE.on(localdate(now)), MINUTE, now):
            raise TooMany
        if self.scope not in client.scopes:
            raise MissingScope(self.scope.value)
        request.api_actor, request.now = actor_of(client), now
        return client


def may(request: HttpRequest, scope: ApiScope) -> bool:
    """Tell whether the client of a request holds a scope."""
    return scope in request.auth.scopes


class ApiDoor(Guarded):
    """One address: open to whoever shows a token, kept by no cache, answered 304 when nothing changed."""

    public = True
    inner: Callable[..., HttpResponse] | None = None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answer."""
        assert self.inner is not None
        answer = self.inner(request, *args, **kwargs)
        answer["Cache-Control"] = "private, no-store"
        if answer.status_code == 401:
            answer["WWW-Authenticate"] = 'Bearer realm="conum"'
        if request.method != "GET" or answer.status_code != 200:
            return answer
        return _conditional(request, set_response_etag(answer))


def _conditional(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    return get_conditional_response(request, etag=answer["ETag"], response=answer) or answer


def _said(status: int, detail: str, **more: Any) -> Callable[..., HttpResponse]:
    return lambda request, refused: JsonResponse({"detail": detail, **more}, status=status)


@api.exception_handler(AuthenticationError)
def nobody(request: HttpRequest, refused: Exception) -> HttpResponse:
    """Say that the token is missing or dead."""
    return _said(401, _("Ce jeton manque, a expiré ou a été révoqué."))(request, refused)


@api.exception_handler(MissingScope)
def missing(request: HttpRequest, refused: MissingScope) -> HttpResponse:
    """Name the scope."""
    return _said(403, _("Ce jeton n'a pas le droit « {scope} ».").format(scope=refused))(request, refused)


@api.exception_handler(TooMany)
def too_many(request: HttpRequest, refused: TooMany) -> HttpResponse:
    """Say when to come back."""
    answer = _said(429, _("Trop de demandes : réessayez dans une minute."))(request, refused)
    answer["Retry-After"] = "60"
    return answer


@api.exception_handler(ValidationError)
def not_read(request: HttpRequest, refused: ValidationError) -> HttpResponse:
    """Name the first field that is not as the document says."""
    where = [str(part) for part in refused.errors[0].get("loc", ()) if part not in ("body", "query", "path")]
    field = where[-1] if where else ""
    told = _("Le champ « {field} » n'est pas comme le document le dit.").format(field=".".join(where[-2:]) or "corps")
    return _said(422, told, field=field)(request, refused)


@api.exception_handler(HttpError)
def not_json(request: HttpRequest, refused: HttpError) -> HttpResponse:
    """Say that the body is not JSON."""
    return _said(refused.status_code, _("Le corps de la demande n'est pas du JSON."))(request, refused)


@api.exception_handler(ConumError)
def refuse(request: HttpRequest, refused: ConumError) -> HttpResponse:
    """Say what the rule, the state or another person refuses."""
    if isinstance(refused, OutOfSight | PermissionRefused):
        return _said(404, _("Rien ne porte cet identifiant dans votre structure."))(request, refused)
    more: dict[str, Any] = {"field": refused.field}
    if isinstance(refused, RuleBroken):
        more["rule"] = refused.rule_id
    if isinstance(refused, SlotTaken):
        more["slots"] = [slot_of(slot) for slot in refused.slots]
    if isinstance(refused, SeatsTaken):
        more["free"] = refused.free
    return _said(409 if isinstance(refused, Conflict) else 422, refused.message, **more)(request, refused)
