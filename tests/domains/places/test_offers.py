"""What a module above says can be booked at places."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from conum.domains.places.queries import offers
from conum.domains.places.queries.offers import Offer


@pytest.fixture(autouse=True)
def _unplugged(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(offers, "_tellers", [])
    monkeypatch.setattr(offers, "_bookable", [])


def test_nothing_is_offered_before_a_module_plugs_in(now: datetime):
    assert offers.offers_of([uuid4()], now) == {}
    assert offers.bookable_places(now) == ()


def test_the_plug_is_asked_once_for_all_places(now: datetime):
    here, there = uuid4(), uuid4()
    asked = []

    def teller(places, instant):
        asked.append((tuple(places), instant))
        return {here: Offer(next_slot=now + timedelta(hours=1), href="/rendez-vous/")}

    offers.plug_offers(teller)
    offers.plug_offers(teller)
    found = offers.offers_of([here, there], now)
    assert asked == [((here, there), now)]
    assert found[here].href == "/rendez-vous/"
    assert there not in found


def test_no_place_no_question(now: datetime):
    offers.plug_offers(lambda places, instant: pytest.fail("asked for nothing"))
    assert offers.offers_of([], now) == {}
