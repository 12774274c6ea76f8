"""In a real browser: the form without scripts on a phone, the committee with them; accessible at each page."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page

from conum.domains.positions.models import HostRequest, PostAttachment
from conum.kernel.web.challenge import answer_to
from tests.domains.positions.web.asking import SIRET, establishment, start_wanted
from tests.factories_accounts import signed_in
from tests.factories_positions import make_host, make_opinion, make_quota, make_request, make_session

pytestmark = pytest.mark.django_db(transaction=True)
PHONE = {"width": 375, "height": 800}
GO_ON = "button:has-text('Continuer') >> nth=0"


def narrow_enough(page: Page) -> bool:
    """Nothing to scroll sideways at 375 pixels."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= 375"))


def give_session(page: Page, live_server: Any, role: str) -> None:
    """Sign the browser in under this role."""
    client = Client()
    signed_in(client, role)
    cookie = client.cookies[django_settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": django_settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])


def test_the_form_is_filled_on_a_phone_without_scripts(visitors: Any, directory: dict[str, Any]) -> None:
    directory[SIRET] = establishment()
    page = visitors.open(reverse("positions:ask_start"), **PHONE, java_script_enabled=False)
    page.click("text=Commencer ma demande")
    page.check("input[name=kind][value=counsellor]", force=True)
    page.check("input[name=organisation_kind][value=commune]", force=True)
    page.check("input[name=france_services][value=no]", force=True)
    page.click(GO_ON)
    page.fill("input[name=siret]", SIRET)
    page.click(GO_ON)
    assert page.input_value("input[name=name]") == "COMMUNE DE BOURG"
    assert page.input_value("input[name=commune]").startswith("Limoges")
    page.click(GO_ON)
    page.fill("input[name=start_wanted]", start_wanted())
    page.fill("textarea[name=motivation]", "Ouvrir deux permanences.")
    page.click(GO_ON)
    typed = {"first_name": "Dominique", "last_name": "Petit", "function": "Maire", "phone": "05 55 45 60 00"}
    for name, value in {**typed, "email": "mairie@example.org"}.items():
        page.fill(f"input[name=contact_{name}]", value)
    page.click(GO_ON)
    page.check("input[name=commitments_accepted]", force=True)
    page.click(GO_ON)
    page.fill("input[name=challenge]", answer_to(page.input_value("input[name=challenge_token]")))
    page.click("text=Envoyer ma demande")

    assert "Consultez vos courriels" in page.inner_text("h1")
    assert HostRequest.objects.get().state == "unconfirmed"


def test_each_public_page_is_accessible_and_narrow(visitors: Any, axe: Any) -> None:
    page = visitors.open(reverse("positions:ask_start"), **PHONE)
    axe(page)
    assert narrow_enough(page)
    page.click("text=Commencer ma demande")
    page.click(GO_ON)
    page.wait_for_selector("text=3 réponses sont à corriger")
    axe(page)
    assert narrow_enough(page)


def test_the_committee_compares_and_decides(visitors: Any, live_server: Any, axe: Any) -> None:
    make_quota(posts=3)
    requests = [make_request(make_host(name=f"Commune de Bourg {n}"), posts_wanted=2) for n in (1, 2)]
    for request in requests:
        make_opinion(request)
    session = make_session(label="COSELEC 12")
    page = visitors.open(**PHONE)
    give_session(page, live_server, "national_admin")

    page.goto(live_server.url + reverse("positions:session", args=[session.pk]))
    axe(page)
    assert narrow_enough(page)
    for box in page.locator("input[name=selected]").all():
        box.check()
    page.click("text=Comparer (2 à 4)")
    page.wait_for_url("**/comparer/**")
    axe(page)
    assert narrow_enough(page)

    page.click("[aria-label='Décider – Commune de Bourg 1']")
    page.check("input[name=verdict][value=approved]", force=True)
    page.click("text=Enregistrer la décision")
    page.wait_for_url(f"**{reverse('positions:session', args=[session.pk])}")
    assert "La décision est enregistrée" in page.inner_text("main")
    assert PostAttachment.objects.count() == 2

    page.check("input[name=selected]")
    page.click("text=Décider les demandes cochées")
    page.wait_for_selector("text=Il reste 1 poste")
    assert PostAttachment.objects.count() == 2
