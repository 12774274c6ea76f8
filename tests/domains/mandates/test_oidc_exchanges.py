"""Codes, tokens and identity that are refused, with the error the standards want (RFC 6749, RFC 6750)."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from conum.domains.mandates.models import Accreditation, Authorisation, Procedure
from conum.domains.mandates.operations.oidc_clients import set_open
from tests.domains.mandates.oidc import BACK, Trip, error_of, make_relying_party, make_trip, suspend

pytestmark = pytest.mark.django_db


@pytest.fixture
def trip(client: Client) -> Trip:
    return make_trip(client)


Change = Callable[[Trip], None]


def revoke(trip: Trip) -> None:
    Authorisation.objects.filter(pk=trip.authorisation.pk).update(revoked_at=timezone.now(), revoked_by="citizen")


def lose_accreditation(trip: Trip) -> None:
    Accreditation.objects.filter(pk=trip.helper.accreditation_id).update(state="ended", ended_at=timezone.now())


def close_client(trip: Trip) -> None:
    set_open(trip.relying_party.pk, False, actor=None, now=timezone.now())


ENDS: dict[str, Change] = {"revoked": revoke, "suspended": suspend, "accreditation lost": lose_accreditation}


@pytest.mark.parametrize("end", ENDS)
def test_MAN_30_what_ends_between_code_and_token_gives_no_token(trip: Trip, end: str) -> None:
    code = trip.code()
    ENDS[end](trip)
    answer = trip.exchange(code)
    assert (answer.status_code, error_of(answer)) == (400, "invalid_grant")
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.parametrize("end", [*ENDS, "closed"])
def test_MAN_30_what_ends_between_token_and_identity_gives_no_identity(trip: Trip, end: str) -> None:
    token = trip.tokens()["access_token"]
    assert trip.userinfo(token).status_code == 200
    {**ENDS, "closed": close_client}[end](trip)
    answer = trip.userinfo(token)
    assert (answer.status_code, error_of(answer)) == (401, "invalid_token")
    assert 'error="invalid_token"' in answer["WWW-Authenticate"]


def test_MAN_30_a_mandate_that_ends_during_a_procedure_ends_it(trip: Trip, clock: Any) -> None:
    code = trip.code()
    clock(trip.mandate.expires_at)
    assert error_of(trip.exchange(code)) == "invalid_grant"


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[Any], None]:
    """Move what the application takes for now."""

    def move(instant: Any) -> None:
        monkeypatch.setattr(timezone, "now", lambda: instant)

    return move


def test_a_code_older_than_a_minute_is_refused(trip: Trip, clock: Any) -> None:
    code = trip.code()
    clock(timezone.now() + timedelta(seconds=60))
    assert error_of(trip.exchange(code)) == "invalid_grant"


def test_a_token_older_than_it_said_is_refused(trip: Trip, clock: Any) -> None:
    tokens = trip.tokens()
    clock(timezone.now() + timedelta(seconds=tokens["expires_in"]))
    assert trip.userinfo(tokens["access_token"]).status_code == 401


def test_a_code_that_comes_back_ends_what_it_gave(trip: Trip) -> None:
    code = trip.code()
    token = json.loads(trip.exchange(code).content)["access_token"]
    assert error_of(trip.exchange(code)) == "invalid_grant"
    assert trip.userinfo(token).status_code == 401
    assert Procedure.objects.get().end_reason == "replayed"


def test_a_code_is_worth_nothing_to_another_service(trip: Trip) -> None:
    code = trip.code()
    other, secret = make_relying_party(now=timezone.now())
    thief = Trip(trip.client, other, secret, trip.helper, trip.mandate, verifier=trip.verifier)
    assert error_of(thief.exchange(code)) == "invalid_grant"
    assert trip.exchange(code).status_code == 200


EXCHANGES: dict[str, tuple[dict[str, Any], int, str]] = {
    "wrong verifier": ({"code_verifier": "v" * 43}, 400, "invalid_grant"),
    "no verifier": ({"code_verifier": None}, 400, "invalid_request"),
    "wrong address": ({"redirect_uri": f"{BACK}/"}, 400, "invalid_grant"),
    "no address": ({"redirect_uri": None}, 400, "invalid_request"),
    "unknown code": ({"code": "rien"}, 400, "invalid_grant"),
    "no code": ({"code": None}, 400, "invalid_request"),
    "null in the code": ({"code": "\x00"}, 400, "invalid_grant"),
    "refresh": ({"grant_type": "refresh_token"}, 400, "unsupported_grant_type"),
    "password": ({"grant_type": "password"}, 400, "unsupported_grant_type"),
    "wrong secret": ({"secret": "faux"}, 401, "invalid_client"),
    "empty secret": ({"secret": ""}, 401, "invalid_client"),
    "wrong secret, posted": ({"secret": "faux", "method": "post"}, 401, "invalid_client"),
    "no proof": ({"method": "none"}, 401, "invalid_client"),
    "name only": ({"method": "none", "client_id": "x"}, 401, "invalid_client"),
    "two proofs": ({"client_secret": "x"}, 401, "invalid_client"),
    "another name": ({"client_id": "autre"}, 401, "invalid_client"),
}


@pytest.mark.parametrize("case", EXCHANGES)
def test_a_wrong_exchange_has_the_error_of_the_standard(trip: Trip, case: str) -> None:
    changes, status, error = EXCHANGES[case]
    answer = trip.exchange(**{"code": trip.code(), **changes})
    assert (answer.status_code, error_of(answer)) == (status, error), answer.content
    assert answer["Cache-Control"] == "no-store" and answer["Content-Type"] == "application/json"
    assert ("WWW-Authenticate" in answer) is (status == 401)


def test_identity_is_given_to_a_token_in_the_header_only(trip: Trip) -> None:
    token = trip.tokens()["access_token"]
    assert Client().get(f"/oidc/userinfo/?access_token={token}").status_code == 400
    for header in ("", "Bearer", "Bearer faux", f"Basic {token}", f"Bearer {token}x"):
        assert Client().get("/oidc/userinfo/", headers={"Authorization": header}).status_code == 401
    assert Client().get("/oidc/userinfo/").status_code == 401


def test_no_log_line_holds_a_code_a_token_or_a_secret(trip: Trip, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    code = trip.code()
    token = json.loads(trip.exchange(code).content)["access_token"]
    trip.exchange(code, secret="faux-secret")
    trip.exchange(code)
    trip.userinfo(f"{token}x")
    said = caplog.text
    assert "token refused" in said
    assert not any(each in said for each in (code, token, trip.secret, "faux-secret", trip.verifier))
