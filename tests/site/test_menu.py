"""The frame of each page: the menu on one line for every role, without script; the banner of who acts for another."""

from __future__ import annotations

from typing import Any
from urllib.parse import urljoin

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from conum.commons.accounts.enums import UNHELD_ROLES, Role
from conum.commons.accounts.operations.impersonations import agree
from conum.kernel.ui.navigation import AT_ONCE, menu
from tests.factories_accounts import make_actor, make_organisation, signed_in

pytestmark = pytest.mark.django_db
HELD = sorted(set(Role.values) - UNHELD_ROLES)


@pytest.mark.parametrize("role", HELD)
def test_no_role_has_more_entries_than_a_line_holds(role: str) -> None:
    scope = {"organisation": make_organisation()} if role in ("hub", "network", "helper", "helper_lead") else {}
    assert 1 <= len(menu(make_actor(role, **scope), "/")) <= AT_ONCE


def opened_by(visitors: Any, client: Client, path: str, **options: Any) -> Any:
    """A page in the browser of who is signed in with `client`."""
    page = visitors.open("/sources-et-licences", **options)
    name = settings.SESSION_COOKIE_NAME
    page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": page.url}])
    page.goto(urljoin(page.url, path))
    return page


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("width", [1280, 375])
def test_who_acts_in_the_place_of_somebody_reads_it_and_stops_by_keyboard(visitors: Any, axe: Any, width: int) -> None:
    client, manager = Client(), make_actor(Role.HOST_MANAGER)
    signed_in(client, Role.NATIONAL_ADMIN)
    agree(manager, timezone.now())
    client.post(reverse("accounts:impersonate", args=[manager.person_id]))
    page = opened_by(visitors, client, "/equipe/", width=width)
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    banner = page.get_by_role("region", name="Vous agissez à la place de quelqu’un")
    assert manager.name in banner.inner_text()
    banner.get_by_role("button", name="Arrêter").focus()
    page.keyboard.press("Enter")
    page.get_by_text("Vous agissez de nouveau en votre nom").wait_for()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("script", [True, False])
def test_the_administrators_menu_is_one_line_and_opens_by_keyboard(visitors: Any, script: bool) -> None:
    client = Client()
    signed_in(client, Role.NATIONAL_ADMIN)
    page = opened_by(visitors, client, "/sources-et-licences", java_script_enabled=script)
    bar = page.get_by_role("navigation", name="Menu principal")
    tops = {round(item.bounding_box()["y"]) for item in bar.locator(".fr-nav__item").all()}
    assert len(tops) == 1
    bar.locator("summary", has_text="Aidants Connect").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Demandes d'habilitation"
