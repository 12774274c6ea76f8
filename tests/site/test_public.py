"""The public face: home, figures, départements, help nearby, search, texts."""

import pytest
from django.urls import reverse

from conum.site.demo import load
from conum.site.demo.world import SIZES, World


@pytest.fixture
def country(db):
    from datetime import date  # noqa: PLC0415

    load.Loader(World(SIZES["tiny"], 20201117, date(2026, 1, 13)), lambda label, total: lambda count: None).run()


TEXTS = ["accessibility", "legal", "privacy", "home", "figures", "places:finder", "search"]


@pytest.mark.django_db
@pytest.mark.parametrize("name", TEXTS)
def test_every_public_page_opens_on_an_empty_base(client, name):
    response = client.get(reverse(name))
    assert response.status_code == 200
    assert response.content.count(b"<h1") == 1


def test_home_shows_the_figures_of_the_day_with_their_method(client, country):
    page = client.get(reverse("home")).content.decode()
    assert "postes accordés à une structure" in page
    assert reverse("figures") + "#accordes" in page


def test_PRG_40_every_figure_has_its_method_on_the_page(client, country):
    page = client.get(reverse("figures")).content.decode()
    for anchor in ("objectif", "accordes", "en-poste"):
        assert f'id="{anchor}"' in page


def test_a_departement_lists_its_hosts(client, country):
    page = client.get(reverse("department", args=["23"])).content.decode()
    assert "Creuse (23)" in page
    assert page.count("<strong>") >= 5


def test_an_unknown_departement_is_404(client, db):
    assert client.get(reverse("department", args=["99"])).status_code == 404


def test_the_former_address_of_help_leads_to_the_finder(client, db):
    response = client.get(reverse("help_nearby"), {"commune": "Guéret"})
    assert response.status_code == 301
    assert response["Location"] == "/trouver/?ou=Gu%C3%A9ret"


def test_search_finds_communes_departements_and_pages(client, country):
    groups = dict(client.get(reverse("search"), {"q": "creuse"}).context["groups"])
    assert [found.label for found in groups["Départements"]] == ["Creuse (23)"]
    groups = dict(client.get(reverse("search"), {"q": "gueret"}).context["groups"])
    assert groups["Communes"][0].label.startswith("Guéret")
    groups = dict(client.get(reverse("search"), {"q": "rgpd"}).context["groups"])
    assert groups["Pages"][0].href == reverse("privacy")


def test_search_says_what_to_try_when_nothing_matches(client, db):
    assert "Rien ne correspond" in client.get(reverse("search"), {"q": "zzzzqqqq"}).content.decode()
