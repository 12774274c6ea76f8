"""The finder's pages as a visitor without scripts gets them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from conum.commons.territories.models import Commune
from conum.domains.places.models import PlacePerson
from conum.domains.places.queries import offers
from conum.domains.places.queries.offers import NextWorkshop, Offer
from conum.domains.places.web.views.finder_words import distance
from tests.factories_accounts import make_membership, make_person
from tests.factories_places import A_DAY, make_place

pytestmark = pytest.mark.django_db
FINDER = "/trouver/"


def text(response) -> str:
    return response.content.decode()


def test_the_empty_finder_asks_one_thing_and_offers_ways_in(client):
    page = text(client.get(FINDER))
    assert page.count('type="search"') >= 1
    assert reverse("places:orientation") in page
    assert "?departement=23" in page


def test_a_misspelt_town_gives_its_places_nearest_first(client):
    make_place(name="Médiathèque <du> Sud", latitude=45.85, longitude=1.25)
    response = client.get(FINDER, {"ou": "limgoes"})
    page = text(response)
    assert "Aucune commune ne s'appelle « limgoes »" in page
    assert "Médiathèque &lt;du&gt; Sud" in page
    assert "1 lieu à moins de 50 km" in page


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"ou": "zzqqxxyy"}, "Nous n'avons pas trouvé « zzqqxxyy »"),
        ({"ou": "99999"}, "Nous n'avons pas trouvé « 99999 »"),
        ({"latitude": "abc", "longitude": "1"}, "n&#x27;est pas lisible"),
        ({"latitude": "91", "longitude": "1"}, "n&#x27;est pas lisible"),
        ({"latitude": "nan", "longitude": "inf"}, "n&#x27;est pas lisible"),
        ({"ou": "Limoges", "service": "magie"}, "service=magie"),
        ({"ou": "Limoges", "page": "999"}, "1 lieu"),
        ({"ou": "Limoges", "page": "-1", "tri": "'"}, "1 lieu"),
        ({"ou": "Limoges", "rayon": "x<b>"}, "n&#x27;a pas été appliqué : rayon=x&lt;b&gt;"),
        ({"ou": "Limoges", "rayon": "7"}, "rayon=7"),
        ({"ou": "é" * 121}, "Votre recherche dépasse 120 caractères : seul le début a été lu"),
        ({"commune": "00000"}, "Nous n'avons pas trouvé « 00000 »"),
        ({"departement": "ZZ"}, "Nous n'avons pas trouvé « ZZ »"),
        ({"region": "999"}, "Nous n'avons pas trouvé « 999 »"),
        ({"departement": "87", "epci": "<b>"}, "Nous n'avons pas trouvé « &lt;b&gt; »"),
        ({"ou": "\x00\U0001f600"}, "Nous n'avons pas trouvé « \U0001f600 »"),
        ({"ou": "Limoges", "commune": "00000"}, "1 lieu"),
    ],
)
def test_wrong_inputs_are_told_and_never_stop_the_page(client, query, said):
    make_place()
    response = client.get(FINDER, query)
    assert response.status_code == 200
    assert said in text(response)


def test_a_territory_of_a_link_is_named_in_the_title(client):
    make_place()
    titles = {"departement": "Haute-Vienne", "region": "Nouvelle-Aquitaine", "epci": "Limoges"}
    codes = {"departement": "87", "region": "75", "epci": Commune.objects.get(pk="87085").intercommunality_id}
    for name, told in titles.items():
        page = text(client.get(FINDER, {name: codes[name]}))
        assert told in page.split("<h1")[1].split("</h1>")[0]
        assert "1 lieu" in page


def test_what_was_typed_stays_in_the_box(client):
    assert 'value="zzqq &lt;b&gt;"' in text(client.get(FINDER, {"ou": "zzqq <b>"}))


def test_filters_keep_in_the_address_and_come_off_one_by_one(client):
    make_place(services=["employment"], fees=["free"])
    query = {"ou": "Limoges", "service": "employment", "prix": "free"}
    page = client.get(FINDER, query)
    hrefs = {one.words: one.href for one in page.context["active"]}
    assert "prix=free" in hrefs["Insertion professionnelle via le numérique"]
    assert "service" not in hrefs["Insertion professionnelle via le numérique"]
    assert "service=employment" in hrefs["Gratuit"]


def test_nothing_here_proposes_to_widen_and_the_nearest_anyway(client):
    make_place("23096", name="Lieu de Guéret", fees=["paid"])
    page = text(client.get(FINDER, {"ou": "Limoges", "rayon": "5", "prix": "free"}))
    assert "Aucun lieu ne correspond ici" in page
    assert "rayon=100" in page
    assert "Lieu de Guéret" in page


def test_pages_follow_each_other_without_overlap(client):
    for _number in range(23):
        make_place()
    first = text(client.get(FINDER, {"ou": "Limoges"}))
    second = text(client.get(FINDER, {"ou": "Limoges", "page": "2"}))
    assert (first.count('class="pl-card"'), second.count('class="pl-card"')) == (20, 3)


def test_the_list_costs_the_same_queries_at_one_and_at_many_rows(client):
    counts = []
    for more in (1, 19):
        for _number in range(more):
            make_place(phones=["+33555010203"], services=["employment", "safe_use"])
        cache.clear()
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get(FINDER, {"ou": "Limoges"})
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_the_script_gets_the_answer_alone(client):
    make_place()
    part = text(client.get(FINDER, {"ou": "Limoges", "partie": "reponse"}))
    assert "<html" not in part
    assert "pl-card" in part


def test_easy_french_has_its_own_words_and_is_remembered(client):
    make_place(services=["administrative_help"])
    page = text(client.get(FINDER, {"ou": "Limoges", "lecture": "facile"}))
    assert "Faire mes papiers sur internet" in page
    assert "Écrivez le nom de votre ville" in text(client.get(FINDER))
    assert "Écrivez le nom de votre ville" not in text(client.get(FINDER, {"lecture": "normale"}))


def test_what_booking_plugs_in_is_shown(client, monkeypatch):
    monkeypatch.setattr(offers, "_tellers", [])
    place = make_place()
    soon = timezone.now() + timedelta(days=2)
    workshop = NextWorkshop("Découvrir la tablette", soon, soon + timedelta(hours=2), 3, "/ateliers/1/")
    offers.plug_offers(lambda places, now: {place.pk: Offer(soon, (soon,), (workshop,), "/rendez-vous/1/")})
    page = text(client.get(f"/lieux/{place.pk}/x/", follow=True))
    for said in ("Découvrir la tablette", "3 places libres", "/rendez-vous/1/"):
        assert said in page
    assert "Premier rendez-vous libre" in text(client.get(FINDER, {"ou": "Limoges"}))


def test_the_sitemap_lists_what_is_shown(client):
    shown, hidden = make_place(), make_place(visible=False)
    assert "sitemap-lieux-1.xml" in text(client.get("/sitemap.xml"))
    part = text(client.get("/sitemap-lieux-1.xml"))
    assert str(shown.pk) in part
    assert str(hidden.pk) not in part
    assert client.get("/sitemap-lieux-2.xml").status_code == 404
    assert "Sitemap: " in text(client.get("/robots.txt"))


def test_orientation_asks_three_questions_and_ends_in_the_finder(client):
    assert "question 1 sur 3" in text(client.get("/trouver/orientation/"))
    assert "question 2 sur 3" in text(client.get("/trouver/orientation/", {"quoi": "demarches"}))
    last = text(client.get("/trouver/orientation/", {"quoi": "demarches", "qui": "surdite"}))
    assert 'name="service" value="administrative_help"' in last
    assert 'name="besoin" value="deafness"' in last
    assert "question 1 sur 3" in text(client.get("/trouver/orientation/", {"quoi": "<x>"}))


@pytest.mark.parametrize(
    ("metres", "words"),
    [(12, "à 50 m"), (349, "à 350 m"), (1234, "à 1,2 km"), (2000, "à 2 km"), (12_345, "à 12 km"), (None, "")],
)
def test_distances_read_as_one_says_them(metres, words):
    assert distance(metres) == words


@pytest.mark.parametrize(
    ("path", "query", "said"),
    [
        ("/trouver/carte/", {"carte": "x/y/z", "ou": "Limoges"}, "Carte des lieux : Limoges"),
        ("/trouver/carte/", {"departement": "ZZ"}, "Carte des lieux"),
        ("/trouver/orientation/", {"quoi": "<b>", "qui": "x"}, "question 1 sur 3"),
        ("/trouver/orientation/", {"quoi": "demarches", "qui": "\x00"}, "question 2 sur 3"),
        (
            "/trouver/integrer/",
            {"departement": "ZZ", "couleur": "rose", "theme": "\U0001f600"},
            "data-couleur=&quot;bleu",
        ),
        ("/trouver/widget/", {"departement": "ZZ"}, "Nous n'avons pas trouvé « ZZ »"),
        ("/donnees-ouvertes/", {"departement": "ZZ"}, "Télécharger"),
        ("/donnees-ouvertes/lieux.csv", {"departement": "ZZ"}, "Erreur 404"),
    ],
)
def test_other_public_pages_answer_wrong_addresses_too(client, path, query, said):
    response = client.get(path, query)
    assert response.status_code in (200, 404)
    assert said in text(response)


def test_coordinators_are_a_layer_of_the_list_and_of_the_map(client):
    there, elsewhere = make_place(), make_place()
    for place, role, shown in (
        (there, "coordinator", True),
        (elsewhere, "coordinator", False),
        (elsewhere, "counsellor", True),
    ):
        person = make_person()
        make_membership(role, person)
        PlacePerson.objects.create(
            place=place, person=person, starts_on=date(2020, 1, 1), shown_on_map=shown,
            consent_at=A_DAY if shown else None, created_at=A_DAY, updated_at=A_DAY,
        )  # fmt: skip
    query = {"ou": "Limoges", "avec": "coordinateur"}
    page = text(client.get(FINDER, query))
    assert "1 lieu à moins de" in page and there.name in page and "Coordinateur présent" in page
    assert client.get("/trouver/carte.geojson", query).json()["said"] == "Carte : 1 lieu affiché"
    assert "coordinateur ou coordinatrice" in text(client.get(f"/lieux/{there.pk}/x/", follow=True))
    assert "coordinateur ou" not in text(client.get(f"/lieux/{elsewhere.pk}/x/", follow=True))
