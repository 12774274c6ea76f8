"""The main menu holds on one line for every role, opens by keyboard and without script."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from conum.commons.accounts.enums import UNHELD_ROLES, Role
from conum.kernel.ui.navigation import AT_ONCE, menu
from tests.factories_accounts import make_actor, make_organisation, signed_in

pytestmark = pytest.mark.django_db
HELD = sorted(set(Role.values) - UNHELD_ROLES)


@pytest.mark.parametrize("role", HELD)
def test_no_role_has_more_entries_than_a_line_holds(role: str) -> None:
    scope = {"organisation": make_organisation()} if role in ("hub", "network", "helper", "helper_lead") else {}
    assert 1 <= len(menu(make_actor(role, **scope), "/")) <= AT_ONCE


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("script", [True, False])
def test_the_administrators_menu_is_one_line_and_opens_by_keyboard(visitors: Any, script: bool) -> None:
    client = Client()
    signed_in(client, Role.NATIONAL_ADMIN)
    page = visitors.open("/sources-et-licences", java_script_enabled=script)
    name = settings.SESSION_COOKIE_NAME
    page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": page.url}])
    page.reload()
    bar = page.get_by_role("navigation", name="Menu principal")
    tops = {round(item.bounding_box()["y"]) for item in bar.locator(".fr-nav__item").all()}
    assert len(tops) == 1
    bar.locator("summary", has_text="Aidants Connect").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Demandes d'habilitation"
