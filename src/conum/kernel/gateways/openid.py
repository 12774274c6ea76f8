"""The client side of OpenID Connect: authorization code with PKCE, state and nonce, every claim checked.

OpenID Connect Core 1.0 sections 3.1.2, 3.1.3.7 and 5.3.2. The modules that sign people in say what they ask and what
they make of the answer; nothing here knows a table.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode, urlsplit

import requests
from authlib.common.security import generate_token
from authlib.integrations.base_client.errors import OAuthError
from authlib.integrations.requests_client import OAuth2Session
from django.utils.translation import gettext as _
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from conum.kernel.errors import ConumError

ALGORITHMS = ["RS256", "ES256", "PS256"]
TIMEOUT = 10  # seconds
FRESH = 3600  # seconds a discovery document and its keys are kept
LOCAL = ("localhost", "127.0.0.1", "::1")  # where http is as safe as https
LEEWAY = 60  # seconds between the provider's clock and ours


class ProviderRefused(ConumError):
    """The provider, or what it answered, cannot be trusted; the reason is for the log, the sentence for people."""

    def __init__(self, reason: str, sentence: str = "") -> None:
        super().__init__(
            sentence or _("La connexion par ce fournisseur n'a pas abouti. Recommencez, ou demandez un code.")
        )
        self.reason = reason


@dataclass(frozen=True)
class Client:
    """A provider, and what it knows us by.

    Attributes:
        issuer: its address, without final slash.
        scopes: what is asked of it.
        extra: further parameters of the authorization request.
        signed_userinfo: refuse an answer of userinfo that is not signed.
    """

    issuer: str
    client_id: str
    client_secret: str
    scopes: tuple[str, ...]
    extra: Mapping[str, str] = field(default_factory=dict)
    signed_userinfo: bool = False


@dataclass(frozen=True)
class Journey:
    """What the session keeps between leaving and coming back; each is used once."""

    state: str = field(default_factory=lambda: generate_token(43))
    nonce: str = field(default_factory=lambda: generate_token(43))
    verifier: str = field(default_factory=lambda: generate_token(64))
    started_at: float = field(default_factory=time.time)


@dataclass(frozen=True)
class Answer:
    """Claims of the ID token and of userinfo, all checked; `id_token` only serves to end the provider's session."""

    claims: dict[str, Any]
    info: dict[str, Any]
    id_token: str = field(repr=False)


_documents: dict[str, tuple[float, dict[str, Any]]] = {}


def _fetched(url: str, *, again: bool = False) -> dict[str, Any]:
    kept = _documents.get(url)
    if kept and not again and time.time() - kept[0] < FRESH:
        return kept[1]
    try:
        answer = requests.get(url, timeout=TIMEOUT, allow_redirects=False)
        answer.raise_for_status()
        document: dict[str, Any] = answer.json()
    except (requests.RequestException, ValueError) as error:
        raise ProviderRefused(f"{url}: {error}") from error
    _documents[url] = (time.time(), document)
    return document


def discover(client: Client) -> dict[str, Any]:
    """Return the discovery document; refused when it speaks for another issuer."""
    host = urlsplit(client.issuer).hostname
    if not client.issuer.startswith("https://") and host not in LOCAL:
        raise ProviderRefused("the issuer must be reached by https")
    document = _fetched(f"{client.issuer}/.well-known/openid-configuration")
    if str(document.get("issuer", "")).rstrip("/") != client.issuer:
        raise ProviderRefused(f"discovery names issuer {document.get('issuer')!r}")
    return document


def _session(client: Client, redirect_uri: str) -> OAuth2Session:
    return OAuth2Session(
        client.client_id,
        client.client_secret,
        scope=" ".join(client.scopes),
        redirect_uri=redirect_uri,
        code_challenge_method="S256",
        leeway=0,  # the token is used at once: one that lives a minute is not too old
        token_endpoint_auth_method="client_secret_post",  # noqa: S106 – the name of a method
    )


def departure(client: Client, journey: Journey, redirect_uri: str) -> str:
    """Return the address of the provider's page that asks the person to sign in."""
    endpoint = discover(client)["authorization_endpoint"]
    url, _state = _session(client, redirect_uri).create_authorization_url(
        endpoint, state=journey.state, nonce=journey.nonce, code_verifier=journey.verifier, **client.extra
    )
    return str(url)


def arrival(client: Client, journey: Journey, redirect_uri: str, code: str) -> Answer:
    """Exchange the code and return what the provider says; the access token is used here and forgotten.

    Raises:
        ProviderRefused: the exchange failed, or a claim is wrong: signature, issuer, audience, nonce, dates, subject.
    """
    document = discover(client)
    session = _session(client, redirect_uri)
    try:
        token = session.fetch_token(
            document["token_endpoint"], code=code, code_verifier=journey.verifier, timeout=TIMEOUT
        )
        claims = id_claims(client, document, token["id_token"], journey.nonce)
        answer = session.get(document["userinfo_endpoint"], timeout=TIMEOUT)
        answer.raise_for_status()
    except (OAuthError, requests.RequestException, KeyError) as error:
        raise ProviderRefused(f"{type(error).__name__}: {error}") from error
    info = userinfo_claims(client, document, answer)
    if info.get("sub") != claims["sub"]:
        raise ProviderRefused("userinfo speaks of another subject")
    return Answer(claims, info, token["id_token"])


def goodbye(client: Client, id_token: str, back_to: str, state: str) -> str:
    """Return the address that ends the provider's session, "" when its discovery names none.

    OpenID Connect RP-Initiated Logout 1.0, section 2.

    Args:
        id_token: proof of which session to end.
        back_to: our address afterwards, registered at the provider.
        state: comes back with it.

    Raises:
        ProviderRefused: the discovery document cannot be read.
    """
    endpoint = discover(client).get("end_session_endpoint")
    if not endpoint:
        return ""
    asked = {"id_token_hint": id_token, "post_logout_redirect_uri": back_to, "state": state}
    return f"{endpoint}{'&' if '?' in endpoint else '?'}{urlencode(asked)}"


def id_claims(client: Client, document: dict[str, Any], id_token: str, nonce: str) -> dict[str, Any]:
    """Return the claims of the ID token once all are right (Core 3.1.3.7)."""
    claims = _verified(document, id_token)
    registry = jwt.JWTClaimsRegistry(
        leeway=LEEWAY,
        iss={"essential": True, "value": document["issuer"]},
        aud={"essential": True, "value": client.client_id},
        exp={"essential": True},
        iat={"essential": True},
        sub={"essential": True},
        nonce={"essential": True, "value": nonce},
    )
    _validate(registry.validate, claims)
    audiences = claims["aud"] if isinstance(claims["aud"], list) else [claims["aud"]]
    if len(audiences) > 1 and claims.get("azp") != client.client_id:
        raise ProviderRefused("several audiences, and azp is not us")
    return claims


def userinfo_claims(client: Client, document: dict[str, Any], answer: requests.Response) -> dict[str, Any]:
    """Return the claims of the userinfo answer, JSON or signed (Core 5.3.2)."""
    if answer.headers.get("content-type", "").split(";")[0].strip() != "application/jwt":
        if client.signed_userinfo:
            raise ProviderRefused("userinfo is not signed")
        try:
            plain: dict[str, Any] = answer.json()
        except ValueError as error:
            raise ProviderRefused("userinfo is neither JSON nor signed") from error
        return plain
    claims = _verified(document, answer.text.strip())
    registry = jwt.JWTClaimsRegistry(
        leeway=LEEWAY,
        iss={"essential": True, "value": document["issuer"]},
        aud={"essential": True, "value": client.client_id},
    )
    _validate(registry.validate, claims)
    return claims


def _verified(document: dict[str, Any], token: str) -> dict[str, Any]:
    """Check the signature by the provider's keys; they are read again once when no key fits (rotation)."""
    for again in (False, True):
        try:
            keys = KeySet.import_key_set(_fetched(document["jwks_uri"], again=again))  # type: ignore[arg-type]
            return dict(jwt.decode(token, keys, algorithms=ALGORITHMS).claims)
        except (JoseError, ValueError, KeyError) as error:
            fault = error
    raise ProviderRefused(f"signature: {type(fault).__name__} {fault}")


def _validate(validate: Callable[[dict[str, Any]], None], claims: dict[str, Any]) -> None:
    try:
        validate(claims)
    except JoseError as error:
        raise ProviderRefused(f"claims: {error}") from error
