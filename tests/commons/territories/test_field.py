"""The field that asks for a commune, without script and with it."""

import os

import pytest
from playwright.sync_api import expect

from conum.commons.territories.models import Commune
from conum.commons.territories.web.fields import CommuneField
from tests.commons.territories.urls import Where

pytestmark = pytest.mark.django_db


def asked(**data):
    form = Where(data)
    form.is_valid()
    return form


def test_a_clear_text_gives_the_commune():
    for text in ("Limoges", "limoges", "87000 Limoges", "Limoges (87000)", " 87000 "):
        assert asked(commune=text).cleaned_data["commune"].code == "87085"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Remplissez le champ « Commune »."),
        ("   ", "Remplissez le champ « Commune »."),
        ("zzzzzz", "Aucune commune ne correspond à « zzzzzz »"),
        ("<script>", "Aucune commune"),
        ("limoge", "Aucune commune ne s’appelle « limoge »"),
        ("Saint-Denis", "Plusieurs communes correspondent à « Saint-Denis »"),
        ("x" * 5000, "Aucune commune ne correspond à « xxx"),
    ],
)
def test_bad_input_gets_a_sentence(text, sentence):
    form = asked(commune=text)
    assert sentence in form.errors["commune"][0]
    assert len(form.errors["commune"][0]) < 250


def test_what_was_typed_is_kept_and_candidates_are_offered():
    html = str(asked(commune="saint denis")["commune"])
    assert 'value="saint denis"' in html
    assert 'value="Saint-Denis (93200)"' in html
    assert "La Réunion" in html


def test_a_choice_answers_the_text_it_was_offered_for():
    chosen = {"commune_choix": "Saint-Denis (93200)", "commune_saisie": "saint denis"}
    assert asked(commune="saint denis", **chosen).cleaned_data["commune"].code == "93066"
    assert asked(commune="Limoges", **chosen).cleaned_data["commune"].code == "87085"
    forged = {"commune_choix": "zzzz", "commune_saisie": "saint denis"}
    assert not asked(commune="saint denis", **forged).is_valid()


def test_a_known_commune_is_shown_by_its_label():
    limoges = Commune.objects.get(pk="87085")
    for initial in (limoges, "87085"):
        assert 'value="Limoges (87000)"' in str(Where(initial={"commune": initial})["commune"])
    field = CommuneField()
    assert not field.has_changed(limoges, "Limoges (87000)")
    assert field.has_changed(limoges, "Guéret (23000)")


def test_an_optional_field_may_stay_empty():
    assert CommuneField(required=False).clean("") is None


def test_a_form_that_measures_distances_refuses_an_unlocated_commune():
    field = CommuneField(located=True)
    with pytest.raises(Exception, match="La position de Bora-Bora n’est pas connue"):
        field.clean("Bora-Bora")
    assert CommuneField().clean("Bora-Bora").code == "98714"


def test_two_forms_do_not_share_candidates():
    asked(commune="saint denis")
    assert "Saint-Denis" not in str(asked(commune="zzzz")["commune"])


def shot(page, name):
    if folder := os.environ.get("CONUM_SHOTS"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


@pytest.mark.django_db(transaction=True)
@pytest.mark.urls("tests.commons.territories.urls")
def test_the_combobox_by_keyboard(visitors, axe):
    page = visitors.open("/essai")
    box = page.get_by_role("combobox", name="Commune")
    box.press_sequentially("limo")
    options = page.get_by_role("option")
    expect(options.first).to_contain_text("Limoges (87000)")
    expect(box).to_have_attribute("aria-expanded", "true")
    axe(page)
    box.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    shot(page, "combobox-1280")
    box.press("Enter")
    expect(box).to_have_value("Limoges (87000)")
    expect(box).to_have_attribute("aria-expanded", "false")
    box.press("Enter")
    expect(page.locator("#trouve")).to_have_text("87085 Limoges (87000)")


@pytest.mark.django_db(transaction=True)
@pytest.mark.urls("tests.commons.territories.urls")
def test_the_combobox_by_pointer_and_escape(visitors):
    page = visitors.open("/essai", width=375)
    box = page.get_by_role("combobox", name="Commune")
    box.press_sequentially("st yri")
    page.get_by_role("option", name="Saint-Yrieix-la-Perche").click()
    expect(box).to_have_value("Saint-Yrieix-la-Perche (87500)")
    box.fill("gueret")
    expect(page.get_by_role("option").first).to_contain_text("Guéret")
    shot(page, "combobox-375")
    box.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()


@pytest.mark.django_db(transaction=True)
@pytest.mark.urls("tests.commons.territories.urls")
def test_without_script_one_chooses_among_candidates(visitors, axe):
    page = visitors.open("/essai", width=375, java_script_enabled=False)
    page.get_by_label("Commune").fill("saint denis")
    page.get_by_role("button", name="Chercher", exact=True).click()
    shot(page, "choices-375")
    page.get_by_label("Saint-Denis (93200)").check(force=True)
    page.get_by_role("button", name="Chercher", exact=True).click()
    expect(page.locator("#trouve")).to_have_text("93066 Saint-Denis (93200)")
