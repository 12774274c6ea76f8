"""Sign-in by an OpenID Connect provider, against real processes on loopback ports."""

import base64
import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from django.test import Client

from conum.commons.accounts.enums import Role
from conum.commons.accounts.gateways import openid
from conum.commons.accounts.models import ExternalId, Person, SignIn
from tests.factories_accounts import make_membership, make_person
from tests.support.processes import free_port, process

pytestmark = pytest.mark.django_db
OWN_PROVIDER = Path(__file__).parents[2] / "support" / "openid.py"
PEOPLE = (
    {"sub": "u-ada", "email": "ada@example.org", "email_verified": True, "given_name": "Ada"},
    {"sub": "u-eve", "email": "ada@example.org", "email_verified": False},
    {"sub": "u-new", "email": "new@example.org", "email_verified": True},
)


@pytest.fixture(scope="module")
def mock() -> Iterator[str]:
    """A whole provider, with its own sign-in page."""
    port, users = free_port(), []
    for person in PEOPLE:
        users += ["--user-claims", json.dumps(person)]
    with process(port, "-m", "oidc_provider_mock", "--port", str(port), "--require-nonce", "true", *users) as address:
        yield address


@pytest.fixture(scope="module")
def forge() -> Iterator[str]:
    """A provider that signs what the test asks for."""
    port = free_port()
    with process(port, str(OWN_PROVIDER), str(port)) as address:
        yield address


@pytest.fixture
def use(settings: Any) -> Callable[[str], None]:
    """Configure the provider of this address."""

    def configure(issuer: str) -> None:
        given = {"oidc_issuer": issuer, "oidc_client_id": "conum", "oidc_client_secret": "s", "oidc_name": "Fédé"}
        settings.ENVIRONMENT = settings.ENVIRONMENT.model_copy(update=given)

    return configure


def depart(client: Client, next_url: str = "") -> str:
    """The provider's address the browser is sent to."""
    return str(client.post("/connexion/identite/", {"next": next_url}).context["address"])


def consent(address: str, subject: str) -> str:
    """Sign in on the provider's page; returns the address it sends the browser back to."""
    answer = requests.post(address, data={"sub": subject}, allow_redirects=False, timeout=5)
    return answer.headers["Location"]


def back(client: Client, address: str) -> Any:
    """Follow the provider's redirection to us."""
    parts = urlsplit(address)
    return client.get(f"{parts.path}?{parts.query}")


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


def answer(forge: str, client: Client, *, claims: dict[str, Any] | None = None, **change: Any) -> str:
    """The address the forging provider would send back, with these claims changed (None removes one)."""
    asked = parse_qs(urlsplit(depart(client)).query)
    now = int(time.time())
    token = {
        "iss": forge,
        "aud": "conum",
        "sub": "u-1",
        "iat": now,
        "exp": now + 60,
        "nonce": asked["nonce"][0],
        **(claims or {}),
    }
    info = {"sub": "u-1", "email": "ada@example.org", "email_verified": True, "iss": forge, "aud": "conum"}
    info = {name: value for name, value in {**info, **change.pop("info", {})}.items() if value is not None}
    content = {"id": {name: value for name, value in token.items() if value is not None}, "info": info, **change}
    code = base64.urlsafe_b64encode(json.dumps(content).encode()).decode()
    return f"/connexion/identite/retour/?code={code}&state={asked['state'][0]}"


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


def test_leaving_for_the_provider_keeps_nothing_and_follows_no_form(client: Client, use: Any, mock: str) -> None:
    use(mock)
    response = client.post("/connexion/identite/")
    assert response.status_code == 200
    assert f'<meta http-equiv="refresh" content="0; url={mock}/oauth2/authorize?' in response.content.decode()
    assert "form-action 'self';" in response["Content-Security-Policy"] + ";"
    assert (response["Cache-Control"], response["Referrer-Policy"]) == ("no-store", "no-referrer")


def test_sign_out_ends_ours_then_the_session_of_the_provider(client: Client, use: Any, mock: str) -> None:
    use(mock)
    make_person(email="ada@example.org")
    back(client, consent(depart(client), "u-ada"))
    token = client.session["openid_id_token"]
    response = client.post("/deconnexion/")
    asked = {name: values[0] for name, values in parse_qs(urlsplit(response.context["address"]).query).items()}
    assert response.context["address"].startswith(f"{mock}/oauth2/end_session?")
    assert asked["id_token_hint"] == token and asked["state"]
    assert asked["post_logout_redirect_uri"] == "http://testserver/deconnexion/retour/"
    assert "_auth_user_id" not in client.session and "openid_id_token" not in client.session
    assert client.get("/deconnexion/retour/")["Location"] == "/"
    assert "Vous êtes déconnecté" in client.get("/").content.decode()


def test_sign_out_goes_home_when_the_provider_has_no_sign_out(client: Client, use: Any, forge: str) -> None:
    use(forge)
    make_person(email="ada@example.org")
    back(client, answer(forge, client))
    assert client.post("/deconnexion/")["Location"] == "/"


def test_sign_out_is_done_even_when_the_provider_is_silent(client: Client, use: Any, mock: str) -> None:
    use(mock)
    make_person(email="ada@example.org")
    back(client, consent(depart(client), "u-ada"))
    use(f"http://127.0.0.1:{free_port()}")
    assert client.post("/deconnexion/")["Location"] == "/"
    assert "fermez aussi votre session chez lui" in client.get("/").content.decode()
    assert client.get("/compte/").status_code == 302


def test_who_came_by_a_code_is_not_led_to_the_provider(client: Client, use: Any, mock: str) -> None:
    use(mock)
    client.force_login(make_person(), backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.post("/deconnexion/")["Location"] == "/"


@pytest.mark.django_db(transaction=True)
def test_a_browser_goes_to_the_provider_and_back_and_out_again(visitors: Any, use: Any, mock: str) -> None:
    use(mock)
    make_person(email="ada@example.org")
    page = visitors.open()
    page.route("https://cdn.jsdelivr.net/**", lambda route: route.fulfill(body=""))  # style of the mock's pages
    page.goto("/connexion/?next=/compte/")
    page.click("text=Se connecter avec Fédé")
    page.wait_for_url(f"{mock}/oauth2/authorize?**")
    page.click("button[value='u-ada']")
    page.wait_for_url("**/compte/")
    assert "ada@example.org" in page.content()
    page.locator("form[action='/deconnexion/'] button").first.click()
    page.wait_for_url(f"{mock}/oauth2/end_session?**")
    page.click("text=End session >> nth=-1")
    page.wait_for_url(f"{visitors.base_url}/")
    assert page.get_by_text("Vous êtes déconnecté").is_visible()


@pytest.mark.django_db(transaction=True)
def test_the_page_in_between_is_accessible(visitors: Any, axe: Any, use: Any, mock: str) -> None:
    use(mock)
    page = visitors.open()
    page.route(f"{mock}/oauth2/authorize?**", lambda route: route.fulfill(status=204))  # the browser stays here
    page.goto("/connexion/")
    page.click("text=Se connecter avec Fédé")
    page.wait_for_selector("text=Continuer sur 127.0.0.1")
    axe(page)
