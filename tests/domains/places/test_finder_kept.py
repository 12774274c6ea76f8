"""Searches of the public are shown again for five minutes; what is private or signed in is read anew each time."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from conum.domains.places.web.views.finder_kept import until_mark
from tests.factories_accounts import make_organisation, signed_in
from tests.factories_places import make_place

pytestmark = pytest.mark.django_db
FINDER = reverse("places:finder")


@pytest.fixture(autouse=True)
def _kept_five_minutes(settings):
    settings.FINDER_KEPT_SECONDS = 300


def shown(client, **query):
    response = client.get(FINDER, {"ou": "Limoges"} | query)
    assert response.status_code == 200
    return response.content.decode()


def test_a_search_made_twice_reads_the_database_once(client):
    make_place(name="Ancien nom")
    first = shown(client)
    with CaptureQueriesContext(connection) as asked:
        again = shown(client)
    assert not [one["sql"] for one in asked if "places_place" in one["sql"]]
    assert first.count('class="pl-card"') == again.count('class="pl-card"') == 1


def test_the_public_sees_a_change_once_the_five_minutes_are_over(client):
    place = make_place(name="Ancien nom")
    shown(client)
    place.name = "Nouveau nom"
    place.save()
    assert "Ancien nom" in shown(client)
    caches["searches"].clear()  # they are over
    assert "Nouveau nom" in shown(client)


@pytest.mark.parametrize(("clock", "seconds"), [("10:00:00", 300), ("10:04:59", 1), ("10:07:30", 150)])
def test_searches_are_kept_until_the_clock_comes_to_five_minutes(clock, seconds):
    assert until_mark(datetime.fromisoformat(f"2026-03-02T{clock}+01:00")) == seconds


def test_another_page_filter_language_or_reading_is_another_search(client):
    make_place(name="Médiathèque", services=["employment"])
    shown(client)
    assert 'value="employment" id="f-service-1" checked' in shown(client, service="employment")
    assert "Chercher du travail" in shown(client, lecture="facile")
    assert "Chercher du travail" not in shown(client, lecture="normale")
    client.post(reverse("set_language"), {"language": "en", "next": FINDER})
    assert "Around me" in shown(client)


def test_whoever_is_signed_in_sees_their_change_at_once(client):
    place = make_place(name="Ancien nom")
    shown(client)
    signed_in(client, "host_manager", organisation=make_organisation())
    place.name = "Nouveau nom"
    place.save()
    assert "Nouveau nom" in shown(client)


@pytest.mark.parametrize(
    "private", [{"latitude": "45.8336", "longitude": "1.2611"}, {"ou": "12 rue des Tanneurs Limoges"}]
)
def test_a_position_and_an_address_are_never_kept(client, private):
    make_place()
    shown(client, **private)
    with CaptureQueriesContext(connection) as asked:
        shown(client, **private)
    assert [one["sql"] for one in asked if "places_place" in one["sql"]]


def test_the_form_of_another_language_still_has_its_own_token(client):
    first, again = shown(client), shown(client)
    tokens = [page.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0] for page in (first, again)]
    assert tokens[0] != tokens[1]


def test_a_kept_page_is_written_once_header_and_footer_included(client):
    make_place()
    query = {"ou": "Limoges"}
    assert client.get(FINDER, query).templates
    assert not client.get(FINDER, query).templates


def test_whoever_has_a_session_or_a_message_waiting_is_shown_a_page_of_their_own(client):
    make_place()
    shown(client)
    client.cookies["messages"] = "anything"
    assert client.get(FINDER, {"ou": "Limoges"}).templates
