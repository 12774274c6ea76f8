"""Every page × every role: allowed, 404 or sign-in, as `docs/permissions.md` says; never a server error.

The doors are read from the URL configuration by the function that writes the page of the documentation.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import transaction
from django.http import HttpResponseNotFound

from conum.site import urls
from conum.site.docs.doors import Door, doors
from tests.site.doors.answers import knocks, wrong
from tests.site.doors.country import ROLES, Country
from tests.site.doors.objects import OBJECTS

DOORS = tuple({door.name: door for door in doors()}.values())


@pytest.fixture(scope="module")
def country(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[Country]:
    """The country, made once for the module in a transaction that is never committed."""
    with django_db_blocker.unblock(), transaction.atomic():  # type: ignore[attr-defined]
        yield Country()
        transaction.set_rollback(True)


@pytest.fixture
def plain_not_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """The page of a 404 takes half of its time to draw, and is the same at 600 doors: one line stands for it."""
    monkeypatch.setattr(urls, "handler404", lambda request, exception: HttpResponseNotFound(b""), raising=False)


def test_every_address_with_an_argument_has_its_rows():
    missing = [door.name for door in DOORS if door.arguments and door.name not in OBJECTS]
    assert not missing, f"tell whose rows these addresses show, in tests/site/doors/objects.py: {missing}"


def test_no_row_is_named_for_an_address_that_is_gone():
    assert set(OBJECTS) <= {door.name for door in DOORS}


@pytest.mark.long
@pytest.mark.usefixtures("plain_not_found")
@pytest.mark.parametrize("role", ROLES)
def test_every_page_answers_this_role_as_its_door_says(role: str, country: Country):
    faults = [
        fault
        for door in DOORS
        if known(door)
        for knock in knocks(door, role, country)
        if (fault := wrong(knock, country, role))
    ]
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("role", ROLES)
def test_this_role_can_read_the_page_of_a_404(role: str, country: Country):
    answer = country.browsers[role].get("/nulle-part/")
    assert (answer.status_code, b"<h1" in answer.content) == (404, True)


def known(door: Door) -> bool:
    """Leave out the addresses that the first test reports."""
    return not door.arguments or door.name in OBJECTS
