"""The public search over many places gives up in time and says it plainly (BOO-08, `booking.search_budget`)."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.urls import reverse

from conum.domains.booking.web.views import choosing
from conum.kernel.statements import TooSlow, planned, within

SLOW = "SELECT pg_sleep(5)"
LIMIT = "SELECT current_setting('statement_timeout')"


def limit() -> str:
    return planned(LIMIT)[0][0]


@pytest.mark.django_db
def test_BOO_08_beyond_the_budget_places_are_shown_without_dates(
    client: Client, desk: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(choosing, "SEARCH_BUDGET", type("Budget", (), {"on": staticmethod(lambda day: 1)}))
    monkeypatch.setattr(choosing, "next_slots", lambda **asked: planned(SLOW))
    page = client.get(reverse("booking:search"), {"commune": "87085"})
    html = page.content.decode()
    assert page.status_code == 200 and "mettent trop de temps" in html and "Premier rendez-vous" not in html
    assert reverse("booking:at_place", args=[desk.place.pk]) in html and "Voir les dates" in html


@pytest.mark.django_db
def test_BOO_08_within_the_budget_the_first_dates_are_there(client: Client, desk: Any) -> None:
    html = client.get(reverse("booking:search"), {"commune": "87085"}).content.decode()
    assert "Premier rendez-vous :" in html and "mettent trop de temps" not in html


@pytest.mark.django_db
def test_a_statement_given_up_leaves_the_transaction_and_its_limit_as_they_were() -> None:
    before = limit()
    with pytest.raises(TooSlow), within(1):
        planned(SLOW)
    assert limit() == before
    with within(5_000):
        assert limit() == "5s"
    assert limit() == before


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_the_limit_goes_with_the_block() -> None:
    before = limit()
    with within(5_000):
        assert limit() == "5s"
    with pytest.raises(TooSlow), within(1):
        planned(SLOW)
    assert limit() == before


@pytest.mark.django_db
def test_another_failure_is_not_taken_for_slowness() -> None:
    with pytest.raises(OperationalError), within(5_000):
        raise OperationalError("gone")
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
