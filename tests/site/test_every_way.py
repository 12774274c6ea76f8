"""Other ways in: with the keyboard alone; on a phone whose browser runs no script."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from conum.domains.recruitment.models import Candidate
from tests.factories_recruitment import A_PDF
from tests.support.people import Somebody, begins

pytestmark = pytest.mark.django_db(transaction=True)
MANY = 60  # more stops than any of these pages has


@pytest.fixture(autouse=True)
def _as_in_production(settings: Any) -> None:
    """Every mail goes through the outbox; the question against robots does not wait."""
    settings.CHALLENGE_MIN_SECONDS = 0
    settings.EMAIL_BACKEND = "conum.commons.messaging.operations.OutboxBackend"


def nothing(page: Page) -> None:
    """Accessibility is checked along the main line."""


class Keyboard:
    """Somebody without a mouse."""

    def __init__(self, somebody: Somebody) -> None:
        self.page, self.main = somebody.page, somebody.main

    def press(self, *keys: str) -> None:
        """Press keys one after the other."""
        for key in keys:
            self.page.keyboard.press(key)

    def reach(self, target: Locator) -> None:
        """Go forward stop by stop until the focus is there, always somewhere one can see."""
        for _ in range(MANY):
            if target.evaluate("element => element === document.activeElement"):
                return
            self.press("Tab")
        raise AssertionError(f"{target} cannot be reached with the keyboard")

    def field(self, label: str) -> Locator:
        """The field of this label."""
        return self.main.get_by_label(begins(label)).first

    def writes(self, label: str, text: str) -> None:
        """Reach a field and type."""
        self.reach(self.field(label))
        self.page.keyboard.type(text)

    def activates(self, role: Any, name: str) -> None:
        """Reach a link or a button and press Enter."""
        self.reach(self.main.get_by_role(role, name=name).first)
        self.press("Enter")


def test_applying_and_signing_in_with_the_keyboard_alone(visitors: Any) -> None:
    awa = Somebody(visitors.open("/candidature/"), "awa@example.org", nothing, set())
    keys = Keyboard(awa)
    keys.press("Tab")
    expect(awa.page.get_by_role("link", name="Contenu")).to_be_focused()
    keys.press("Enter")

    fill_with_the_keyboard(keys, awa)
    keys.activates("button", "Envoyer ma candidature")
    summary = awa.page.get_by_role("alert")
    expect(summary).to_be_focused()
    keys.press("Tab", "Enter")
    expect(keys.field("Je ne suis pas à la retraite")).to_be_focused()
    keys.press("Space")
    keys.activates("button", "Envoyer ma candidature")
    awa.arrives("Plus qu'une étape")

    awa.opens_mail("Confirmez votre candidature").arrives("Confirmer ma candidature")
    keys.activates("button", "Confirmer ma candidature")
    awa.arrives("Votre candidature est confirmée")
    keys.activates("link", "Suivre ma candidature")
    awa.arrives("Se connecter")
    keys.writes("Adresse électronique", awa.email)
    keys.press("Enter")
    awa.arrives("Saisir le code reçu")
    code = re.search(r"\b\d{6}\b", awa.mail("code de connexion").body)
    assert code
    keys.writes("Code reçu", code[0])
    keys.press("Enter")
    awa.arrives("Ma candidature").reads("Panazol", "20 km")


def fill_with_the_keyboard(keys: Keyboard, somebody: Somebody) -> None:
    """Every answer but one; the list of communes and the groups of buttons answer to the arrows."""
    for label, text in (("Prénom", "Awa"), ("Nom", "Diallo"), ("Adresse électronique", somebody.email)):
        keys.writes(label, text)
    keys.writes("Date de naissance", "03031994")  # the same in the order of any language
    keys.writes("Votre commune", "panaz")
    somebody.page.get_by_role("option", name="Panazol").wait_for()
    keys.press("ArrowDown", "Enter")
    keys.reach(keys.field("5 km"))
    keys.press("ArrowDown", "ArrowDown", "ArrowDown")
    expect(keys.field("20 km")).to_be_checked()
    keys.reach(keys.field("Dès demain"))
    keys.press("Space")
    keys.reach(keys.field("Je suis en recherche d'emploi"))
    keys.press("Space")
    keys.writes("Pourquoi ce métier vous intéresse", "J'aide déjà mes voisins.")
    keys.reach(somebody.page.locator("input[name=challenge]"))
    somebody.answers_the_question()


def test_applying_on_a_phone_without_scripts(visitors: Any) -> None:
    page = visitors.open("/", width=375, height=667, java_script_enabled=False)
    awa = Somebody(page, "awa@example.org", narrow, set())
    awa.follows("Je veux devenir conseiller", heading="Devenir conseiller numérique")
    awa.types(**{"Prénom": "Awa", "Nom": "Diallo", "Adresse électronique": awa.email})
    awa.types(**{"Date de naissance": "1994-03-03"})
    awa.types(**{"Votre commune": "Saint-Sulpice", "Pourquoi ce métier": "J'aide déjà mes voisins."})
    awa.ticks("20 km", "Dès demain", "Je suis en recherche d'emploi", "Je ne suis pas à la retraite")
    awa.answers_the_question().presses("Envoyer ma candidature")
    awa.reads("Une réponse est à corriger", "Choisissez la commune")
    assert awa.main.get_by_label("Prénom").first.input_value() == "Awa"
    awa.ticks("Saint-Sulpice (46160)").joins("CV", "cv.pdf", A_PDF).presses("Envoyer ma candidature")
    awa.arrives("Plus qu'une étape")
    awa.opens_mail("Confirmez votre candidature").presses("Confirmer ma candidature")
    awa.arrives("Votre candidature est confirmée").follows("Suivre ma candidature").signs_in()
    awa.arrives("Ma candidature").reads("Saint-Sulpice", "cv.pdf")
    assert Candidate.objects.get().state == "available"


def narrow(page: Page) -> None:
    """Nothing to scroll sideways on a small phone."""
    assert page.evaluate("document.documentElement.scrollWidth") <= 375, page.url
