"""The split in a real browser: recalculated while typing, and the same numbers without scripts."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from conum.domains.positions.models import AllocationScenario
from tests.factories_accounts import signed_in
from tests.factories_amendments import ask, host_with

pytestmark = pytest.mark.django_db(transaction=True)


def opened(visitors: Any, client: Client, path: str, **options: Any) -> Any:
    """Open a page as the person `client` is signed in as."""
    page = visitors.open(**options)
    cookies = [{"name": name, "value": kept.value, "url": visitors.base_url} for name, kept in client.cookies.items()]
    page.context.add_cookies(cookies)
    page.goto(path)
    return page


def first_number(page: Any) -> str:
    """Return the posts of the first line of the map's table."""
    return page.locator("#carte-tableau tbody td").first.inner_text()


@pytest.mark.parametrize("width", [1280, 375])
def test_the_split_follows_what_is_typed(visitors: Any, axe: Any, client: Client, width: int) -> None:
    signed_in(client, "national_admin")
    page = opened(visitors, client, reverse("positions:allocation"), width=width)
    axe(page)
    before = first_number(page)

    page.get_by_label("Exposant de la population").fill("1")
    with page.expect_response(lambda answer: "population=1" in answer.url):
        page.keyboard.press("Tab")
    page.wait_for_url("**population=1**")

    assert first_number(page) != before
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_split_works_without_scripts_and_becomes_quotas(visitors: Any, client: Client) -> None:
    signed_in(client, "national_admin")
    page = opened(visitors, client, reverse("positions:allocation"), java_script_enabled=False)
    page.get_by_label("Nombre de postes").fill("50")
    page.get_by_role("button", name="Calculer").click()
    assert "Postes insuffisants" in page.locator("#repartition").inner_text()
    page.get_by_label("Nombre de postes").fill("3000")
    page.get_by_role("button", name="Calculer").click()
    page.get_by_role("link", name="Enregistrer comme scénario").click()
    page.get_by_label("Nom du scénario").fill("Trois mille")
    page.get_by_role("button", name="Enregistrer").click()
    page.get_by_role("link", name="Adopter comme dotations").click()
    page.get_by_role("button", name="Adopter ce scénario").click()

    assert "Le scénario est adopté" in page.locator("main").inner_text()
    assert sum(AllocationScenario.objects.get().quotas.values_list("posts", flat=True)) == 3000


@pytest.mark.parametrize("name", ["amendments", "transfers", "vacancies", "scenarios"])
def test_lists_are_accessible(visitors: Any, axe: Any, client: Client, name: str) -> None:
    ask(host_with(2)[0])
    signed_in(client, "national_admin")
    axe(opened(visitors, client, reverse(f"positions:{name}")))


def test_an_amendment_is_accessible(visitors: Any, axe: Any, client: Client) -> None:
    amendment = ask(host_with(2)[0])
    signed_in(client, "national_admin")
    axe(opened(visitors, client, reverse("positions:amendment", args=[amendment.pk])))
    axe(opened(visitors, client, reverse("positions:amendment_accept", args=[amendment.pk]), width=375))
