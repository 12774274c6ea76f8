"""The round trip: code, token, identity, end."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import load_der_private_key
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from joserfc import jwt
from joserfc.jwk import KeySet

from conum.commons.journal.models import JournalEntry
from conum.domains.mandates.models import Procedure, SigningKey, Use
from tests.domains.mandates.oidc import Trip, make_relying_party, make_trip
from tests.factories_beneficiaries import make_beneficiary
from tests.factories_mandate_life import make_mandate

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


def test_MAN_33_one_use_is_written_however_many_times_the_identity_is_read(trip: Trip) -> None:
    token = trip.tokens()["access_token"]
    assert [trip.userinfo(token).status_code for _ in range(3)] == [200, 200, 200]
    use = Use.objects.get()
    assert use.authorisation == trip.authorisation and use.helper_id == trip.helper.person_id
    entry = JournalEntry.objects.get(action="authorisation.use")
    assert entry.subject_id == str(trip.authorisation.pk) and entry.payload["group"] == "money"
    assert entry.payload["relying_party"] == trip.relying_party.client_id


def test_MAN_31_nothing_that_was_not_asked_is_released(trip: Trip) -> None:
    token = trip.tokens(scope="openid birthdate phone")["access_token"]
    assert set(trip.userinfo(token).json()) == {"sub", "birthdate", "rep_scope"}


def test_MAN_31_nothing_the_service_may_not_ask_is_released(client: Client) -> None:
    trip = make_trip(client, scopes=["openid", "given_name"])
    token = trip.tokens(scope="openid profile birth email given_name")["access_token"]
    assert set(trip.userinfo(token).json()) == {"sub", "given_name", "rep_scope"}


def test_two_services_know_a_citizen_under_two_names_each_always_the_same(client: Client) -> None:
    first = make_trip(client)
    subjects = [first.userinfo(first.tokens()["access_token"]).json()["sub"] for _ in range(2)]
    other, secret = make_relying_party(now=timezone.now())
    second = Trip(client, other, secret, first.helper, first.mandate)
    subjects.append(second.userinfo(second.tokens()["access_token"]).json()["sub"])
    assert subjects[0] == subjects[1] != subjects[2]
    assert str(first.mandate.beneficiary_id) not in subjects


def test_the_scope_of_representation_is_in_the_id_token_when_asked(trip: Trip) -> None:
    asked = json.dumps({"id_token": {"rep_scope": {"essential": True}}})
    assert read(trip.tokens(claims=asked)["id_token"]).claims["rep_scope"] == ["money"]
    assert "rep_scope" not in read(trip.tokens()["id_token"]).claims


def test_the_identity_is_signed_for_a_service_that_registered_so(client: Client) -> None:
    trip = make_trip(client, userinfo_signed=True, algorithm="ES256")
    tokens = trip.tokens()
    answer = trip.userinfo(tokens["access_token"])
    said = read(answer.content.decode())
    assert answer["Content-Type"] == "application/jwt" and said.header["alg"] == "ES256"
    assert said.claims["aud"] == trip.relying_party.client_id and said.claims["family_name"] == "DUBOIS"
    assert read(tokens["id_token"]).header["alg"] == "ES256"


def test_neither_code_nor_token_lies_in_the_database(trip: Trip) -> None:
    code = trip.code()
    token = json.loads(trip.exchange(code).content)["access_token"]
    kept = str(Procedure.objects.values().get())
    assert code not in kept and token not in kept and len(token) >= 43
    assert hashlib.sha256(token.encode()).hexdigest() in kept


def test_a_token_lives_no_longer_than_its_mandate(trip: Trip, monkeypatch: pytest.MonkeyPatch) -> None:
    trip.mandate = make_mandate(
        trip.helper, make_beneficiary("sub-short", now=timezone.now()), now=timezone.now(), days=1,
        expires_at=timezone.now() + timedelta(seconds=90),
    )  # fmt: skip
    assert 80 <= trip.tokens()["expires_in"] <= 90


def test_keys_rotate_while_tokens_are_in_flight(trip: Trip) -> None:
    tokens = trip.tokens()
    before = {key["kid"] for key in json.loads(Client().get("/oidc/jwks/").content)["keys"]}
    call_command("oidc_keys", "rotate", stdout=StringIO())
    after = {key["kid"] for key in json.loads(Client().get("/oidc/jwks/").content)["keys"]}
    assert before < after
    assert read(tokens["id_token"]).claims["iss"] and trip.userinfo(tokens["access_token"]).status_code == 200
    assert read(trip.tokens()["id_token"]).header["kid"] in before  # it was published before it signed


def test_after_a_theft_the_former_keys_are_worth_nothing_at_once(trip: Trip) -> None:
    kid = read(trip.tokens()["id_token"]).header["kid"]
    call_command("oidc_keys", "rotate", "--overlap-hours", "0", stdout=StringIO())
    assert kid not in {key["kid"] for key in json.loads(Client().get("/oidc/jwks/").content)["keys"]}


def test_private_keys_lie_encrypted(trip: Trip) -> None:
    trip.tokens()
    for key in SigningKey.objects.all():
        assert b"PRIVATE" not in bytes(key.private) and "d" not in key.public
        with pytest.raises(ValueError):
            load_der_private_key(bytes(key.private), None)
