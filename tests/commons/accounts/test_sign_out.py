"""Leaving for the identity provider and signing out of it: with the test client, then in a browser."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from tests.commons.accounts.provider import answer, back, consent, depart
from tests.factories_accounts import make_person
from tests.support.processes import free_port

pytestmark = pytest.mark.django_db


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
