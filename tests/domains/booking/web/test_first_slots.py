"""A place shows the first free slots of each kind of appointment, three of each (sheet 05 section 7)."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from conum.domains.booking.models import AppointmentType
from conum.domains.booking.operations.presences import Presence, create_rule
from conum.domains.booking.queries.offering import first_slots
from conum.domains.booking.queries.slots import first_slots_at_place, slots_for
from conum.domains.booking.rules.recurrence import Recurrence
from conum.domains.places.web.views.place_page import path_of
from tests.domains.booking.rows import make_type
from tests.factories_booking import Desk

pytestmark = pytest.mark.django_db
PARIS = ZoneInfo("Europe/Paris")


def present(desk: Any, kind: AppointmentType, start: time = time(14), people: Any = ()) -> None:
    presence = Presence(people=[desk.person.pk, *people], place_id=desk.place.pk, types=[kind.pk])
    day = {"first_day": desk.thursday, "start_time": start, "end_time": time(17)}
    create_rule(presence=presence, recurrence=Recurrence(**day), actor=desk.actor, now=desk.now)


def by_type(desk: Any) -> dict[Any, list[datetime]]:
    found: dict[Any, list[datetime]] = {}
    for slot in first_slots_at_place(place_id=desk.place.pk, now=desk.now):
        found.setdefault(slot.type_id, []).append(slot.starts_at)
    return found


def test_they_are_the_three_first_of_all_the_slots_of_each_type(desk: Any) -> None:
    other = make_type(organisation=desk.organisation, name="Impôts", grid=20, duration=45)
    present(desk, other)
    taken = datetime.combine(desk.thursday, time(9, 30), PARIS)
    Desk(desk.organisation, desk.place, desk.person, desk.actor, desk.kind).book(taken, now=desk.now)
    found = by_type(desk)
    for kind in (desk.kind, other):
        window = {"first": desk.now, "last": desk.now + timedelta(days=60), "now": desk.now}
        every = slots_for(type_id=kind.pk, place_ids=[desk.place.pk], **window)
        assert found[kind.pk] == [slot.starts_at for slot in every[:3]] and len(found[kind.pk]) == 3
    assert taken not in found[desk.kind.pk]


def test_a_type_for_staff_or_without_free_time_is_not_there(desk: Any) -> None:
    present(desk, make_type(organisation=desk.organisation, bookable_by="staff"))
    present(desk, make_type(organisation=desk.organisation, professionals=2))
    assert list(by_type(desk)) == [desk.kind.pk]


def test_each_kind_leads_to_its_dates_at_this_place(client: Client, desk: Any) -> None:
    present(desk, make_type(organisation=desk.organisation, name="Impôts"))
    page = client.get(path_of(desk.place)).content.decode()
    for kind in first_slots(desk.place.pk, desk.now):
        assert f'href="{kind.href}"' in page and kind.name in page and client.get(kind.href).status_code == 200
    assert "Premiers rendez-vous libres" in page


def test_the_page_of_a_place_costs_the_same_with_one_kind_and_three(client: Client, desk: Any) -> None:
    asked = []
    for _number in range(2):
        client.get(path_of(desk.place))
        with CaptureQueriesContext(connection) as statements:
            client.get(path_of(desk.place))
        asked.append(len(statements))
        for _kind in range(2):
            present(desk, make_type(organisation=desk.organisation))
    assert asked[0] == asked[1]
