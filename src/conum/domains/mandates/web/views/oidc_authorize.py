"""The authorization endpoint: the request is read, checked, and kept in the session while the helper chooses."""

from __future__ import annotations

import secrets
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any, ClassVar
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_exempt
from oauth2_provider.exceptions import FatalClientError, OAuthToolkitError
from oauth2_provider.views.mixins import OAuthLibMixin

from conum.domains.mandates.permissions.oidc import ACT_FOR_CITIZEN
from conum.domains.mandates.rules import oidc as rules
from conum.domains.mandates.web.adapters.issuer import issuer
from conum.kernel.web.views import Guarded

JOURNEYS_KEY = "oidc_journeys"  # session: what relying parties asked, while the helper chooses
MOST_JOURNEYS = 5
JOURNEY_SECONDS = 1200
LONGEST = {"nonce": 500, "claims": 4000, "state": 2000}


@dataclass(frozen=True)
class Journey:
    """What a relying party asked, between its request and the helper's choice.

    Attributes:
        started_at: seconds since 1970.
        prove_after: the second factor must be proved since that instant, in seconds; None when nothing says so.
    """

    client_id: str
    redirect_uri: str
    state: str
    nonce: str
    scopes: list[str]
    claims: dict[str, Any]
    code_challenge: str
    started_at: float
    prove_after: float | None = None

    @property
    def not_before(self) -> datetime | None:
        """`prove_after` as an instant."""
        return None if self.prove_after is None else datetime.fromtimestamp(self.prove_after, UTC)


def keep(request: HttpRequest, journey: Journey) -> str:
    """Keep a journey in the session; returns its identifier. A browser follows a few at once, the oldest goes."""
    name = secrets.token_urlsafe(16)
    journeys = request.session.get(JOURNEYS_KEY, {})
    journeys[name] = asdict(journey)
    recent = sorted(journeys, key=lambda each: journeys[each]["started_at"])[-MOST_JOURNEYS:]
    request.session[JOURNEYS_KEY] = {each: journeys[each] for each in recent}
    return name


def kept(request: HttpRequest, name: str, now: datetime) -> Journey | None:
    """Return a journey of this session, None when it is over or of another session."""
    found = request.session.get(JOURNEYS_KEY, {}).get(name)
    if found is None or now.timestamp() - found["started_at"] > JOURNEY_SECONDS:
        return None
    return Journey(**found)


def forget(request: HttpRequest, name: str) -> None:
    """A journey is over: it gives one code at most."""
    journeys = request.session.get(JOURNEYS_KEY, {})
    journeys.pop(name, None)
    request.session[JOURNEYS_KEY] = journeys


def back(redirect_uri: str, state: str | None, **answer: str) -> HttpResponseRedirect:
    """Send the browser back to a registered address, with the state it gave and who answers (RFC 9207)."""
    given = {**answer, **({"state": state} if state else {}), "iss": issuer()}
    mark = "&" if "?" in redirect_uri else "?"
    return HttpResponseRedirect(f"{redirect_uri}{mark}{urlencode(given)}")


@method_decorator(csrf_exempt, name="dispatch")
class Authorize(OAuthLibMixin, Guarded):
    """Authorization request (OpenID Connect Core 1.0 section 3.1.2), by address or by form."""

    public = True
    http_method_names: ClassVar[list[str]] = ["get", "post"]

    def get(self, request: HttpRequest) -> HttpResponseBase:
        """Read the request from the address."""
        return self.begin(request.GET)

    def post(self, request: HttpRequest) -> HttpResponseBase:
        """Read the request from a form."""
        return self.begin(request.POST)

    def begin(self, given: QueryDict) -> HttpResponseBase:
        """Refuse here what cannot be sent back, send back what can, let the helper choose otherwise."""
        try:
            scopes, credentials = self.validate_authorization_request(self.request)
        except FatalClientError as fault:
            return self.refused(fault.oauthlib_error.error)
        except OAuthToolkitError as fault:
            wrong = fault.oauthlib_error  # client and address were found right first: anything else is fatal
            told = {"error_description": wrong.description} if wrong.description else {}
            return back(given["redirect_uri"], given.get("state"), error=wrong.error, **told)
        except ValueError:
            return self.refused("invalid_request")
        redirect_uri, state = credentials["redirect_uri"], credentials["state"]
        if fault := _fault(given, credentials):
            return back(redirect_uri, state, error=fault)
        if "none" in credentials["prompt"]:
            signed_in = ACT_FOR_CITIZEN.allows(self.actor)
            return back(redirect_uri, state, error="interaction_required" if signed_in else "login_required")
        if self.actor is not None and not ACT_FOR_CITIZEN.allows(self.actor):
            return render(self.request, "mandates/oidc/other_role.html", {"going": self._address(given)}, status=403)
        name = keep(self.request, self._journey(given, scopes, credentials))
        return HttpResponseRedirect(reverse("mandates:oidc_citizens", args=[name]))

    def refused(self, error: str) -> HttpResponse:
        """Say that the service sent a request nobody can answer; the browser is not sent to an unknown address."""
        return render(self.request, "mandates/oidc/refused.html", {"error": error}, status=400)

    def _address(self, given: QueryDict) -> str:
        return f"{reverse('mandates:oidc_authorize')}?{given.urlencode()}"

    def _journey(self, given: QueryDict, scopes: list[str], credentials: dict[str, Any]) -> Journey:
        started_at = self.now.timestamp()
        prove_after = started_at - int(given["max_age"]) if given.get("max_age") else None
        return Journey(
            client_id=credentials["client_id"],
            redirect_uri=credentials["redirect_uri"],
            state=credentials["state"] or "",
            nonce=credentials["nonce"] or "",
            scopes=scopes,
            claims=credentials["claims"] or {},
            code_challenge=credentials["code_challenge"],
            started_at=started_at,
            prove_after=started_at if "login" in credentials["prompt"] else prove_after,
        )


def _fault(given: QueryDict, credentials: dict[str, Any]) -> str:
    """Return the standard's error for what the library lets through, "" when nothing is wrong."""
    if "request" in given or "request_uri" in given:
        return "request_not_supported" if "request" in given else "request_uri_not_supported"
    challenged = rules.challenge_is_right(credentials.get("code_challenge"), credentials.get("code_challenge_method"))
    short = all(len(given.get(name, "")) <= most for name, most in LONGEST.items())
    claims = credentials["claims"]
    age = given.get("max_age") or "0"
    aged = age.isascii() and age.isdigit() and len(age) <= 9
    return "" if challenged and short and aged and (not claims or isinstance(claims, dict)) else "invalid_request"
