"""The pages of the platform in a real browser: accessible, narrow enough, and usable without scripts."""

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from conum.commons.programme.operations import apply_retention
from tests.commons.journal.test_operations import write
from tests.factories_accounts import make_membership, make_person, sign_in
from tests.support.browser import scrolls_sideways

PAGES = (
    "/journal/",
    "/journal/empreintes/",
    "/pilotage/parametres/",
    "/pilotage/parametres/programme.minimum_wage/",
    "/pilotage/conservation/",
    "/compte/courriels/",
    "/demonstration/courriels/",
)


@pytest.fixture
def admin(visitors, live_server):
    """Opens pages as a national administrator."""
    person, client = make_person(first_name="Ana", last_name="Roy"), Client()
    sign_in(client, person, make_membership("national_admin", person))
    cookies = [{"name": name, "value": kept.value, "url": live_server.url} for name, kept in client.cookies.items()]

    def opened(path, **options):
        page = visitors.open(**options)
        page.context.add_cookies(cookies)
        page.goto(path)
        return page

    return opened


@pytest.mark.django_db(transaction=True)
def test_pages_are_accessible_and_fit(admin, axe, now):
    with transaction.atomic():
        write(now)
    apply_retention(day=timezone.localdate(now), now=now)
    page = admin(PAGES[0], width=375)
    for path in PAGES:
        page.goto(path)
        axe(page)
        assert not scrolls_sideways(page, 375, 1280), path
        assert page.locator("h1").count() == 1, path


@pytest.mark.django_db(transaction=True)
def test_a_parameter_is_changed_without_scripts(admin):
    page = admin("/pilotage/parametres/?q=salaire", java_script_enabled=False)
    page.get_by_role("link", name="Salaire minimum (SMIC)").click()
    page.get_by_label("Nouvelle valeur").fill("mille")
    page.get_by_label("Premier jour").fill("2090-01-01")
    page.get_by_label("Motif").fill("Décret du 1er décembre 2089")
    page.get_by_role("button", name="Enregistrer la valeur").click()
    assert page.get_by_text("La valeur doit être un nombre compris entre 0").first.is_visible()
    assert page.get_by_label("Motif").input_value() == "Décret du 1er décembre 2089"
    page.get_by_label("Nouvelle valeur").fill("2 500,50")
    page.get_by_role("button", name="Enregistrer la valeur").click()
    assert page.get_by_text("elle s'applique à partir du 01/01/2090").is_visible()
    page.locator("summary", has_text="Administration").click()
    page.get_by_role("link", name="Journal").first.click()
    assert page.get_by_text("new : 2500.50").is_visible()
