"""The provider's endpoints between servers: discovery, keys, token, userinfo. They answer JSON, errors included."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from typing import Any, ClassVar

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_exempt
from oauth2_provider.views.mixins import OAuthLibMixin

from conum.domains.mandates.enums import ClientAuthMethod, SigningAlgorithm
from conum.domains.mandates.operations import oidc_keys
from conum.domains.mandates.queries.oidc_keys import published
from conum.domains.mandates.rules import oidc as rules
from conum.domains.mandates.web.adapters.issuer import endpoint, issuer
from conum.kernel.web.views import Guarded

KEYS_FRESH = 600  # seconds; the next key is published long before it signs
LOG = logging.getLogger("conum.oidc")
ID_CLAIMS = ("sub", "iss", "aud", "exp", "iat", "auth_time", "nonce", "acr", "amr", "at_hash", "jti")


class Discovery(Guarded):
    """What a relying party reads first (OpenID Connect Discovery 1.0)."""

    public = True

    def get(self, request: HttpRequest) -> HttpResponse:
        """Say where everything is and what is supported."""
        algorithms = SigningAlgorithm.values
        return _open_to_scripts(
            {
                "issuer": issuer(),
                "authorization_endpoint": endpoint("authorize"),
                "token_endpoint": endpoint("token"),
                "userinfo_endpoint": endpoint("userinfo"),
                "jwks_uri": endpoint("jwks"),
                "end_session_endpoint": endpoint("logout"),
                "response_types_supported": ["code"],
                "response_modes_supported": ["query"],
                "grant_types_supported": ["authorization_code"],
                "subject_types_supported": ["pairwise"],
                "id_token_signing_alg_values_supported": algorithms,
                "userinfo_signing_alg_values_supported": [*algorithms, "none"],
                "token_endpoint_auth_methods_supported": ClientAuthMethod.values,
                "token_endpoint_auth_signing_alg_values_supported": ["RS256", "PS256", "ES256"],
                "code_challenge_methods_supported": ["S256"],
                "scopes_supported": list(rules.SCOPE_CLAIMS),
                "claims_supported": [*ID_CLAIMS, *rules.PIVOT, "rep_scope"],
                "claims_parameter_supported": True,
                "request_parameter_supported": False,
                "request_uri_parameter_supported": False,
                "authorization_response_iss_parameter_supported": True,
                "acr_values_supported": list(rules.LEVELS),
                "prompt_values_supported": ["none", "login", "consent"],
                "ui_locales_supported": ["fr", "en"],
                "service_documentation": f"{issuer()}{reverse('mandates:relying_parties_guide')}",
            }
        )


class Keys(Guarded):
    """The public keys (RFC 7517)."""

    public = True

    def get(self, request: HttpRequest) -> HttpResponse:
        """Give those to trust now; the first visit makes them."""
        found = published(self.now)
        if not found:
            oidc_keys.ensure(now=self.now)
            found = published(self.now)
        return _open_to_scripts({"keys": found})


def _open_to_scripts(content: dict[str, Any]) -> HttpResponse:
    response = JsonResponse(content)
    response["Access-Control-Allow-Origin"] = "*"
    response["Cache-Control"] = f"public, max-age={KEYS_FRESH}"
    return response


@method_decorator(csrf_exempt, name="dispatch")
class Between(OAuthLibMixin, Guarded):
    """An endpoint called by a relying party's server: never kept by a cache, an error is the standard's own."""

    public = True

    def answered(self, make: Callable[[HttpRequest], tuple[Any, dict[str, str], str, int]]) -> HttpResponse:
        """Return what the library says; a request that cannot even be read is `invalid_request`."""
        try:
            _url, headers, body, status = make(self.request)
        except ValueError:  # percent-encoding that is none, a null character
            headers, body, status = {}, json.dumps({"error": "invalid_request"}), 400
        headers = {"Content-Type": "application/json", **headers}
        return HttpResponse(body, status=status, headers={**headers, "Cache-Control": "no-store", "Pragma": "no-cache"})


class Token(Between):
    """Code against token (OpenID Connect Core 1.0 section 3.1.3)."""

    http_method_names: ClassVar[list[str]] = ["post"]

    def post(self, request: HttpRequest) -> HttpResponseBase:
        """Exchange, in one transaction that holds the code: of two at once, one wins."""
        with transaction.atomic():
            response = self.answered(self.create_token_response)
        if response.status_code == 401:
            response["WWW-Authenticate"] = 'Basic realm="Conum"'
        if response.status_code >= 400:
            LOG.info("token refused: %s", json.loads(response.content).get("error"))
        return response


class UserInfo(Between):
    """Who the citizen is (OpenID Connect Core 1.0 section 5.3)."""

    http_method_names: ClassVar[list[str]] = ["get", "post"]

    def get(self, request: HttpRequest) -> HttpResponseBase:
        """Answer a living token; one that came in the address is refused, as addresses are logged (RFC 9700)."""
        if "access_token" in request.GET:
            body = json.dumps({"error": "invalid_request"})
            return self.answered(lambda request: (None, {}, body, 400))
        return self.answered(self.create_userinfo_response)

    post = get
