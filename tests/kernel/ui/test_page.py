"""The page around the content: landmarks, menu, messages, marks, themes."""

from dataclasses import dataclass
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.template import engines
from django.urls import path

from conum.kernel.permissions import Permission
from conum.kernel.ui import navigation
from conum.kernel.ui.gallery.views import Gallery
from conum.kernel.ui.navigation import Entry
from tests.kernel.ui.drawing import HOSTILE, draw, request_for

BASE = '{% extends "base.html" %}{% block title %}Essai{% endblock %}{% block h1 %}Essai{% endblock %}'


@dataclass
class Actor:
    role: str
    role_label: str = "Préfecture"
    person_id: None = None


@pytest.fixture
def page(settings: Any) -> Any:
    """Draws the base page; keeps `extends` first."""
    settings.CONUM_SYNTHETIC = False

    def drawn(**options: Any) -> str:
        request = options.pop("request", None) or request_for()
        return str(engines["django"].from_string(BASE).render(options, request))

    return drawn


def test_page_has_one_h1_a_language_and_skip_links(page: Any) -> None:
    html = page()
    assert html.count("<h1") == 1
    assert '<html lang="fr"' in html
    assert "<title>Essai — Conum</title>" in html
    for target in ("contenu", "menu", "pied"):
        assert f'href="#{target}"' in html
        assert f'id="{target}"' in html


def test_page_has_no_inline_script_style_or_handler(page: Any) -> None:
    html = page()
    assert "style=" not in html
    assert "<style" not in html
    assert " onclick" not in html
    assert all("src=" in part.split(">")[0] for part in html.split("<script")[1:])


def test_invented_data_are_said_on_every_page(page: Any, settings: Any) -> None:
    assert "Données fictives" not in page()
    settings.CONUM_SYNTHETIC = True
    assert "Données fictives" in page()


def test_form_with_errors_says_so_in_the_title(page: Any) -> None:
    form = SimpleNamespace(is_bound=True, errors={"name": ["x"]})
    assert "<title>Erreur : Essai — Conum</title>" in page(form=form)


@pytest.mark.parametrize(
    ("level", "role", "tone"),
    [(constants.SUCCESS, "status", "success"), (constants.ERROR, "alert", "error"), (constants.INFO, "status", "info")],
)
def test_messages_are_announced_and_escaped(page: Any, level: int, role: str, tone: str) -> None:
    html = page(messages=[Message(level, HOSTILE)])
    assert f'fr-alert--{tone} fr-alert--sm fr-mb-3w" role="{role}"' in html
    assert "<script>alert" not in html


@pytest.fixture
def menu(monkeypatch: pytest.MonkeyPatch, settings: Any) -> Any:
    """A menu of our own, with the gallery as the only page that exists."""
    monkeypatch.setattr(navigation, "ENTRIES", [])
    addresses = ModuleType("addresses")
    addresses.urlpatterns = [path("galerie/", Gallery.as_view(), name="page")]
    settings.ROOT_URLCONF = addresses
    return navigation.register


def test_menu_shows_what_the_role_may_open(menu: Any) -> None:
    menu(Entry("Réservé", "page", permission=Permission("x.see", "", frozenset({"prefecture"}))))
    assert "Réservé" in draw("{% ui_navigation %}", request=request_for(actor=Actor("prefecture")))
    assert "Réservé" not in draw("{% ui_navigation %}", request=request_for(actor=Actor("candidate")))
    assert draw("{% ui_navigation %}").strip() == ""


def test_menu_marks_the_current_page_and_forgets_missing_ones(menu: Any) -> None:
    menu(Entry("Deuxième", "page", order=2), Entry("Absente", "nowhere", order=1))
    html = draw("{% ui_navigation %}", "/galerie/3/")
    assert 'href="/galerie/" aria-current="page"' in html
    assert "Absente" not in html


def test_menu_entry_registered_twice_appears_once(menu: Any) -> None:
    menu(Entry("Une", "page"))
    menu(Entry("Une", "page"))
    assert draw("{% ui_navigation %}").count("Une") == 1


def test_a_long_menu_folds_its_groups_and_a_short_one_does_not(menu: Any) -> None:
    few = [Entry(f"Seule {number}", "page", order=number) for number in range(3)]
    menu(*few, *[Entry(f"Poste {number}", "page", order=5, group="Postes") for number in range(4)])
    assert "<details" not in draw("{% ui_navigation %}")
    menu(*[Entry(f"Autre {number}", "page", order=6) for number in range(3)])
    html = draw("{% ui_navigation %}", "/galerie/3/")
    assert html.count("<details") == 1
    assert '<summary class="fr-nav__link" aria-current="true">Postes</summary>' in html
    assert html.count("Poste ") == 4
    assert html.count("Seule ") == 3


def test_account_shows_the_role_of_who_is_signed_in(page: Any) -> None:
    user = SimpleNamespace(is_authenticated=True)
    html = page(request=request_for(user=user, actor=Actor("prefecture", HOSTILE)))
    assert "&lt;script&gt;" in html
    assert "<script>alert" not in html


def test_breadcrumb_ends_with_this_page() -> None:
    html = draw('{% ui_breadcrumb "Postes" "/postes/" here %}', here=HOSTILE)
    assert '<a class="fr-breadcrumb__link" href="/postes/">Postes</a>' in html
    assert 'aria-current="page">&lt;script&gt;' in html
    with pytest.raises(ValueError, match="without address"):
        draw('{% ui_breadcrumb "Postes" "/postes/" %}')


def test_tabs_mark_the_current_address() -> None:
    tabs = [("Dossier", "/d/"), ("Pièces", "/d/?vue=pieces")]
    html = draw("{% ui_tabs tabs 'Rubriques' %}", "/d/?vue=pieces", tabs=tabs)
    assert '<a href="/d/?vue=pieces" aria-current="page">Pièces</a>' in html
    assert '<a href="/d/">Dossier</a>' in html
    assert 'aria-current="page">Dossier' in draw("{% ui_tabs tabs 'Rubriques' %}", "/d/?page=2", tabs=tabs)
