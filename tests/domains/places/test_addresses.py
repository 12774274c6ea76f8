"""The gateway to the search of addresses, against a local server that answers the documented shapes."""

import pytest

from conum.domains.places.gateways import addresses
from tests.support.addresses import feature, searching

TOWN_HALL = feature("9 Place Léon Betoulle 87000 Limoges", 45.831, 1.261, score=0.97, kind="housenumber", code="87085")
STREET = feature("Rue de la Gare 87000 Limoges", 45.836, 1.267, score=0.71, kind="street", code="87085")
TOWN = feature("Limoges", 45.85, 1.25, score=0.5, kind="municipality", code="87085")


@pytest.fixture
def search(settings):
    with searching({"9 place betoulle": [TOWN_HALL, STREET, TOWN]}) as server:
        settings.ADDRESS_SEARCH = server.address
        yield server


def test_an_answer_is_read_with_latitude_first(search):
    found = addresses.find("9 place  betoulle")
    assert [(one.kind, one.score) for one in found] == [("house", 0.97), ("street", 0.71), ("commune", 0.5)]
    assert (found[0].latitude, found[0].longitude, found[0].insee_code) == (45.831, 1.261, "87085")
    assert found[0].label == "9 Place Léon Betoulle 87000 Limoges"


def test_the_neighbourhood_is_told_and_the_question_is_cut(search):
    assert addresses.find("é" * 3000, near=(45.8, 1.2)) == []
    asked = search.asked[-1]
    assert (asked["lat"], asked["lon"], len(asked["q"])) == ("45.8", "1.2", addresses.MOST_CHARACTERS)


@pytest.mark.parametrize("typed", ["", "  ", "9", "!!! rue", "\x00\x00\x00"])
def test_what_cannot_be_an_address_is_not_asked(search, typed):
    assert addresses.find(typed) == []
    assert search.asked == []


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (500, b"oops"),
        (429, b"{}"),
        (200, b"<html>"),
        (200, b"{}"),
        (200, b"[1]"),
        (200, b'{"features": [{"properties": {}}]}'),
        (200, b'{"features": [{"properties": {"label": "x", "score": "y"}, "geometry": {"coordinates": [1, 2]}}]}'),
    ],
)
def test_a_failure_is_nothing_found_and_one_line_without_the_address(search, caplog, status, body):
    search.status, search.body = status, body
    assert addresses.find("12 rue de chez moi") == []
    assert len(caplog.records) == 1
    assert "chez moi" not in caplog.text


def test_an_unreachable_search_and_none_at_all_find_nothing(settings, caplog):
    settings.ADDRESS_SEARCH = "http://127.0.0.1:9/search"
    assert addresses.find("12 rue de la gare") == []
    assert len(caplog.records) == 1
    settings.ADDRESS_SEARCH = ""
    assert addresses.find("12 rue de la gare") == []
    assert len(caplog.records) == 1
