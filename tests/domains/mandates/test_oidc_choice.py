"""The helper's choice of a citizen: as quick with a thousand as with one hundred, found by any part of a name."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from conum.commons.beneficiaries.models.identity import Identity
from tests.domains.mandates.oidc import Trip, make_trip
from tests.factories_mandate_life import many_mandates

pytestmark = pytest.mark.django_db


@pytest.fixture
def trip(client: Client) -> Trip:
    return make_trip(client)


def cost(trip: Trip, address: str) -> int:
    """How many queries the page asks."""
    trip.client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert trip.client.get(address).status_code == 200
    return len(queries)


@pytest.mark.parametrize("search", ["", "?q=jeanne+nom00", "?page=2"])
def test_the_page_costs_the_same_with_100_and_1000_citizens(trip: Trip, search: str) -> None:
    address = f"{trip.authorize()['Location']}{search}"
    many_mandates(trip.helper, 100, now=timezone.now())
    few = cost(trip, address)
    many_mandates(trip.helper, 900, now=timezone.now(), first=100)
    assert cost(trip, address) == few <= 12


@pytest.mark.parametrize("typed", ["dubois", "DUBOIS angela", "claire dub", "ângela", "  nom0  dubois "])
def test_a_citizen_is_found_by_any_words_of_the_name(trip: Trip, typed: str) -> None:
    many_mandates(trip.helper, 30, now=timezone.now())
    page = trip.client.get(trip.authorize()["Location"], {"q": typed}).content.decode()
    if "nom0" in typed:
        assert "Aucun usager de ce nom" in page
    else:
        assert "DUBOIS" in page and "NOM0001" not in page


def test_pages_follow_each_other(trip: Trip) -> None:
    many_mandates(trip.helper, 30, now=timezone.now())
    address = trip.authorize()["Location"]
    first, second = (trip.client.get(address, {"page": number}).content.decode() for number in (1, 2))
    assert "NOM0001" in first and "NOM0029" in second and "NOM0029" not in first


@pytest.mark.parametrize("typed", ["\x00", "'; DROP TABLE x", "%", "a" * 500, "é" * 79])
def test_odd_searches_find_nobody_and_break_nothing(trip: Trip, typed: str) -> None:
    assert trip.client.get(trip.authorize()["Location"], {"q": typed}).status_code == 200


def test_the_name_itself_is_the_way_on_so_that_a_phone_shows_it(trip: Trip) -> None:
    address = trip.authorize()["Location"]
    page = trip.client.get(address).content.decode()
    link = page.split(f'href="{address}{trip.mandate.beneficiary_id}/"')[1].split("</a>")[0]
    assert "Choisir" in link and "DUBOIS" in link


def test_the_day_of_birth_is_read_as_people_say_it(trip: Trip) -> None:
    page = trip.client.get(trip.authorize()["Location"]).content.decode()
    assert "24 août 1962" in page and "1962-08-24" not in page


def test_what_the_registry_knows_of_a_birth_is_shown_as_it_is() -> None:
    known = [Identity("h", "Angela", "Dubois", birth_date=day).born for day in ("1950", "1950-02-30", "", "1962-08-24")]
    assert known == [None, None, None, date(1962, 8, 24)]
