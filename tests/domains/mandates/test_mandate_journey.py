"""A helper signs a mandate with the citizen; the citizen reads it on their own page and ends it. By keyboard alone."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Locator, Page

from conum.commons.journal.models import JournalEntry
from conum.domains.mandates.models import Authorisation, Mandate
from conum.domains.mandates.queries.factors import RECORDS
from tests.commons.accounts.test_journey import virtual_device
from tests.domains.mandates.conftest import signs_in
from tests.factories_mandate_life import make_helper
from tests.support import franceconnect as fc
from tests.support.browser import scrolls_sideways

pytestmark = pytest.mark.django_db(transaction=True)
Check = Callable[[Page], Any]


@pytest.fixture
def live_provider(settings, live_server):
    """The provider that stands in for FranceConnect, for the address of the live application."""
    settings.CONUM_SYNTHETIC = True  # the demonstration's service is open
    settings.SITE_ADDRESS = live_server.url
    with fc.stand_in(live_server.url) as issuer:
        fc.configure(settings, issuer)
        yield issuer


def reaches(page: Page, target: Locator) -> Page:
    """Press Tab until the element has the focus, as who has no mouse does."""
    element = target.element_handle()
    assert element is not None
    for _ in range(120):
        page.keyboard.press("Tab")
        if page.evaluate("one => document.activeElement === one", element):
            return page
    raise AssertionError(f"Tab never reaches {target}")


def presses(page: Page, role: str, name: str | re.Pattern[str]) -> None:
    """Reach a link or a button and press Enter."""
    target = page.get_by_role("main").get_by_role(role, name=name).first  # type: ignore[arg-type]
    reaches(page, target).keyboard.press("Enter")


def ticks(page: Page, name: str | re.Pattern[str]) -> None:
    """Reach a box and press Space."""
    reaches(page, page.get_by_label(name).first).keyboard.press("Space")


def arrives(page: Page, heading: str, check: Check) -> None:
    """The page has this title; look at it."""
    page.get_by_role("heading", level=1, name=heading).wait_for()
    check(page)


def agrees_to_the_summary(page: Page, check: Check) -> None:
    """From the choices made: the citizen signs in, hears the summary and agrees."""
    presses(page, "button", "Continuer")
    arrives(page, "L'usager s'identifie", check)
    presses(page, "button", "S'identifier avec FranceConnect")
    chooses_citizen(page, "LEFÈVRE", check)
    arrives(page, "Lisez ce résumé à voix haute", check)
    ticks(page, re.compile("L'usager a entendu"))
    ticks(page, re.compile("L'usager déclare"))


def chooses_citizen(page: Page, name: str, check: Check) -> None:
    """On FranceConnect's page: arrow keys move among the citizens."""
    arrives(page, "Se connecter", check)
    radio = page.get_by_label(re.compile(name)).first
    reaches(page, page.get_by_role("radio").first)
    for _ in range(12):
        page.keyboard.press("ArrowDown")
        if radio.is_checked():
            break
    presses(page, "button", "Continuer vers Conum")


def helper_at_work(visitors: Any, helper: Any, width: int) -> Page:
    """A browser in which the helper has signed in and just proved a second factor."""
    client = Client()
    signs_in(client, helper)
    page: Page = visitors.open(width=width)
    cookie = {"name": django_settings.SESSION_COOKIE_NAME, "value": client.session.session_key}
    page.context.add_cookies([{**cookie, "url": visitors.base_url}])  # type: ignore[typeddict-item]
    return page


def acts(page: Page, check: Check) -> None:
    """The round trip with the demonstration's service, for the citizen and the group chosen."""
    page.goto("/demonstration/service/")
    arrives(page, "Service de démonstration", check)
    presses(page, "link", "Agir au nom d'un usager")
    arrives(page, "Pour qui agissez-vous ?", check)
    presses(page, "link", re.compile("^Choisir Élise"))
    arrives(page, "Pour quelle démarche ?", check)
    reaches(page, page.get_by_role("radio").first).keyboard.press("ArrowDown")
    presses(page, "button", re.compile("Continuer vers"))
    page.get_by_text("L'usager est identifié").first.wait_for()
    check(page)


def walk(visitors: Any, helper: Any, check: Check, width: int) -> None:
    """The whole way."""
    page = helper_at_work(visitors, helper, width)
    page.goto("/mandats/")
    arrives(page, "Mandats", check)
    presses(page, "link", "Nouveau mandat")
    arrives(page, "Nouveau mandat", check)
    ticks(page, re.compile("^Social"))
    ticks(page, re.compile("^Argent"))
    ticks(page, re.compile("^1 jour"))
    page.keyboard.press("ArrowDown")
    agrees_to_the_summary(page, check)
    presses(page, "button", "Continuer vers la signature")
    arrives(page, "Signer le mandat", check)
    presses(page, "button", "Signer le mandat")
    arrives(page, "Mandat de Élise LEFÈVRE", check)
    mandate = Mandate.objects.get()
    assert mandate.duration_days == 31 and set(mandate.groups) == {"social", "money"}
    with page.expect_download() as download:
        presses(page, "link", re.compile("Télécharger l'attestation"))
    assert download.value.suggested_filename.endswith(".pdf")
    presses(page, "link", "Élise LEFÈVRE")
    arrives(page, "Élise LEFÈVRE", check)
    acts(page, check)

    citizen = visitors.open("/mes-mandats/", width=width)
    arrives(citizen, "Mes mandats", check)
    presses(citizen, "button", "S'identifier avec FranceConnect")
    chooses_citizen(citizen, "LEFÈVRE", check)
    arrives(citizen, "Mes mandats", check)
    citizen.get_by_text("Mandat signé").first.wait_for()
    citizen.get_by_text("Démarche faite en votre nom").first.wait_for()
    presses(citizen, "link", re.compile("Mettre fin à ce mandat"))
    arrives(citizen, f"Mettre fin au mandat avec {helper.organisation}", check)
    presses(citizen, "button", "Mettre fin")
    arrives(citizen, "Mes mandats", check)
    citizen.get_by_text("plus aucune démarche n'est possible").first.wait_for()
    assert set(Authorisation.objects.values_list("revoked_by", flat=True)) == {"citizen"}

    page.goto(f"/mandats/{mandate.pk}/")
    page.get_by_text("Révoqué").first.wait_for()
    public = visitors.open(f"/mandats/verifier/?code={mandate.document.code}", width=width)
    arrives(public, "Vérifier un mandat", check)
    public.get_by_text("Mandat connu, mais terminé").wait_for()


def test_a_mandate_from_the_helper_to_the_citizen_by_keyboard_on_a_phone(visitors, axe, live_provider):
    """The same pages on a screen: `tests/site/test_mandates_line.py`."""

    def check(page: Page) -> None:
        axe(page)
        assert not scrolls_sideways(page, 375, 1280), page.url

    walk(visitors, make_helper(now=timezone.now()), check, width=375)


def test_a_passkey_is_the_second_factor_of_the_signature(visitors, live_provider):
    page = helper_at_work(visitors, make_helper(now=timezone.now()), 1280)
    virtual_device(page)
    page.goto("/compte/securite/cles/ajouter/")
    page.get_by_role("button", name="Créer la clé").click()
    page.get_by_role("heading", level=1, name="Codes de secours").wait_for()
    page.goto("/mandats/nouveau/")
    ticks(page, re.compile("^Argent"))
    ticks(page, re.compile("^1 jour"))
    agrees_to_the_summary(page, nothing)
    proved_long_ago(page)
    presses(page, "button", "Continuer vers la signature")
    presses(page, "link", "Utiliser plutôt une clé d'accès")
    presses(page, "button", re.compile("clé d'accès"))
    arrives(page, "Signer le mandat", nothing)
    presses(page, "button", "Signer le mandat")
    arrives(page, "Mandat de Élise LEFÈVRE", nothing)
    shown = JournalEntry.objects.filter(action="factor.checked").latest("position")
    assert shown.payload["kind"] == "passkey"
    assert Mandate.objects.get().factor_at >= shown.happened_at - timedelta(seconds=1)


def nothing(page: Page) -> None:
    """Looked at elsewhere."""


def proved_long_ago(page: Page) -> None:
    """The second factor of this browser was shown ten minutes ago."""
    name = django_settings.SESSION_COOKIE_NAME
    key = next(cookie["value"] for cookie in page.context.cookies() if cookie["name"] == name)
    session = SessionStore(key)
    session[RECORDS] = [{**record, "at": record["at"] - 600} for record in session[RECORDS]]
    session.save()
