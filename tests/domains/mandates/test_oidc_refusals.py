"""Authorization requests and choices that are refused, with the error the standards want (Core 1.0)."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from conum.domains.mandates.models import Procedure
from tests.domains.mandates.oidc import BACK, Trip, answered, make_trip, prove, suspend
from tests.factories_mandate_life import make_helper, make_mandate

pytestmark = pytest.mark.django_db


@pytest.fixture
def trip(client: Client) -> Trip:
    return make_trip(client)


# Authorization requests

SENT_BACK: dict[str, tuple[dict[str, Any], str]] = {
    "response type missing": ({"response_type": None}, "invalid_request"),
    "response type unknown": ({"response_type": "token"}, "unsupported_response_type"),
    "implicit": ({"response_type": "id_token token"}, "unsupported_response_type"),
    "no challenge": ({"code_challenge": None, "code_challenge_method": None}, "invalid_request"),
    "plain challenge": ({"code_challenge_method": "plain"}, "invalid_request"),
    "plain by omission": ({"code_challenge_method": None}, "invalid_request"),
    "challenge too short": ({"code_challenge": "abc"}, "invalid_request"),
    "no openid": ({"scope": "profile"}, "invalid_scope"),
    "scope missing": ({"scope": None}, "invalid_scope"),
    "claims that are no JSON": ({"claims": "{"}, "invalid_request"),
    "claims that are no object": ({"claims": "[1]"}, "invalid_request"),
    "age that is no number": ({"max_age": "soon"}, "invalid_request"),
    "nonce too long": ({"nonce": "n" * 501}, "invalid_request"),
    "request object": ({"request": "ey"}, "request_not_supported"),
    "request address": ({"request_uri": "https://a.example.org"}, "request_uri_not_supported"),
    "none with another": ({"prompt": "none login"}, "invalid_request"),
    "none": ({"prompt": "none"}, "interaction_required"),
}


@pytest.mark.parametrize("case", SENT_BACK)
def test_a_wrong_request_is_sent_back_with_its_error_and_state(trip: Trip, case: str) -> None:
    changes, error = SENT_BACK[case]
    answer = trip.authorize(**changes)
    assert answer.status_code == 302 and answer["Location"].startswith(f"{BACK}?"), answer.content
    said = answered(answer)
    assert said["error"] == error and said["state"] == trip.state and said["iss"]


@pytest.mark.parametrize(
    "changes",
    [
        {"client_id": "inconnu"},
        {"client_id": None},
        {"client_id": "\x00"},
        {"redirect_uri": f"{BACK}/"},
        {"redirect_uri": f"{BACK}?a=1"},
        {"redirect_uri": "https://service.example.org.voleur.example/retour"},
        {"redirect_uri": None},
    ],
    ids=str,
)
def test_an_unknown_service_or_address_is_never_gone_back_to(trip: Trip, changes: dict[str, Any]) -> None:
    answer = trip.authorize(**changes)
    assert answer.status_code == 400 and "Location" not in answer
    assert "Traceback" not in answer.content.decode()


def test_a_request_that_cannot_be_read_is_refused(trip: Trip) -> None:
    assert trip.client.get("/oidc/authorize/?client_id=%zz").status_code == 400
    assert trip.client.get("/oidc/authorize/?client_id=a&client_id=b").status_code == 400


def test_unknown_parameters_are_ignored(trip: Trip) -> None:
    assert trip.code(couleur="bleu", acr_values="eidas1 eidas9", ui_locales="br", display="popup", resource="x")


def test_a_silent_request_of_a_visitor_says_that_a_sign_in_is_needed(trip: Trip) -> None:
    trip.client = Client()
    assert answered(trip.authorize(prompt="none"))["error"] == "login_required"


def test_a_visitor_signs_in_first_then_goes_on(trip: Trip) -> None:
    visitor = Client()
    trip.client = visitor
    address = trip.authorize()["Location"]
    assert visitor.get(address)["Location"] == f"/connexion/?next={address}"
    prove(visitor, trip.helper)
    # Signing in for real keeps the session; the test's own sign-in makes another: ask again.
    assert visitor.get(trip.authorize()["Location"]).status_code == 200


# The second factor


@pytest.mark.parametrize(
    ("ago", "changes"),
    [
        (timedelta(minutes=16), {}),
        (timedelta(minutes=2), {"prompt": "login"}),
        (timedelta(minutes=2), {"max_age": "60"}),
        (timedelta(seconds=5), {"max_age": "0"}),
    ],
)
def test_an_old_proof_of_the_second_factor_is_asked_again(trip: Trip, ago: timedelta, changes: dict[str, Any]) -> None:
    prove(trip.client, trip.helper, timezone.now() - ago)
    address = trip.authorize(**changes)["Location"]
    for answer in (trip.client.get(address), trip.choose(address)):
        assert answer.status_code == 302 and answer["Location"].startswith("/connexion/confirmer/?next=")
    assert not Procedure.objects.exists()


def test_a_proof_made_for_the_service_is_enough(trip: Trip) -> None:
    prove(trip.client, trip.helper, timezone.now() - timedelta(minutes=2))
    address = trip.authorize(prompt="login")["Location"]
    session = trip.client.session
    session["account_authentication_methods"] = [
        {"method": "mfa", "type": "totp", "at": (timezone.now() + timedelta(seconds=1)).timestamp()}
    ]
    session.save()
    assert trip.choose(address)["Location"].startswith(BACK)


# The choice


def test_a_journey_serves_once_and_in_its_own_browser(trip: Trip) -> None:
    address = trip.authorize()["Location"]
    thief = Client()
    prove(thief, trip.helper)
    assert thief.get(address).status_code == 404
    assert trip.choose(address).status_code == 302
    assert trip.choose(address).status_code == 404


def test_the_mandate_of_another_organisation_is_out_of_sight(trip: Trip) -> None:
    other = make_mandate(make_helper(now=timezone.now()), now=timezone.now())
    address = trip.authorize()["Location"]
    assert trip.choose(address, other.authorisations.first()).status_code in (404, 422)
    assert not Procedure.objects.exists()


def test_a_group_the_citizen_did_not_authorise_is_refused_on_the_form(trip: Trip) -> None:
    trip.mandate.authorisations.get(group_id="social")
    address = trip.authorize(claims=json.dumps({"userinfo": {"rep_scope": {"value": "social"}}}))["Location"]
    answer = trip.choose(address)
    assert answer.status_code == 422 and not Procedure.objects.exists()


def test_the_helper_may_give_up(trip: Trip) -> None:
    address = trip.authorize()["Location"]
    said = answered(trip.client.post(f"{address}renoncer/"))
    assert said["error"] == "access_denied" and said["state"] == trip.state
    assert trip.client.get(address).status_code == 404


def test_a_suspended_helper_reads_why_and_chooses_nobody(trip: Trip) -> None:
    address = trip.authorize()["Location"]
    suspend(trip)
    assert trip.client.get(address).status_code == 403 and trip.choose(address).status_code == 403


def test_another_role_reads_what_to_do(client: Client, trip: Trip) -> None:
    client.logout()
    from_lead = make_helper(now=timezone.now())
    membership = from_lead.person.memberships.get()
    membership.role = "helper_lead"
    membership.save()
    prove(client, from_lead)
    answer = trip.authorize()
    assert answer.status_code == 403 and "autre rôle" in answer.content.decode()
