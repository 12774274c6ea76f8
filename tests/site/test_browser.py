"""The browser of the tests: what goes wrong in a page fails the test that opened it."""

from typing import Any

import pytest

from tests.support.browser import Visitors

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_page_of_the_live_application_has_its_style_and_no_fault(visitors: Visitors) -> None:
    page = visitors.open("/introuvable/")
    assert page.locator("h1").count() == 1
    assert "Marianne" in page.evaluate("getComputedStyle(document.body).fontFamily")


@pytest.mark.parametrize(
    ("script", "fault"),
    [
        ("console.error('broken wheel')", "console: broken wheel"),
        ("setTimeout(() => { throw new Error('flat tyre') })", "script: flat tyre"),
        ("document.body.setAttribute('style', 'color: red')", "Content Security Policy"),
        ("fetch('/static/never.css')", "404:"),
    ],
)
def test_a_fault_of_the_page_is_kept(visitors: Visitors, script: str, fault: str) -> None:
    page = visitors.open("/introuvable/")
    page.evaluate(script)
    page.wait_for_timeout(0)
    page.wait_for_load_state("networkidle")
    faults, visitors.faults = visitors.faults, []
    assert any(fault in line for line in faults), faults


def test_axe_refuses_an_inaccessible_page(visitors: Visitors, axe: Any) -> None:
    page = visitors.open()
    page.set_content("<html lang='fr'><title>x</title><main><h1>Titre</h1><img src='data:,'></main></html>")
    with pytest.raises(AssertionError, match="image-alt"):
        axe(page)


def test_axe_accepts_the_error_page(visitors: Visitors, axe: Any) -> None:
    axe(visitors.open("/introuvable/", width=375))
