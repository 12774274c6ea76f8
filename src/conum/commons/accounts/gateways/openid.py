"""Sign-in by an OpenID Connect provider: what we ask of it and who it says it is.

The protocol and its checks are `kernel.gateways.openid`. The ProConnect preset asks for its own scopes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django.conf import settings

from conum.kernel.gateways import openid as protocol
from conum.kernel.gateways.openid import Journey, ProviderRefused

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

    @property
    def client(self) -> protocol.Client:
        """What the protocol needs to know of it."""
        extra = {"acr_values": "eidas1"} if self.proconnect else {}
        return protocol.Client(self.issuer, self.client_id, self.client_secret, self.scopes, extra)


@dataclass(frozen=True)
class Identity:
    """Who the provider says it is.

    Attributes:
        issuer, subject: the pair that names the person for ever.
        email: lower case.
        email_verified: the provider vouches for the address.
        strong: a second factor was shown there.
        id_token: ends the provider's session, at sign-out only.
    """

    issuer: str
    subject: str
    email: str
    email_verified: bool
    first_name: str
    last_name: str
    strong: bool
    id_token: str = field(repr=False, default="")


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


def departure(provider: Provider, journey: Journey, redirect_uri: str) -> str:
    """Return the address of the provider's page that asks the person to sign in."""
    return protocol.departure(provider.client, journey, redirect_uri)


def arrival(provider: Provider, journey: Journey, redirect_uri: str, code: str) -> Identity:
    """Exchange the code and return who it is.

    Raises:
        ProviderRefused: the exchange failed, a claim is wrong, or there is no address.
    """
    return _identity(provider, protocol.arrival(provider.client, journey, redirect_uri, code))


def goodbye(id_token: str, back_to: str) -> str:
    """Return the address that ends the session of the provider, "" when it offers none or none is configured.

    Raises:
        ProviderRefused: it does not answer.
    """
    provider = configured()
    return protocol.goodbye(provider.client, id_token, back_to, Journey().state) if provider else ""


def _identity(provider: Provider, answer: protocol.Answer) -> Identity:
    claims, info = answer.claims, answer.info
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
        id_token=answer.id_token,
    )
