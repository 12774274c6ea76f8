"""In a real browser: sign in by code, enrol an application and a passkey, change role, sign in by passkey."""

import re
import time
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core import mail

from conum.commons.accounts.enums import Role
from tests.factories_accounts import make_membership, make_organisation, make_person

SHOTS = Path(__file__).parents[3] / ".data" / "screens"


def shown_code(secret: str) -> str:
    """What the application shows now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def mailed_code() -> str:
    """The code of the last mail."""
    found = re.search(r"\b(\d{6})\b", mail.outbox[-1].body)
    assert found
    return found.group(1)


def virtual_device(page: Any) -> None:
    """Give the browser a device that makes passkeys and recognises its owner."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})


@pytest.mark.django_db(transaction=True)
def test_code_application_passkey_and_role(territories: None, visitors: Any, axe: Any) -> None:
    person = make_person(email="ada@example.org", first_name="Ada", last_name="Lovelace")
    make_membership(Role.HOST_MANAGER, person, organisation=make_organisation(name="Mairie de Limoges"))
    make_membership(Role.PREFECTURE, person, department_id="87")
    page = visitors.open("/compte/")
    virtual_device(page)

    axe(page)
    page.get_by_label("Adresse électronique").fill("ada@example.org")
    page.get_by_role("button", name="Recevoir un code").click()
    page.get_by_role("heading", name="Saisir le code reçu").wait_for()
    axe(page)
    page.get_by_label("Code reçu").fill(mailed_code())
    page.get_by_role("main").get_by_role("button", name="Se connecter").click()

    page.get_by_role("heading", name="Protéger mon compte").wait_for()
    axe(page)
    page.get_by_role("link", name="Ajouter une application").click()
    axe(page)
    page.get_by_label("Code affiché par l'application").fill(shown_code(page.locator("#secret").inner_text()))
    page.get_by_role("button", name="Activer").click()
    page.get_by_role("heading", name="Codes de secours").wait_for()
    axe(page)
    page.get_by_role("link", name="C'est noté, continuer").click()

    page.get_by_role("link", name="Ajouter une clé d'accès").click()
    axe(page)
    page.get_by_label("Nom de la clé").fill("Mon ordinateur")
    page.get_by_role("button", name="Créer la clé").click()
    page.get_by_text("Mon ordinateur").wait_for()

    page.goto("/compte/role/")
    axe(page)
    page.get_by_role("main").get_by_role("button", name="Préfecture").click()
    page.goto("/structures/")
    axe(page)
    page.goto("/compte/")
    axe(page)

    page.locator(".fr-header").get_by_role("button", name="Se déconnecter").first.click()
    page.locator(".fr-header").get_by_role("link", name="Se connecter").first.wait_for()
    page.goto("/connexion/?next=/compte/")
    page.get_by_role("button", name="Utiliser une clé d'accès").click()
    page.get_by_role("heading", name="Mon compte").wait_for()
    assert page.get_by_text("Seconde protection active").is_visible()


@pytest.mark.django_db(transaction=True)
def test_passkey_as_second_factor_after_a_code(territories: None, visitors: Any, axe: Any) -> None:
    person = make_person(email="ada@example.org")
    make_membership(Role.COUNSELLOR, person)
    page = visitors.open("/connexion/")
    virtual_device(page)
    for turn in ("enrol", "show"):
        page.goto("/connexion/?next=/compte/")
        page.get_by_label("Adresse électronique").fill("ada@example.org")
        page.get_by_role("button", name="Recevoir un code").click()
        page.get_by_label("Code reçu").fill(mailed_code())
        page.get_by_role("main").get_by_role("button", name="Se connecter").click()
        if turn == "enrol":
            page.get_by_role("link", name="Ajouter une clé d'accès").click()
            page.get_by_role("button", name="Créer la clé").click()
            page.get_by_role("heading", name="Codes de secours").wait_for()
        else:
            page.get_by_role("heading", name="Seconde protection").wait_for()
            axe(page)
            page.get_by_role("button", name="Utiliser une clé d'accès").click()
            page.get_by_role("heading", name="Mon compte").wait_for()
        page.locator(".fr-header").get_by_role("button", name="Se déconnecter").first.click()
        page.get_by_text("Vous êtes déconnecté").wait_for()
