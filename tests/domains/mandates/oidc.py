"""A relying party, a helper and a citizen, and the round trip between them."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from django.test import Client
from django.utils import timezone

from conum.domains.mandates.models import Authorisation, Helper, Mandate, RelyingParty
from conum.domains.mandates.operations.oidc_clients import Registration, register
from tests.factories_accounts import sign_in
from tests.factories_mandate_life import make_helper, make_mandate

BACK = "https://service.example.org/retour"
OUT = "https://service.example.org/adieu"
EVERY_SCOPE = ["openid", "profile", "birth", "email"]


def make_relying_party(*, now: datetime, secret: str = "", **said: Any) -> tuple[RelyingParty, str]:
    """Return a registered service and its secret."""
    known = {
        "name": "Service des impôts",
        "redirect_uris": [BACK],
        "post_logout_redirect_uris": [OUT],
        "auth_methods": ["client_secret_basic", "client_secret_post"],
        "scopes": EVERY_SCOPE,
    }
    return register(Registration(**{**known, **said}), actor=None, now=now, secret=secret)


def prove(client: Client, helper: Helper, at: datetime | None = None) -> None:
    """Sign the helper in, a code shown at this instant."""
    membership = helper.person.memberships.get(organisation=helper.organisation)
    sign_in(client, helper.person, membership)
    session = client.session
    session["account_authentication_methods_user"] = str(helper.person_id)
    session["account_authentication_methods"] = [
        {"method": "mfa", "type": "totp", "at": (at or timezone.now()).timestamp()}
    ]
    session.save()


@dataclass
class Trip:
    """One round trip, step by step; each step may be changed by a test."""

    client: Client
    relying_party: RelyingParty
    secret: str
    helper: Helper
    mandate: Mandate
    verifier: str = field(default_factory=lambda: secrets.token_urlsafe(48))
    state: str = "etat-1"
    nonce: str = "nonce-1"

    @property
    def authorisation(self) -> Authorisation:
        """The one for money."""
        return self.mandate.authorisations.get(group_id="money")

    @property
    def closed(self) -> bool:
        """Whether the service was closed since."""
        return RelyingParty.objects.get(pk=self.relying_party.pk).closed_at is not None

    @property
    def challenge(self) -> str:
        """Of the verifier."""
        return base64.urlsafe_b64encode(hashlib.sha256(self.verifier.encode()).digest()).decode().rstrip("=")

    def request(self, **changes: Any) -> dict[str, Any]:
        """The parameters of an authorization request; None removes one."""
        given = {
            "client_id": self.relying_party.client_id,
            "redirect_uri": BACK,
            "response_type": "code",
            "scope": " ".join(EVERY_SCOPE),
            "state": self.state,
            "nonce": self.nonce,
            "acr_values": "eidas1",
            "code_challenge": self.challenge,
            "code_challenge_method": "S256",
        }
        return {name: text for name, text in {**given, **changes}.items() if text is not None}

    def authorize(self, **changes: Any) -> Any:
        """Ask; returns the answer of the endpoint."""
        return self.client.get(f"/oidc/authorize/?{urlencode(self.request(**changes))}")

    def choose(self, address: str, authorisation: Authorisation | None = None) -> Any:
        """Choose citizen and group from the page at this address."""
        chosen = authorisation or self.authorisation
        return self.client.post(f"{address}{chosen.beneficiary_id}/", {"authorisation": str(chosen.pk)})

    def code(self, **changes: Any) -> str:
        """Ask and choose; returns the code."""
        asked = self.authorize(**changes)
        assert asked.status_code == 302, asked.content
        answer = self.choose(asked["Location"])
        assert answer.status_code == 302, answer.content
        return answered(answer)["code"]

    def exchange(self, code: str, *, secret: str | None = None, method: str = "basic", **changes: Any) -> Any:
        """Present the code; returns the answer of the endpoint."""
        given = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": BACK,
            "code_verifier": self.verifier,
            **changes,
        }
        given = {name: text for name, text in given.items() if text is not None}
        secret, headers = self.secret if secret is None else secret, {}
        if method == "basic":
            pair = base64.b64encode(f"{self.relying_party.client_id}:{secret}".encode()).decode()
            headers["Authorization"] = f"Basic {pair}"
        elif method == "post":
            given |= {"client_id": self.relying_party.client_id, "client_secret": secret}
        return Client().post("/oidc/token/", given, headers=headers)

    def tokens(self, **changes: Any) -> dict[str, Any]:
        """The whole way to the token."""
        answer = self.exchange(self.code(**changes))
        assert answer.status_code == 200, answer.content
        return json.loads(answer.content)

    def userinfo(self, token: str) -> Any:
        """Ask who the citizen is."""
        return Client().get("/oidc/userinfo/", headers={"Authorization": f"Bearer {token}"})


def make_trip(client: Client, *, now: datetime | None = None, days: int = 31, **said: Any) -> Trip:
    """A helper signed in with a mandate, and a service that will ask."""
    now = now or timezone.now()
    relying_party, secret = make_relying_party(now=now, **said)
    helper = make_helper(now=now)
    prove(client, helper)
    return Trip(client, relying_party, secret, helper, make_mandate(helper, days=days, now=now))


def answered(response: Any) -> dict[str, str]:
    """The parameters the browser is sent back with."""
    return {name: values[0] for name, values in parse_qs(urlsplit(response["Location"]).query).items()}


def error_of(response: Any) -> str:
    """The standard's error of a JSON answer."""
    return str(json.loads(response.content).get("error"))


def suspend(trip: Trip) -> None:
    """The lead suspends the helper."""
    Helper.objects.filter(pk=trip.helper.pk).update(
        state="suspended", suspended_at=timezone.now(), suspension_reason="lead"
    )
