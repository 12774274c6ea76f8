"""The embedded finder: one frame may be embedded, nothing else; the line to copy; wrong colours fall back."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.factories_places import make_place

pytestmark = pytest.mark.django_db


def test_only_the_frame_may_be_embedded_anywhere(client):
    frame = client.get(reverse("places:widget"))
    assert "frame-ancestors *" in frame["Content-Security-Policy"]
    assert "X-Frame-Options" not in frame
    for name in ("places:finder", "places:finder_map", "places:orientation", "home"):
        response = client.get(reverse(name))
        assert "frame-ancestors 'none'" in response["Content-Security-Policy"]
        assert response["X-Frame-Options"] == "DENY"


def test_the_frame_keeps_its_territory_and_filters_and_opens_outside(client):
    make_place("23096", name="Creuse")
    make_place("87085", name="Haute-Vienne")
    page = client.get(reverse("places:widget"), {"departement": "23", "couleur": "vert"}).content.decode()
    assert 'target="_blank"' in page
    assert "Creuse" in page
    assert "Haute-Vienne" not in page
    assert 'name="departement" value="23"' in page
    assert "pl-frame--vert" in page


@pytest.mark.parametrize("colour", ["", "#fff", "rouge;}", "<b>"])
def test_an_unknown_colour_is_the_usual_one(client, colour):
    page = client.get(reverse("places:widget"), {"couleur": colour, "theme": colour}).content.decode()
    assert "pl-frame--bleu" in page or colour == "rouge"
    assert f'data-scheme="{colour}"' not in page or not colour


def test_the_frame_sets_no_cookie(client):
    assert not client.get(reverse("places:widget"), {"departement": "23"}).cookies


def test_the_guide_gives_one_line_with_what_was_chosen(client):
    page = client.get(reverse("places:widget_guide"), {"departement": "23", "service": "employment", "couleur": "vert"})
    line = page.context["snippet"]
    assert line.count("<script") == 1
    for said in ("/trouver/widget.js", 'data-departement="23"', 'data-service="employment"', 'data-couleur="vert"'):
        assert said in line
    assert "&lt;script" in page.content.decode()


def test_the_script_may_be_loaded_by_any_site(client):
    response = client.get(reverse("places:widget_script"))
    assert response["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert b"/trouver/widget/" in response.content
