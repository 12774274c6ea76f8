"""The page of a place as a visitor without scripts gets it."""

from __future__ import annotations

import json
from datetime import date

import pytest
from django.urls import reverse

from conum.domains.places.rules.places import freshness_of
from conum.domains.places.web.views.finder_words import freshness_notice
from conum.domains.places.web.views.place_json import weekly_hours
from tests.factories_places import make_place

pytestmark = pytest.mark.django_db
FINDER = "/trouver/"


def text(response) -> str:
    return response.content.decode()


def test_the_place_page_is_canonical_and_says_it_all(client):
    place = make_place(name="EPN du Centre", phones=["+33555010203"], fees=["free"], services=["employment"])
    assert client.get(f"/lieux/{place.pk}/autre/")["Location"] == f"/lieux/{place.pk}/epn-du-centre-limoges/"
    response = client.get(f"/lieux/{place.pk}/epn-du-centre-limoges/")
    page = text(response)
    for said in (
        "tel:+33555010203",
        "05 55 01 02 03",
        "Gratuit",
        "Insertion professionnelle",
        "openstreetmap.org/directions",
    ):
        assert said in page
    json_ld = json.loads(page.split('type="application/ld+json"')[1].split(">", 1)[1].split("</script>")[0])
    assert json_ld["name"] == "EPN du Centre"
    assert json_ld["address"]["postalCode"] == "87000"


def test_json_ld_cannot_close_its_script(client):
    place = make_place(name="</script><b>x")
    page = text(client.get(f"/lieux/{place.pk}/x/", follow=True))
    assert "</script><b>x" not in page
    assert "\\u003C/script\\u003E" in page


def test_PLA_34_a_merged_place_leads_to_the_kept_one_for_ever(client):
    kept = make_place(name="Gardé")
    merged = make_place(name="Fusionné", merged_into=kept)
    response = client.get(f"/lieux/{merged.pk}/x/")
    assert (response.status_code, response["Location"]) == (301, f"/lieux/{kept.pk}/garde-limoges/")


def test_PLA_19_a_closed_place_says_so_and_offers_the_nearest_three(client):
    closed = make_place(name="Fermé", closed_on=date(2026, 1, 1))
    for number in range(4):
        make_place(name=f"Voisin {number}")
    page = text(client.get(f"/lieux/{closed.pk}/x/", follow=True))
    assert "Ce lieu est fermé définitivement depuis le 1 janvier 2026" in page
    assert page.count('class="pl-card"') == 3
    assert reverse("places:place_report", args=[closed.pk]) in page  # perhaps it is not closed
    nowhere = make_place(closed_on=date(2026, 1, 1), latitude=None, longitude=None, precision="")
    assert text(client.get(f"/lieux/{nowhere.pk}/x/", follow=True)).count('class="pl-card"') == 3


def test_PLA_10_a_hidden_place_keeps_its_page_with_a_notice(client):
    hidden = make_place(visible=False, hidden_on=date(2026, 1, 1))
    page = text(client.get(f"/lieux/{hidden.pk}/x/", follow=True))
    assert "il n'est plus dans les recherches" in page
    assert "noindex" in page
    chosen = make_place(visible=False)
    assert "par choix des personnes qui tiennent" in text(client.get(f"/lieux/{chosen.pk}/x/", follow=True))


@pytest.mark.parametrize(
    ("updated_on", "name"),
    [
        (date(2025, 8, 13), "up_to_date"),
        (date(2025, 7, 13), "to_watch"),
        (date(2025, 1, 13), "to_check"),
        (date(2024, 7, 13), "to_update"),
    ],
)
def test_PLA_08_freshness_is_told_from_to_check_on(updated_on, name):
    found = freshness_of(updated_on, date(2026, 1, 13), (6, 12, 18))
    assert found == name
    assert bool(freshness_notice(found)) == (name in ("to_check", "to_update"))


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("Mo-Fr 09:00-12:00,14:00-17:00; Sa 09:00-12:00; PH off", [
            "Mo-Fr 09:00-12:00", "Mo-Fr 14:00-17:00", "Sa 09:00-12:00",
        ]),
        ("24/7", ["Mo-Su"]),
        ("Jul-Aug Mo 09:00-12:00", []),
        ("", []),
    ],
)  # fmt: skip
def test_hours_for_search_engines_are_those_they_understand(text, hours):
    assert weekly_hours(text) == hours


def test_PLA_03_the_centre_of_a_commune_is_never_shown_as_the_place(client):
    place = make_place(precision="commune")
    page = text(client.get(f"/lieux/{place.pk}/x/", follow=True))
    assert "Nous ne connaissons que la commune" in page
    assert "geo:" not in page and "openstreetmap.org/search" in page
    assert "environ" in text(client.get(FINDER, {"latitude": "45.7", "longitude": "1.2"}))
    window = {"carte": f"15/{place.latitude}/{place.longitude}"}
    (point,) = client.get("/trouver/carte.geojson", window).json()["features"]
    assert point["properties"]["state"] == "position approximative"
    assert "position approximative" in text(client.get("/trouver/carte/", window))


def test_PLA_02_nobody_is_sent_to_a_place_that_receives_nobody(client):
    place = make_place(services=[], access_modes=["not_open_to_public"])
    for query in ({}, {"lecture": "facile"}):
        assert "Ce lieu ne reçoit pas de public." in text(client.get(FINDER, {"ou": "Limoges", **query}))
        assert "Ce lieu ne reçoit pas de public." in text(client.get(f"/lieux/{place.pk}/x/", query, follow=True))
