"""Sign-in by an OpenID Connect provider, against real processes on loopback ports."""

import time
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from django.test import Client

from conum.commons.accounts.enums import Role
from conum.commons.accounts.gateways import openid
from conum.commons.accounts.models import ExternalId, Person, SignIn
from tests.commons.accounts.provider import answer, back, consent, depart
from tests.factories_accounts import make_membership, make_person
from tests.support.processes import free_port

pytestmark = pytest.mark.django_db


def test_without_provider_the_pages_do_not_exist(client: Client) -> None:
    assert client.post("/connexion/identite/").status_code == 404
    assert client.get("/connexion/identite/retour/").status_code == 404


def test_the_button_carries_the_name_of_the_provider(client: Client, use: Any, mock: str) -> None:
    use(mock)
    assert "Se connecter avec Fédé" in client.get("/connexion/").content.decode()


def test_a_full_round_trip_opens_the_session(client: Client, use: Any, mock: str) -> None:
    use(mock)
    person = make_person(email="ada@example.org")
    address = depart(client, "/compte/")
    asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
    assert asked["code_challenge_method"] == "S256" and asked["response_type"] == "code"
    assert {"state", "nonce", "code_challenge"} <= set(asked)
    response = back(client, consent(address, "u-ada"))
    assert response["Location"] == "/compte/"
    assert client.get("/compte/").context["person"] == person
    assert ExternalId.objects.get(source=mock, value="u-ada").entity_id == person.pk
    assert SignIn.objects.get(person=person).method == "openid"


def test_the_identity_stays_bound_when_the_address_changes(client: Client, use: Any, mock: str) -> None:
    use(mock)
    person = make_person(email="moved@example.org")
    ExternalId.objects.create(entity="accounts.Person", entity_id=person.pk, source=mock, value="u-ada")
    back(client, consent(depart(client), "u-ada"))
    assert client.get("/compte/").context["person"] == person


def test_an_unverified_address_opens_no_account(client: Client, use: Any, mock: str) -> None:
    use(mock)
    make_person(email="ada@example.org")
    response = back(client, consent(depart(client), "u-eve"))
    assert response["Location"] == "/connexion/"
    assert client.get("/compte/").status_code == 302 and not ExternalId.objects.exists()


def test_a_second_identity_does_not_take_a_bound_account(client: Client, use: Any, mock: str) -> None:
    use(mock)
    person = make_person(email="ada@example.org")
    ExternalId.objects.create(entity="accounts.Person", entity_id=person.pk, source=mock, value="u-older")
    assert back(client, consent(depart(client), "u-ada"))["Location"] == "/connexion/"


def test_an_unknown_person_is_told_and_no_account_is_made(client: Client, use: Any, mock: str) -> None:
    use(mock)
    response = client.get(back(client, consent(depart(client), "u-new"))["Location"])
    assert "Aucun compte ne correspond" in response.content.decode()
    assert not Person.objects.exists()


def test_a_deactivated_account_stays_closed(client: Client, use: Any, mock: str, now: Any) -> None:
    use(mock)
    make_person(email="ada@example.org", is_active=False, deactivated_at=now)
    assert back(client, consent(depart(client), "u-ada"))["Location"] == "/connexion/"


def refused(client: Client, address: str) -> None:
    """The way back leads to the sign-in page, with a sentence, and no session."""
    response = back(client, address)
    assert response["Location"] == "/connexion/"
    assert "abouti" in client.get("/connexion/").content.decode()
    assert client.get("/compte/").status_code == 302


def test_the_state_of_another_session_is_refused(client: Client, use: Any, mock: str) -> None:
    use(mock)
    make_person(email="ada@example.org")
    thief = Client()
    depart(client)
    refused(client, consent(depart(thief), "u-ada"))


def test_an_answer_without_departure_is_refused(client: Client, use: Any, mock: str) -> None:
    use(mock)
    make_person(email="ada@example.org")
    refused(client, consent(depart(Client()), "u-ada"))


def test_an_answer_serves_once(client: Client, use: Any, mock: str) -> None:
    use(mock)
    make_person(email="ada@example.org")
    address = consent(depart(client), "u-ada")
    back(client, address)
    client.post("/deconnexion/")
    refused(client, address)


def test_an_answer_that_comes_too_late_is_refused(client: Client, use: Any, mock: str) -> None:
    use(mock)
    make_person(email="ada@example.org")
    address = consent(depart(client), "u-ada")
    session = client.session
    session["openid_journey"] = {**session["openid_journey"], "started_at": time.time() - 601}
    session.save()
    refused(client, address)


def test_the_nonce_of_another_session_is_refused(client: Client, use: Any, mock: str) -> None:
    use(mock)
    make_person(email="ada@example.org")
    address = consent(depart(client), "u-ada")
    session = client.session
    session["openid_journey"] = {**session["openid_journey"], "nonce": "another"}
    session.save()
    refused(client, address)


def test_a_refusal_of_the_person_at_the_provider_is_said(client: Client, use: Any, mock: str) -> None:
    use(mock)
    state = parse_qs(urlsplit(depart(client)).query)["state"][0]
    refused(client, f"/connexion/identite/retour/?error=access_denied&state={state}")


def test_a_provider_that_does_not_answer_is_said(client: Client, use: Any) -> None:
    use(f"http://127.0.0.1:{free_port()}")
    assert client.post("/connexion/identite/")["Location"] == "/connexion/"


def test_an_issuer_without_https_is_not_asked(client: Client, use: Any) -> None:
    use("http://identity.example.org")
    assert client.post("/connexion/identite/")["Location"] == "/connexion/"


def test_a_discovery_that_names_another_issuer_is_refused(client: Client, use: Any, forge: str) -> None:
    use(f"{forge}/other")
    assert client.post("/connexion/identite/")["Location"] == "/connexion/"


@pytest.mark.parametrize("signed", [False, True])
def test_userinfo_is_read_plain_or_signed(client: Client, use: Any, forge: str, signed: bool) -> None:
    use(forge)
    person = make_person(email="ada@example.org")
    address = answer(forge, client, signed=signed)
    verifier = client.session["openid_journey"]["verifier"]
    back(client, address)
    assert client.get("/compte/").context["person"] == person
    seen = requests.get(f"{forge}/seen", timeout=5).json()["seen"][-1]
    assert seen["code_verifier"] == verifier and seen["redirect_uri"].endswith("/connexion/identite/retour/")


@pytest.mark.parametrize(
    "wrong",
    [
        {"claims": {"nonce": "another"}},
        {"claims": {"nonce": None}},
        {"claims": {"iss": "http://127.0.0.1:1"}},
        {"claims": {"iss": None}},
        {"claims": {"aud": "somebody-else"}},
        {"claims": {"aud": ["conum", "other"]}},
        {"claims": {"exp": 1_700_000_000}},
        {"claims": {"exp": None}},
        {"claims": {"iat": 4_000_000_000}},
        {"claims": {"sub": None}},
        {"forged": "id"},
        {"alg": "HS256"},
        {"alg": "none"},
        {"info": {"sub": "u-2"}},
        {"info": {"email": None}},
        {"signed": True, "forged": "info"},
        {"signed": True, "info": {"aud": "somebody-else"}},
        {"signed": True, "info": {"iss": "http://127.0.0.1:1"}},
    ],
    ids=str,
)
def test_one_wrong_claim_is_enough_to_refuse(client: Client, use: Any, forge: str, wrong: dict[str, Any]) -> None:
    use(forge)
    make_person(email="ada@example.org")
    refused(client, answer(forge, client, **wrong))


def test_several_audiences_are_accepted_when_we_are_the_authorized_party(client: Client, use: Any, forge: str) -> None:
    use(forge)
    make_person(email="ada@example.org")
    back(client, answer(forge, client, claims={"aud": ["conum", "other"], "azp": "conum"}))
    assert client.get("/compte/").status_code == 200


@pytest.mark.parametrize(
    ("claims", "strong"),
    [({"amr": ["pwd", "mfa"]}, True), ({"acr": "eidas2"}, True), ({"amr": ["pwd"]}, False), ({"acr": "eidas1"}, False)],
)
def test_a_second_factor_shown_at_the_provider_counts(
    client: Client, use: Any, forge: str, claims: dict[str, Any], strong: bool
) -> None:
    use(forge)
    make_membership(Role.COUNSELLOR, make_person(email="ada@example.org"))
    back(client, answer(forge, client, claims=claims))
    assert client.get("/compte/").status_code == (200 if strong else 302)


def test_proconnect_has_its_own_scopes() -> None:
    assert openid.is_proconnect("https://auth.agentconnect.gouv.fr/api/v2")
    assert not openid.is_proconnect("https://auth.agentconnect.gouv.fr.evil.example/api/v2")
    provider = openid.Provider("https://auth.agentconnect.gouv.fr/api/v2", "id", "secret", "ProConnect", True)
    assert "usual_name" in provider.scopes and "profile" not in provider.scopes
