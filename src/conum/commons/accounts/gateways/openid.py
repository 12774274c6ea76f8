"""Sign-in by an OpenID Connect provider: authorization code with PKCE, state and nonce, every claim checked.

OpenID Connect Core 1.0 sections 3.1.2, 3.1.3.7 and 5.3.2; the ProConnect preset asks for its own scopes and reads
its signed userinfo. Nothing here knows our tables: it returns an `Identity` or refuses.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import requests
from authlib.common.security import generate_token
from authlib.integrations.base_client.errors import OAuthError
from authlib.integrations.requests_client import OAuth2Session
from django.conf import settings
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
STRONG_AMR = frozenset({"mfa", "otp", "hwk", "pop"})
# Levels of ProConnect that include a second factor.
STRONG_ACR = frozenset(
    {
        "eidas2",
        "eidas3",
        "https://proconnect.gouv.fr/assurance/self-asserted-2fa",
        "https://proconnect.gouv.fr/assurance/consistency-checked-2fa",
    }
)
GENERIC_SCOPES = ("openid", "email", "profile")
PROCONNECT_SCOPES = ("openid", "email", "given_name", "usual_name", "uid", "siret")


class ProviderRefused(ConumError):
    """The provider, or what it answered, cannot be trusted; the reason is for the log, the sentence for people."""

    def __init__(self, reason: str) -> None:
        super().__init__(_("La connexion par ce fournisseur n'a pas abouti. Recommencez, ou demandez un code."))
        self.reason = reason


@dataclass(frozen=True)
class Provider:
    """A provider as the operator configured it.

    Attributes:
        issuer: its address, without final slash.
        client_id, client_secret: what it knows us by.
        name: words of the button.
        proconnect: the State's service: own scopes, signed userinfo, addresses verified by it.
    """

    issuer: str
    client_id: str
    client_secret: str
    name: str
    proconnect: bool = False

    @property
    def scopes(self) -> tuple[str, ...]:
        """What is asked of it."""
        return PROCONNECT_SCOPES if self.proconnect else GENERIC_SCOPES


@dataclass(frozen=True)
class Journey:
    """What the session keeps between leaving and coming back; each is used once."""

    state: str = field(default_factory=lambda: generate_token(43))
    nonce: str = field(default_factory=lambda: generate_token(43))
    verifier: str = field(default_factory=lambda: generate_token(64))
    started_at: float = field(default_factory=time.time)


@dataclass(frozen=True)
class Identity:
    """Who the provider says it is.

    Attributes:
        issuer, subject: the pair that names the person for ever.
        email: lower case.
        email_verified: the provider vouches for the address.
        strong: a second factor was shown there.
    """

    issuer: str
    subject: str
    email: str
    email_verified: bool
    first_name: str
    last_name: str
    strong: bool


def configured() -> Provider | None:
    """Return the provider of the settings, None when there is none."""
    environment = settings.ENVIRONMENT
    if not environment.oidc_issuer:
        return None
    return Provider(
        environment.oidc_issuer.rstrip("/"),
        environment.oidc_client_id,
        environment.oidc_client_secret,
        environment.oidc_name,
        is_proconnect(environment.oidc_issuer),
    )


def is_proconnect(issuer: str) -> bool:
    """Tell whether this issuer is the State's identity service for professionals."""
    return f".{urlsplit(issuer).hostname}".endswith((".agentconnect.gouv.fr", ".proconnect.gouv.fr"))


def configured_name() -> str:
    """Return the words of the button, "" when no provider is configured."""
    provider = configured()
    return provider.name if provider else ""


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


def discover(provider: Provider) -> dict[str, Any]:
    """Return the discovery document; refused when it speaks for another issuer."""
    host = urlsplit(provider.issuer).hostname
    if not provider.issuer.startswith("https://") and host not in LOCAL:
        raise ProviderRefused("the issuer must be reached by https")
    document = _fetched(f"{provider.issuer}/.well-known/openid-configuration")
    if str(document.get("issuer", "")).rstrip("/") != provider.issuer:
        raise ProviderRefused(f"discovery names issuer {document.get('issuer')!r}")
    return document


def _client(provider: Provider, redirect_uri: str) -> OAuth2Session:
    return OAuth2Session(
        provider.client_id,
        provider.client_secret,
        scope=" ".join(provider.scopes),
        redirect_uri=redirect_uri,
        code_challenge_method="S256",
        leeway=0,  # the token is used at once: one that lives a minute is not too old
        token_endpoint_auth_method="client_secret_post",  # noqa: S106 – the name of a method
    )


def departure(provider: Provider, journey: Journey, redirect_uri: str) -> str:
    """Return the address of the provider's page that asks the person to sign in."""
    endpoint = discover(provider)["authorization_endpoint"]
    extra = {"acr_values": "eidas1"} if provider.proconnect else {}
    url, _state = _client(provider, redirect_uri).create_authorization_url(
        endpoint, state=journey.state, nonce=journey.nonce, code_verifier=journey.verifier, **extra
    )
    return str(url)


def arrival(provider: Provider, journey: Journey, redirect_uri: str, code: str) -> Identity:
    """Exchange the code and return who it is.

    Raises:
        ProviderRefused: the exchange failed, or a claim is wrong: signature, issuer, audience, nonce, dates, subject.
    """
    document = discover(provider)
    client = _client(provider, redirect_uri)
    try:
        token = client.fetch_token(
            document["token_endpoint"], code=code, code_verifier=journey.verifier, timeout=TIMEOUT
        )
        claims = id_claims(provider, document, token["id_token"], journey.nonce)
        answer = client.get(document["userinfo_endpoint"], timeout=TIMEOUT)
        answer.raise_for_status()
    except (OAuthError, requests.RequestException, KeyError) as error:
        raise ProviderRefused(f"{type(error).__name__}: {error}") from error
    return _identity(provider, claims, userinfo_claims(provider, document, answer))


def id_claims(provider: Provider, document: dict[str, Any], id_token: str, nonce: str) -> dict[str, Any]:
    """Return the claims of the ID token once all are right (Core 3.1.3.7)."""
    claims = _verified(document, id_token)
    registry = jwt.JWTClaimsRegistry(
        leeway=LEEWAY,
        iss={"essential": True, "value": document["issuer"]},
        aud={"essential": True, "value": provider.client_id},
        exp={"essential": True},
        iat={"essential": True},
        sub={"essential": True},
        nonce={"essential": True, "value": nonce},
    )
    _validate(registry.validate, claims)
    audiences = claims["aud"] if isinstance(claims["aud"], list) else [claims["aud"]]
    if len(audiences) > 1 and claims.get("azp") != provider.client_id:
        raise ProviderRefused("several audiences, and azp is not us")
    return claims


def userinfo_claims(provider: Provider, document: dict[str, Any], answer: requests.Response) -> dict[str, Any]:
    """Return the claims of the userinfo answer, JSON or signed (Core 5.3.2)."""
    if answer.headers.get("content-type", "").split(";")[0].strip() != "application/jwt":
        try:
            plain: dict[str, Any] = answer.json()
        except ValueError as error:
            raise ProviderRefused("userinfo is neither JSON nor signed") from error
        return plain
    claims = _verified(document, answer.text.strip())
    registry = jwt.JWTClaimsRegistry(
        leeway=LEEWAY,
        iss={"essential": True, "value": document["issuer"]},
        aud={"essential": True, "value": provider.client_id},
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


def _identity(provider: Provider, claims: dict[str, Any], info: dict[str, Any]) -> Identity:
    if info.get("sub") != claims["sub"]:
        raise ProviderRefused("userinfo speaks of another subject")
    email = str(info.get("email") or claims.get("email") or "").strip().lower()
    if not email:
        raise ProviderRefused("no e-mail address in the answer")
    verified = info.get("email_verified", claims.get("email_verified", provider.proconnect))
    amr = claims.get("amr") or ()
    return Identity(
        issuer=provider.issuer,
        subject=str(claims["sub"]),
        email=email,
        email_verified=verified is True,
        first_name=str(info.get("given_name") or "")[:80],
        last_name=str(info.get("usual_name") or info.get("family_name") or "")[:80],
        strong=claims.get("acr") in STRONG_ACR or not STRONG_AMR.isdisjoint(amr if isinstance(amr, list) else ()),
    )
