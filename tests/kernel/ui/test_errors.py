"""Error pages: plain words, what to do next, and nothing that may fail again."""

from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.views.defaults import server_error

from tests.kernel.ui.drawing import request_for

PAGES = ["400.html", "403.html", "404.html", "403_csrf.html", "429.html"]


@pytest.mark.parametrize("name", PAGES)
def test_page_says_what_happened_and_what_to_do(name: str) -> None:
    html = render_to_string(name, {}, request_for())
    assert html.count("<h1") == 1
    assert "Que faire maintenant" in html
    assert html.count("<li>") >= 2
    assert 'href="/"' in html


def test_server_error_needs_neither_database_nor_context(rf: Any) -> None:
    answer = server_error(rf.get("/"))  # no database mark: a query would fail this test
    html = answer.content.decode()
    assert answer.status_code == 500
    assert html.count("<h1") == 1
    assert "Le problème vient de nous" in html
    assert "style=" not in html


@pytest.mark.django_db
def test_unknown_address_answers_the_page_not_found(client: Client) -> None:
    answer = client.get("/nulle-part/<script>/")
    assert answer.status_code == 404
    html = answer.content.decode()
    assert "Page introuvable" in html
    assert "nulle-part" not in html


@pytest.mark.django_db
def test_expired_form_answers_its_own_page(settings: Any) -> None:
    settings.CONUM_SYNTHETIC = True
    answer = Client(enforce_csrf_checks=True).post("/composants/", {})
    assert answer.status_code == 403
    assert "Le formulaire a expiré" in answer.content.decode()
