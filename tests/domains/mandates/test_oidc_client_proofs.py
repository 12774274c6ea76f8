"""How a service proves who it is: secret in the header, in the form, or its own key (RFC 7523)."""

from __future__ import annotations

import time
import uuid
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from joserfc import jwt
from joserfc.jwk import ECKey, RSAKey

from conum.domains.mandates.models import ClientAssertion
from tests.domains.mandates.oidc import Trip, error_of, make_trip

pytestmark = pytest.mark.django_db
KEY = RSAKey.generate_key(2048, {"kid": "cle-1"})
CURVE = ECKey.generate_key("P-256", {"kid": "cle-2"})
TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


@pytest.fixture
def trip(client: Client) -> Trip:
    public = [key.as_dict(private=False) for key in (KEY, CURVE)]
    return make_trip(client, auth_methods=["private_key_jwt"], keys=public)


def assertion(trip: Trip, key: Any = KEY, alg: str = "RS256", **changes: Any) -> str:
    """What a service signs; None removes a claim."""
    name, now = trip.relying_party.client_id, int(time.time())
    claims = {
        "iss": name, "sub": name, "aud": f"{settings.SITE_ADDRESS}/oidc/token/", "iat": now, "exp": now + 60,
        "jti": str(uuid.uuid4()),
    }  # fmt: skip
    claims = {claim: value for claim, value in {**claims, **changes}.items() if value is not None}
    return jwt.encode({"alg": alg, "kid": key.kid}, claims, key, algorithms=[alg])


def present(trip: Trip, text: str, **given: Any) -> Any:
    """Exchange a new code with this assertion."""
    proof = {"client_assertion": text, "client_assertion_type": TYPE, **given}
    return trip.exchange(trip.code(), method="none", **proof)


@pytest.mark.parametrize("method", ["basic", "post"])
def test_a_secret_in_the_header_or_in_the_form(client: Client, method: str) -> None:
    trip = make_trip(client)
    assert trip.exchange(trip.code(), method=method).status_code == 200


@pytest.mark.parametrize(("registered", "used"), [("client_secret_post", "basic"), ("client_secret_basic", "post")])
def test_a_method_that_is_not_registered_is_refused(client: Client, registered: str, used: str) -> None:
    trip = make_trip(client, auth_methods=[registered])
    assert error_of(trip.exchange(trip.code(), method=used)) == "invalid_client"


@pytest.mark.parametrize(("key", "alg"), [(KEY, "RS256"), (KEY, "PS256"), (CURVE, "ES256")])
def test_a_key_of_the_service(trip: Trip, key: Any, alg: str) -> None:
    assert present(trip, assertion(trip, key, alg)).status_code == 200


@pytest.mark.parametrize("audience", ["", "/", "/oidc/token/"])
def test_the_assertion_may_be_for_the_issuer_or_the_endpoint(trip: Trip, audience: str) -> None:
    text = assertion(trip, aud=["https://autre.example.org", f"{settings.SITE_ADDRESS}{audience}"])
    assert present(trip, text, client_id=trip.relying_party.client_id).status_code == 200


def test_an_assertion_serves_once(trip: Trip) -> None:
    text = assertion(trip)
    assert present(trip, text).status_code == 200
    assert error_of(present(trip, text)) == "invalid_client"
    assert ClientAssertion.objects.count() == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"iss": "autre"},
        {"sub": "autre"},
        {"iss": None},
        {"aud": "https://autre.example.org"},
        {"aud": None},
        {"exp": 1_700_000_000},
        {"exp": int(time.time()) + 7200},
        {"exp": None},
        {"exp": "demain"},
        {"exp": True},
        {"exp": 1e300},
        {"iat": int(time.time()) + 3600},
        {"nbf": int(time.time()) + 3600},
        {"jti": None},
        {"jti": ""},
        {"jti": 3},
    ],
    ids=lambda changes: next(iter(changes)),  # the instants differ from one process to another
)
def test_one_wrong_claim_is_enough_to_refuse(trip: Trip, changes: dict[str, Any]) -> None:
    answer = present(trip, assertion(trip, **changes))
    assert (answer.status_code, error_of(answer)) == (401, "invalid_client")
    assert not ClientAssertion.objects.exists()


def test_neither_another_key_nor_no_signature_will_do(trip: Trip) -> None:
    forged = RSAKey.generate_key(2048, {"kid": "cle-1"})
    unsigned = f"eyJhbGciOiJub25lIn0.{assertion(trip).split('.')[1]}."
    for text in (assertion(trip, forged), unsigned, "pas.un.jeton", "", "é", assertion(trip)[:-4]):
        assert error_of(present(trip, text)) == "invalid_client"


def test_the_assertion_of_a_service_does_not_serve_another(trip: Trip) -> None:
    assert error_of(present(trip, assertion(trip), client_id="autre")) == "invalid_client"


def test_an_assertion_beside_a_secret_is_refused(trip: Trip) -> None:
    assert error_of(present(trip, assertion(trip), client_secret=trip.secret)) == "invalid_client"
