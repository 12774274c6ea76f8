"""A place whose address was never found is listed under its commune, after the located ones, and on no map."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories_places import make_place

pytestmark = pytest.mark.django_db
FINDER = reverse("places:finder")
NOWHERE = {"latitude": None, "longitude": None, "precision": ""}


def page(client, **query: str) -> str:
    response = client.get(FINDER, {"ou": "Limoges"} | query)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("query", [{"ou": "Limoges"}, {"ou": "87000"}, {"commune": "87085", "ou": ""}])
def test_it_comes_after_the_located_ones_of_its_commune(client, query):
    make_place(name="Située")
    make_place(name="Sans point", **NOWHERE)
    make_place("19031", name="Ailleurs sans point", **NOWHERE)
    text = page(client, **query)
    assert text.index("Située") < text.index("Aussi à Limoges, sans position sur la carte") < text.index("Sans point")
    assert "Adresse non localisée, à Limoges :" in text and "Ailleurs sans point" not in text


def test_it_is_found_when_nothing_else_is_and_obeys_the_filters(client):
    make_place(name="Sans point", services=["employment"], **NOWHERE)
    make_place(name="Caché sans point", visible=False, **NOWHERE)
    text = page(client, service="employment")
    assert "Sans point" in text and "Aucun lieu ne correspond ici" not in text and "Caché" not in text
    assert "Sans point" not in page(client, service="safe_use")


def test_it_is_on_no_map(client):
    make_place(name="Sans point", **NOWHERE)
    answer = client.get(reverse("places:finder_geojson"), {"ou": "Limoges"}).json()
    assert answer["features"] == []


def test_it_costs_as_many_queries_for_one_as_for_three(client):
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            page(client)
        return len(asked)

    make_place(**NOWHERE)
    queries()
    one = queries()
    make_place(**NOWHERE), make_place(**NOWHERE)
    assert queries() == one


def test_it_waits_for_the_last_page(client):
    for _number in range(21):
        make_place()
    make_place(name="Sans point", **NOWHERE)
    assert "Sans point" not in page(client)
    assert "Sans point" in page(client, page="2")
