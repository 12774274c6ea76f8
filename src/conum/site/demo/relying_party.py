"""The demonstration's own relying party: a real OpenID Connect client, with no way in that others have not.

Its secret is drawn from the installation's own key: nothing to configure, nothing to keep. It exists among invented
people only.
"""

from __future__ import annotations

import time
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from authlib.common.security import generate_token
from authlib.integrations.base_client.errors import OAuthError
from authlib.integrations.requests_client import OAuth2Session
from django.conf import settings
from django.urls import reverse
from django.utils.crypto import salted_hmac
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from conum.domains.mandates.models import RelyingParty
from conum.domains.mandates.operations.oidc_clients import Registration, change, register

CLIENT_ID = "service-de-demonstration"
SCOPES = (
    "openid",
    "given_name",
    "family_name",
    "preferred_username",
    "gender",
    "birthdate",
    "birthplace",
    "birthcountry",
)
TIMEOUT = 10  # seconds
LEEWAY = 30  # seconds


class Failed(Exception):
    """The round trip did not end well; the reason is for the page of the demonstration."""


@dataclass(frozen=True)
class Asked:
    """What the browser's session keeps between leaving and coming back."""

    state: str = field(default_factory=lambda: generate_token(43))
    nonce: str = field(default_factory=lambda: generate_token(43))
    verifier: str = field(default_factory=lambda: generate_token(64))

    def kept(self) -> dict[str, str]:
        """As the session keeps it."""
        return asdict(self)


@dataclass(frozen=True)
class Told:
    """What the provider told."""

    id_token: str
    claims: dict[str, Any]
    identity: dict[str, Any]


def address(name: str) -> str:
    """Return the whole address of a page of the demonstration's service."""
    return f"{settings.SITE_ADDRESS}{reverse(name)}"


def registered(now: datetime) -> None:
    """Register the service, or bring its addresses up to date when the installation's changed."""
    said = Registration(
        name="Service de démonstration",
        redirect_uris=[address("demo_service_back")],
        post_logout_redirect_uris=[address("demo_service")],
        scopes=list(SCOPES),
    )
    row = RelyingParty.objects.filter(client_id=CLIENT_ID).first()
    if row is None:
        register(said, actor=None, now=now, client_id=CLIENT_ID, secret=_secret())
    elif row.redirect_uris != said.redirect_uris:
        change(row.pk, said, actor=None, now=now)


def departure(asked: Asked) -> str:
    """Return the provider's address to send the browser to."""
    client = _client()
    where = _document(client)["authorization_endpoint"]
    url, _state = client.create_authorization_url(
        where, state=asked.state, nonce=asked.nonce, code_verifier=asked.verifier, acr_values="eidas1",
        claims='{"id_token":{"rep_scope":{"essential":true}}}',
    )  # fmt: skip
    return str(url)


def arrival(asked: Asked, code: str) -> Told:
    """Exchange the code, check the ID token, read the identity.

    Raises:
        Failed: a step was refused, or what came back cannot be trusted.
    """
    client = _client()
    try:
        document = _document(client)
        token = client.fetch_token(document["token_endpoint"], code=code, code_verifier=asked.verifier, timeout=TIMEOUT)
        claims = _checked(client, document, token["id_token"], asked.nonce)
        answer = client.get(document["userinfo_endpoint"], timeout=TIMEOUT)
        answer.raise_for_status()
        return Told(token["id_token"], claims, answer.json())
    except (OAuthError, JoseError, OSError, KeyError, ValueError) as wrong:
        raise Failed(f"{type(wrong).__name__}: {wrong}") from wrong


def farewell(id_token: str) -> str:
    """Return the address that tells the provider the procedure is over."""
    client = _client()
    given = {"id_token_hint": id_token, "post_logout_redirect_uri": address("demo_service")}
    return f"{_document(client)['end_session_endpoint']}?{urlencode(given)}"


def _secret() -> str:
    return salted_hmac("conum.site.demo.relying_party", CLIENT_ID, algorithm="sha256").hexdigest()


def _client() -> OAuth2Session:
    return OAuth2Session(
        CLIENT_ID,
        _secret(),
        scope=" ".join(SCOPES),
        redirect_uri=address("demo_service_back"),
        code_challenge_method="S256",
        leeway=0,
    )


def _document(client: OAuth2Session) -> dict[str, Any]:
    found = client.get(
        f"{settings.SITE_ADDRESS}/.well-known/openid-configuration", withhold_token=True, timeout=TIMEOUT
    )
    found.raise_for_status()
    document: dict[str, Any] = found.json()
    return document


def _checked(client: OAuth2Session, document: dict[str, Any], id_token: str, nonce: str) -> dict[str, Any]:
    keys = KeySet.import_key_set(client.get(document["jwks_uri"], withhold_token=True, timeout=TIMEOUT).json())
    claims = dict(jwt.decode(id_token, keys, algorithms=["RS256"]).claims)
    registry = jwt.JWTClaimsRegistry(
        now=int(time.time()),
        leeway=LEEWAY,
        iss={"essential": True, "value": document["issuer"]},
        aud={"essential": True, "value": CLIENT_ID},
        exp={"essential": True},
        nonce={"essential": True, "value": nonce},
    )
    registry.validate(claims)
    return claims
