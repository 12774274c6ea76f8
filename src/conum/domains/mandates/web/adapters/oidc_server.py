"""The provider as the library builds it: the authorization code of OpenID Connect, a bearer token, nothing else.

No implicit nor hybrid answer, no password, no client credentials, no refresh token (RFC 9700).
"""

from __future__ import annotations

import secrets
from typing import Any

from django.utils import timezone
from oauthlib.oauth2.rfc6749.endpoints import AuthorizationEndpoint, ResourceEndpoint, TokenEndpoint
from oauthlib.oauth2.rfc6749.tokens import BearerToken
from oauthlib.openid.connect.core.endpoints.userinfo import UserInfoEndpoint
from oauthlib.openid.connect.core.grant_types import AuthorizationCodeGrant

from conum.domains.mandates.operations import oidc_procedures

TOKEN_BYTES = 32


class Server(AuthorizationEndpoint, TokenEndpoint, ResourceEndpoint, UserInfoEndpoint):
    """The endpoints of the provider."""

    def __init__(self, request_validator: Any, **kwargs: Any) -> None:
        """Lifetime and drawing of tokens are ours, whatever the settings of the library say."""
        grant = AuthorizationCodeGrant(request_validator)
        grant.refresh_token = False
        bearer = BearerToken(request_validator, _draw, _life)
        AuthorizationEndpoint.__init__(
            self, default_response_type="code", response_types={"code": grant}, default_token_type=bearer
        )
        TokenEndpoint.__init__(
            self,
            default_grant_type="authorization_code",
            grant_types={"authorization_code": grant},
            default_token_type=bearer,
        )
        ResourceEndpoint.__init__(self, default_token="Bearer", token_types={"Bearer": bearer})  # noqa: S106 – a name
        UserInfoEndpoint.__init__(self, request_validator)
        self.bearer = bearer


def _draw(request: Any) -> str:
    return secrets.token_urlsafe(TOKEN_BYTES)


def _life(request: Any) -> int:
    return oidc_procedures.token_life(request.procedure, timezone.now())
