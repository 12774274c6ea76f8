"""The round trip: code, token, identity, end."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from joserfc import jwt
from joserfc.jwk import KeySet

from conum.commons.journal.models import JournalEntry
from conum.domains.mandates.models import Procedure, Use
from tests.domains.mandates.oidc import Trip, answered, make_trip

pytestmark = pytest.mark.django_db


@pytest.fixture
def trip(client: Client) -> Trip:
    return make_trip(client)


def read(token: str) -> Any:
    keys = KeySet.import_key_set(json.loads(Client().get("/oidc/jwks/").content))
    return jwt.decode(token, keys, algorithms=["RS256", "ES256"])


def test_a_round_trip_gives_the_identity_of_the_citizen(trip: Trip) -> None:
    tokens = trip.tokens()
    assert tokens["token_type"] == "Bearer" and tokens["expires_in"] == 300 and "refresh_token" not in tokens
    claims = read(tokens["id_token"]).claims
    assert claims["nonce"] == "nonce-1" and claims["acr"] == "eidas1" and claims["amr"] == ["mfa", "otp"]
    answer = trip.userinfo(tokens["access_token"])
    said = answer.json()
    citizen = trip.mandate.beneficiary
    assert said["sub"] == claims["sub"] and said["family_name"] == citizen.family_name
    assert said["birthcountry"] == "99100" and said["rep_scope"] == ["money"]
    assert answer["Cache-Control"] == "no-store"
