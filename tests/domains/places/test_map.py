"""The map: groups computed on the server, never too many, the same filters as the list."""

from __future__ import annotations

import json

import pytest

from conum.domains.places.queries.clusters import MOST, SIDE, Window, clusters
from conum.domains.places.queries.finder_wish import Here, Wish
from conum.site.settings.security import with_tiles
from tests.factories_places import make_place

LIMOGES = Window(45.8336, 1.2611, 12)


def test_a_window_is_read_back_from_its_address():
    assert Window.read(str(LIMOGES)) == LIMOGES
    assert Window.read("99/45/1") == Window(45, 1, 17)
    for wrong in ("", "a/b/c", "10/nan/1", "10/1", "1.5/2/3"):
        assert Window.read(wrong) is None


def test_pixels_and_points_turn_round():
    x, y = LIMOGES.pixel(*LIMOGES.point(100, 450))
    assert (x, y) == pytest.approx((100, 450), abs=1e-6)
    assert LIMOGES.pixel(LIMOGES.latitude, LIMOGES.longitude) == pytest.approx((SIDE / 2, SIDE / 2))
    assert LIMOGES.moved(1, 0).longitude > LIMOGES.longitude
    assert LIMOGES.moved(0, -1).latitude > LIMOGES.latitude


@pytest.mark.django_db
def test_groups_are_regions_then_departements_then_squares_then_places(now):
    make_place("87085", name="Seul", latitude=45.80, longitude=1.20)
    for _number in range(3):
        make_place("87085", latitude=45.83, longitude=1.26)
    make_place("23096")
    found = clusters(Window(46, 1.5, 5), Here(), Wish(), now)
    assert [(one.count, one.territory) for one in found] == [(5, "Nouvelle-Aquitaine")]
    found = clusters(Window(46, 1.5, 8), Here(), Wish(), now)
    assert [(one.count, one.territory) for one in found] == [(4, "Haute-Vienne"), (1, "Creuse")]
    found = clusters(LIMOGES, Here(), Wish(), now)
    assert [one.count for one in found] == [3, 1]
    assert found[1].name == "Seul"


@pytest.mark.django_db
def test_the_map_obeys_the_filters_of_the_list(now):
    make_place(fees=["free"])
    make_place(fees=["paid"])
    assert sum(one.count for one in clusters(LIMOGES, Here(), Wish({"fees": ("free",)}), now)) == 1
    assert clusters(LIMOGES, Here(department="23"), Wish(), now) == []


@pytest.mark.django_db
def test_a_view_never_holds_more_than_three_hundred_features(now):
    south, west, north, east = LIMOGES.bounds
    for row in range(20):
        for column in range(20):
            make_place(latitude=south + (north - south) * row / 20, longitude=west + (east - west) * column / 20)
    found = clusters(LIMOGES, Here(), Wish(), now)
    assert len(found) <= MOST
    assert sum(one.count for one in found) >= 380  # those on the very edge may fall outside


@pytest.mark.django_db
def test_geojson_has_an_etag_that_spares_the_same_answer(client):
    make_place(name="Seul", latitude=45.8336, longitude=1.2611)
    address = f"/trouver/carte.geojson?carte={LIMOGES}"
    response = client.get(address)
    features = json.loads(response.content)["features"]
    assert features[0]["geometry"]["coordinates"] == [1.2611, 45.8336]
    assert features[0]["properties"]["name"] == "Seul"
    again = client.get(address, headers={"if-none-match": response["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.django_db
def test_the_page_of_the_map_works_by_links_alone(client):
    place = make_place(name="Seul", latitude=45.8336, longitude=1.2611)
    page = client.get("/trouver/carte/", {"ou": "Limoges", "carte": str(LIMOGES)}).content.decode()
    assert f"/lieux/{place.pk}/seul-limoges/" in page
    assert "ou=Limoges&amp;carte=13%2F" in page
    assert 'class="pl-map__land"' in page


@pytest.mark.django_db
@pytest.mark.parametrize("carte", ["", "x", "12/99999/1e400", "5/0/0", "17/85.1/180"])
def test_a_wrong_window_shows_another_one(client, carte):
    assert client.get("/trouver/carte/", {"carte": carte, "service": "magie"}).status_code == 200


@pytest.mark.django_db
def test_the_points_come_with_the_land_behind_and_the_words(client):
    make_place(name="Seul", latitude=45.8336, longitude=1.2611)
    body = client.get(f"/trouver/carte.geojson?ou=Limoges&carte={LIMOGES}").json()
    assert (body["window"], body["said"]) == (str(LIMOGES), "Carte : 1 lieu affiché")
    assert body["here"] == pytest.approx([45.85, 1.25], abs=0.05)
    assert body["features"][0]["properties"]["commune"] == "Limoges"
    (south, west), (north, east) = body["land"]["bounds"]
    assert south < LIMOGES.bounds[0] < LIMOGES.bounds[2] < north
    assert west < LIMOGES.longitude < east
    left, top, wide, tall = body["land"]["box"]
    assert wide == pytest.approx(tall)
    assert wide > 0
    assert len(body["land"]["paths"]) >= 1


@pytest.mark.django_db
def test_with_tiles_no_land_is_sent_and_the_page_names_them(client, settings):
    settings.CONUM_TILES_URL, settings.CONUM_TILES_CREDIT = "https://tuiles.example.org/{z}/{x}/{y}.png", "© Essai"
    assert "land" not in client.get(f"/trouver/carte.geojson?carte={LIMOGES}").json()
    page = client.get("/trouver/carte/", {"carte": str(LIMOGES)}).content.decode()
    assert 'data-tiles="https://tuiles.example.org/{z}/{x}/{y}.png"' in page
    assert "© Essai" in page


def test_only_the_host_of_the_tiles_may_send_images():
    policy = {"DIRECTIVES": {"img-src": ["'self'"], "script-src": ["'self'"]}}
    assert with_tiles(policy, "") == policy
    opened = with_tiles(policy, "https://tuiles.example.org/{z}/{x}/{y}.png")["DIRECTIVES"]
    assert opened == {"img-src": ["'self'", "https://tuiles.example.org"], "script-src": ["'self'"]}
