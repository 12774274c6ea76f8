"""The end of a procedure, said by the service (OpenID Connect RP-Initiated Logout 1.0).

The end-user of the ID token is the citizen, in whose name the helper acted: what ends is what the service holds of that
procedure. The helper's own session is the helper's: without a valid hint, a page offers to close it.
"""

from __future__ import annotations

from typing import Any, ClassVar
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_exempt

from conum.domains.mandates.enums import SigningAlgorithm
from conum.domains.mandates.gateways import oidc_signing
from conum.domains.mandates.models import RelyingParty
from conum.domains.mandates.operations.oidc_procedures import end_for_sign_out
from conum.domains.mandates.queries.oidc_keys import published
from conum.domains.mandates.web.adapters import oidc_clients
from conum.domains.mandates.web.adapters.issuer import issuer
from conum.kernel.web.views import Guarded


@method_decorator(csrf_exempt, name="dispatch")
class Logout(Guarded):
    """End session endpoint, by address or by form."""

    public = True
    http_method_names: ClassVar[list[str]] = ["get", "post"]

    def get(self, request: HttpRequest) -> HttpResponseBase:
        """Read the request from the address."""
        return self.end(request.GET)

    def post(self, request: HttpRequest) -> HttpResponseBase:
        """Read the request from a form."""
        return self.end(request.POST)

    def end(self, given: QueryDict) -> HttpResponse:
        """End what the hint names, then go where the service registered; anything wrong is said here."""
        claims = self._hinted(given.get("id_token_hint", ""))
        client = self._client(given.get("client_id"), claims)
        going, hinted = given.get("post_logout_redirect_uri", ""), "id_token_hint" in given
        unknown = going and (client is None or going not in client.post_logout_redirect_uris)
        if unknown or (hinted and (claims is None or client is None)):
            return render(self.request, "mandates/oidc/refused.html", {"error": "invalid_request"}, status=400)
        if claims is None or client is None:
            return render(self.request, "mandates/oidc/logout.html")
        end_for_sign_out(UUID(claims["jti"]), client, now=self.now)
        if not going:
            return render(self.request, "mandates/oidc/logout.html", {"service": client})
        state = given.get("state")
        query = urlencode({"state": state}) if state else ""
        return HttpResponseRedirect(going + (("&" if "?" in going else "?") + query if query else ""))

    def _hinted(self, hint: str) -> dict[str, Any] | None:
        """Return the claims of an ID token of ours, even expired, None when it is not one."""
        try:
            claims = oidc_signing.verified(hint, published(self.now), SigningAlgorithm.values)
        except oidc_signing.Untrusted:
            return None
        return claims if claims.get("iss") == issuer() and "jti" in claims and "auth_time" in claims else None

    def _client(self, client_id: str | None, claims: dict[str, Any] | None) -> RelyingParty | None:
        """Return the client of the hint, which `client_id` may only repeat."""
        if claims is not None and client_id not in (None, "", claims.get("aud")):
            return None
        return oidc_clients.known(claims["aud"] if claims else client_id)
