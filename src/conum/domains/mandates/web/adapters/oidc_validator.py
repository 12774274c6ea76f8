"""What the library asks while it does the protocol: which client, which code, which token.

Storage is ours (`models/oidc_*`): code and token are hashes of one row, checked live at each call. The protocol is the
library's: what is required, in which order, with which error.
"""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from oauth2_provider.oauth2_validators import OAuth2Validator
from oauthlib.oauth2.rfc6749 import errors

from conum.domains.mandates.models import RelyingParty
from conum.domains.mandates.operations import oidc_keys, oidc_procedures
from conum.domains.mandates.operations.oidc_clients import hashed
from conum.domains.mandates.queries import oidc_claims
from conum.domains.mandates.queries import oidc_procedures as procedures
from conum.domains.mandates.rules import oidc as rules
from conum.domains.mandates.web.adapters import oidc_clients
from conum.domains.mandates.web.adapters.issuer import issuer


class Validator(OAuth2Validator):
    """The library's validator on our tables. `request.procedure` is the procedure of the code or token presented."""

    # The client

    def validate_client_id(self, client_id: str, request: Any, *args: Any, **kwargs: Any) -> bool:
        """Find the client, unless closed; the page that has just read it gives it (`relying_party`)."""
        given = vars(request).get("relying_party")  # never an attribute: the library gives parameters as attributes
        request.client = given or oidc_clients.known(client_id)
        return request.client is not None

    def validate_redirect_uri(self, client_id: str, redirect_uri: str, request: Any, *args: Any, **kw: Any) -> bool:
        """Accept an address that was registered, character for character."""
        return redirect_uri in request.client.redirect_uris

    def get_default_redirect_uri(self, client_id: str, request: Any, *args: Any, **kwargs: Any) -> None:
        """OpenID Connect wants the address said."""

    def validate_response_type(self, client_id: str, response_type: str, client: Any, request: Any, *a: Any) -> bool:
        """Accept the code alone."""
        return response_type == "code"

    def validate_grant_type(self, client_id: str, grant_type: str, client: Any, request: Any, *args: Any) -> bool:
        """Accept the code alone."""
        return grant_type == "authorization_code"

    def validate_scopes(self, client_id: str, scopes: list[str], client: Any, request: Any, *args: Any) -> bool:
        """Demand `openid`; scopes that open nothing this client may know are ignored (Core 3.1.2.1, MAN-31)."""
        request.scopes = rules.scopes_granted(scopes, client.scopes)
        return "openid" in request.scopes

    def get_default_scopes(self, client_id: str, request: Any, *args: Any, **kwargs: Any) -> list[str]:
        """Nothing is asked unless said."""
        return []

    def client_authentication_required(self, request: Any, *args: Any, **kwargs: Any) -> bool:
        """Every client has something to prove."""
        return True

    def authenticate_client(self, request: Any, *args: Any, **kwargs: Any) -> bool:
        """Find out who presents the code, by the method the client registered."""
        request.client = oidc_clients.authenticated(request, timezone.now())
        return request.client is not None

    def authenticate_client_id(self, client_id: str, request: Any, *args: Any, **kwargs: Any) -> bool:
        """Refuse a client that only says its name."""
        return False

    def is_origin_allowed(self, client_id: str, origin: str, request: Any, *args: Any, **kwargs: Any) -> bool:
        """Refuse scripts of other origins: clients are servers."""
        return False

    # The authorization

    def is_pkce_required(self, client_id: str, request: Any) -> bool:
        """Demand a challenge of everybody."""
        return True

    def validate_silent_login(self, request: Any) -> bool:
        """Leave `prompt=none` to the page, which knows the session."""
        return True

    def validate_silent_authorization(self, request: Any) -> bool:
        """Leave `prompt=none` to the page, which knows that a citizen is always chosen."""
        return True

    def save_authorization_code(self, client_id: str, code: dict[str, str], request: Any, *a: Any, **kw: Any) -> None:
        """Keep the code with what the helper chose.

        Raises:
            RuleBroken, PermissionRefused: the page says it.
        """
        oidc_procedures.begin(
            request.standing,
            request.asked,
            relying_party=request.client,
            code=code["code"],
            actor=request.actor,
            now=timezone.now(),
        )

    # The code

    def validate_code(self, client_id: str, code: str, client: RelyingParty, request: Any, *a: Any, **kw: Any) -> bool:
        """Find the procedure of the code and hold it until the answer is made."""
        procedure = oidc_procedures.present(code, client, now=timezone.now())
        if procedure is None:
            return False
        request.procedure, request.user, request.scopes = procedure, procedure.helper_id, procedure.scopes
        request.claims = procedure.claims
        return True

    def get_code_challenge(self, code: str, request: Any) -> str:
        """Return what the verifier must hash to."""
        return str(request.procedure.code_challenge)

    def get_code_challenge_method(self, code: str, request: Any) -> str:
        """Return the one method accepted."""
        return "S256"

    def confirm_redirect_uri(self, client_id: str, code: str, redirect_uri: str, client: Any, request: Any) -> bool:
        """Compare with the address the code was sent to.

        Raises:
            InvalidGrantError: another one (RFC 6749 section 5.2; the library would say invalid_request).
        """
        if redirect_uri != request.procedure.redirect_uri:
            raise errors.InvalidGrantError(request=request)
        return True

    def get_authorization_code_nonce(self, client_id: str, code: str, redirect_uri: str, request: Any) -> str | None:
        """Return the nonce to repeat."""
        return request.procedure.nonce or None

    def get_authorization_code_scopes(self, client_id: str, code: str, redirect_uri: str, request: Any) -> list[str]:
        """Return what was granted."""
        return list(request.procedure.scopes)

    def save_bearer_token(self, token: dict[str, Any], request: Any, *args: Any, **kwargs: Any) -> None:
        """Exchange the code for the token."""
        seconds = token["expires_in"]
        oidc_procedures.exchange(request.procedure, token["access_token"], seconds, now=timezone.now())

    def invalidate_authorization_code(self, client_id: str, code: str, request: Any, *args: Any, **kwargs: Any) -> None:
        """Nothing left to do: exchanging used it up."""

    def finalize_id_token(self, id_token: dict[str, Any], token: Any, token_handler: Any, request: Any) -> str:
        """Complete and sign the ID token; the library gave audience, issue date, nonce and hash of the token."""
        now = timezone.now()
        id_token |= {
            "iss": issuer(),
            "aud": request.client.client_id,
            "exp": int(now.timestamp()) + token["expires_in"],
        }
        id_token |= oidc_claims.id_token(request.procedure)
        return oidc_keys.sign(id_token, request.client.algorithm, now=now)

    # The token

    def validate_bearer_token(self, token: str | None, scopes: list[str], request: Any) -> bool:
        """Find the procedure of the token, if everything it rests on still stands."""
        procedure = procedures.by_token(hashed(token), timezone.now()) if token else None
        if procedure is None:
            return False
        request.procedure, request.client, request.scopes = procedure, procedure.relying_party, procedure.scopes
        return True

    def get_userinfo_claims(self, request: Any) -> dict[str, Any] | str:
        """Write the use, once, and tell who the citizen is: as JSON, or signed if the client registered so."""
        now, client = timezone.now(), request.client
        claims = oidc_claims.userinfo(request.procedure)
        if request.procedure.used_at is None:
            oidc_procedures.record_use(request.procedure, now=now)
        if not client.userinfo_signed:
            return claims
        said = {**claims, "iss": issuer(), "aud": client.client_id, "iat": int(now.timestamp())}
        return oidc_keys.sign(said, client.algorithm, now=now)
