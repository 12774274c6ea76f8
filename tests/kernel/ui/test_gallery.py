"""The gallery, in a real browser: no violation, no console error, no sideways scroll, light and dark."""

from typing import Any

import pytest

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def invented(settings: Any) -> None:
    """The gallery is shown where the data are invented."""
    settings.CONUM_SYNTHETIC = True


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 375])
def test_gallery_is_accessible_and_fits(visitors: Any, axe: Any, scheme: str, width: int) -> None:
    page = visitors.open("/composants/", width=width, color_scheme=scheme)
    page.locator("h1").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    axe(page)


def test_errors_are_shown_with_focus_on_their_summary(visitors: Any, axe: Any) -> None:
    page = visitors.open("/composants/")
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    summary = page.locator("[data-error-summary]")
    summary.wait_for()
    assert page.evaluate("document.activeElement.hasAttribute('data-error-summary')")
    summary.get_by_role("link", name="Type de structure").click()
    assert page.url.endswith("#id_kind_0")
    axe(page)


def test_confirmation_asks_before_sending(visitors: Any, axe: Any) -> None:
    page = visitors.open("/composants/")
    page.get_by_role("button", name="Retirer la demande").click()
    dialog = page.get_by_role("dialog", name="Retirer cette demande ?")
    dialog.wait_for()
    axe(page)
    dialog.get_by_role("button", name="Annuler").click()
    assert not dialog.is_visible()
    page.get_by_role("button", name="Retirer la demande").click()
    with page.expect_request(lambda request: request.method == "POST") as sent:
        dialog.get_by_role("button", name="Retirer la demande").click()
    assert "reason=duplicate" in (sent.value.post_data or "")


def test_page_works_without_scripts(visitors: Any) -> None:
    page = visitors.open("/composants/", width=375, java_script_enabled=False, color_scheme="dark")
    background = page.locator("body").evaluate("node => getComputedStyle(node).backgroundColor")
    assert background == "rgb(22, 22, 22)"
    assert page.get_by_role("link", name="Retirer la demande").is_visible()
    assert not page.get_by_role("button", name="Afficher la carte").is_visible()
    assert not page.locator("#theme").is_visible()
    page.get_by_role("heading", name="Combien coûte un poste").click()
    assert page.locator(".cn-accordion__content", has_text="État verse").is_visible()


def test_theme_is_chosen_and_kept(visitors: Any, axe: Any) -> None:
    page = visitors.open("/composants/", color_scheme="light")
    page.get_by_label("Affichage").select_option("dark")
    page.reload()
    assert page.locator("html").get_attribute("data-fr-theme") == "dark"
    assert page.get_by_label("Affichage").input_value() == "dark"
    axe(page)
    page.get_by_label("Affichage").select_option("system")
    assert page.locator("html").get_attribute("data-fr-theme") is None


def test_map_of_places_is_drawn_when_asked(visitors: Any, axe: Any) -> None:
    page = visitors.open("/composants/")
    assert page.evaluate("typeof window.L") == "undefined"
    page.get_by_role("button", name="Afficher la carte").click()
    pin = page.get_by_role("button", name="Mairie de Guéret")
    pin.wait_for()
    pin.click()
    assert page.get_by_role("link", name="Mairie de Guéret").get_attribute("href") == "#gueret"
    axe(page)


def test_letters_left_are_counted_like_the_server_does(visitors: Any) -> None:
    page = visitors.open("/composants/")
    page.get_by_label("Votre projet").fill("é😀\n")
    page.get_by_text("497 caractères restants").wait_for()
    page.get_by_label("Votre projet").fill("x" * 501)
    page.get_by_text("1 caractères en trop").wait_for()


def test_one_box_chooses_all_the_rows(visitors: Any) -> None:
    page = visitors.open("/composants/")
    page.get_by_label("Tout choisir sur cette page").check()
    assert page.locator("input[data-row]:checked").count() == 4
    page.get_by_label("Choisir Commune de Tulle").uncheck()
    assert page.get_by_label("Tout choisir sur cette page").evaluate("box => box.indeterminate")


def test_menu_opens_on_a_phone_and_closes_by_escape(visitors: Any) -> None:
    page = visitors.open("/composants/", width=375)
    button = page.get_by_role("button", name="Menu")
    assert not page.locator("#menu-principal").is_visible()
    button.click()
    assert page.locator("#menu-principal").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator("#menu-principal").is_visible()


def test_first_key_leads_to_the_content(visitors: Any) -> None:
    page = visitors.open("/composants/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Contenu"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "contenu"


def test_progress_goes_on_until_done_and_then_stops_asking(visitors: Any) -> None:
    page = visitors.open("/composants/")
    progress = page.locator("#progression")
    progress.get_by_text("terminé").wait_for(timeout=20_000)
    assert progress.get_attribute("hx-get") is None


def test_gallery_is_absent_where_people_are_real(client: Any, settings: Any) -> None:
    settings.CONUM_SYNTHETIC = False
    assert client.get("/composants/").status_code == 404
    assert client.get("/composants/avancement/0/").status_code == 404
