"""Each list of booking costs as many statements for one row as for three."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from conum.domains.booking.models import Absence, Arrival, ExternalCalendar, Occurrence
from conum.domains.booking.operations.presences import Presence, create_rule
from conum.domains.booking.rules.recurrence import Recurrence
from tests.domains.booking.rows import make_appointment, make_registration, make_type, make_wait, make_workshop
from tests.factories_accounts import sign_in, signed_in
from tests.factories_places import make_place

pytestmark = pytest.mark.django_db
PARIS = ZoneInfo("Europe/Paris")


def _dated(desk: Any) -> dict[str, Any]:
    return {"created_at": desk.now, "updated_at": desk.now}


def an_appointment(desk: Any) -> None:
    start = desk.now + timedelta(days=2)
    kind = make_type(organisation=desk.organisation)
    make_appointment(desk.now, start, type=kind, place=desk.place, people=[desk.person])


def an_appointment_today(desk: Any) -> None:
    kind = make_type(organisation=desk.organisation)
    start = timezone.localtime(desk.now, PARIS).replace(hour=12)
    make_appointment(desk.now, start, type=kind, place=desk.place, people=[desk.person], state="to_confirm")


def a_presence(desk: Any, day: Any = None, **fields: Any) -> Any:
    kind = make_type(organisation=desk.organisation)
    presence = Presence(people=[desk.person.pk], place_id=desk.place.pk, types=[kind.pk], **fields)
    recurrence = Recurrence(
        first_day=day or desk.thursday, start_time=desk.rule.start_time, end_time=desk.rule.end_time
    )
    return create_rule(presence=presence, recurrence=recurrence, actor=desk.actor, now=desk.now)


def a_walk_in_presence_today(desk: Any) -> None:
    made = a_presence(desk, access="walk_in")
    today = timezone.localdate(desk.now, PARIS)
    Occurrence.objects.get_or_create(
        rule=made, day=today, defaults={"starts_at": desk.now, "during": (desk.now, desk.now + timedelta(hours=1))}
    )
    Arrival.objects.create(
        organisation=desk.organisation, place=desk.place, rule=made, day=today, ticket=1, arrived_at=desk.now,
        recorded_by=desk.person, **_dated(desk),
    )  # fmt: skip


def an_absence(desk: Any) -> None:
    day = desk.now + timedelta(days=20 + Absence.objects.count())
    made = Absence.objects.create(
        person=desk.person, organisation=desk.organisation, starts_at=day, ends_at=day + timedelta(hours=2),
        **_dated(desk),
    )  # fmt: skip
    made.times.create(person=desk.person, during=(day, day + timedelta(hours=2)))


def a_type(desk: Any) -> None:
    make_type(organisation=desk.organisation)


def a_workshop(desk: Any) -> Any:
    kind = make_type(organisation=desk.organisation, kind="workshop", duration=120)
    place = make_place(organisation=desk.organisation)
    return make_workshop(desk.now, type=kind, place=place, people=[desk.person])


def a_workshop_here(desk: Any) -> Any:
    return make_workshop(desk.now, type=desk.grouped, place=desk.place, people=[desk.person])


def a_calendar(desk: Any) -> None:
    name = f"Agenda {ExternalCalendar.objects.count()}"
    ExternalCalendar.objects.create(person=desk.person, name=name, address=b"x", read_at=desk.now, **_dated(desk))


def a_person_and_a_wait(desk: Any) -> None:
    make_registration(desk.now, desk.workshop)
    make_wait(desk.now, desk.workshop)


def a_place(desk: Any) -> None:
    there = make_place(organisation=desk.organisation)
    presence = Presence(people=[desk.person.pk], place_id=there.pk, types=[desk.kind.pk])
    hours = {"start_time": desk.rule.start_time, "end_time": desk.rule.end_time}
    create_rule(presence=presence, recurrence=Recurrence(desk.thursday, **hours), actor=desk.actor, now=desk.now)


def somebody_known(desk: Any) -> None:
    start = desk.now + timedelta(days=2)
    kind = make_type(organisation=desk.organisation)
    make_appointment(desk.now, start, type=kind, place=desk.place, people=[desk.person])


def _at(name: str, *rows: str, query: str = "") -> Any:
    return lambda desk: reverse(f"booking:{name}", args=[getattr(desk, row).pk for row in rows]) + query


START = "?debut=2030-01-10T09:00:00%2B01:00&q=Martin"
OF_STAFF = {
    "week": (
        lambda desk: f"{reverse('booking:week')}?qui=tous&jour={desk.now.date() + timedelta(days=2)}", an_appointment,
    ),
    "week of presences": (lambda desk: f"{reverse('booking:week')}?qui=tous&jour={desk.thursday}", a_presence),
    "week of workshops": (
        lambda desk: f"{reverse('booking:week')}?qui=tous&jour={desk.now.date() + timedelta(days=3)}", a_workshop,
    ),
    "appointments": (_at("appointments"), an_appointment),
    "permanences": (_at("rules"), a_presence),
    "absences": (_at("absences"), an_absence),
    "types": (_at("types"), a_type),
    "types to book": (_at("staff_types"), a_type),
    "workshops": (_at("workshops_staff"), a_workshop),
    "check-in list": (_at("workshop_staff", "workshop"), a_person_and_a_wait),
    "desk of the day": (_at("reception", "place"), an_appointment_today),
    "desk without appointment": (_at("reception", "place"), a_walk_in_presence_today),
    "calendars followed": (_at("ties"), a_calendar),
    "people known": (_at("staff_ask", "kind", query=START), somebody_known),
}  # fmt: skip
OF_EVERYBODY = {
    "places near": (lambda desk: f"{reverse('booking:search')}?commune=87085", a_place),
    "workshops to come": (_at("workshops"), a_workshop),
    "types of a place": (_at("at_place", "place"), a_presence),
    "workshops of a place": (_at("at_place", "place"), a_workshop_here),
}


def statements(client: Client, address: str) -> tuple[list[str], int]:
    """What the page asks of the database, once what it keeps for a minute is kept; and how long it is."""
    assert client.get(address).status_code == 200
    with CaptureQueriesContext(connection) as asked:
        page = client.get(address)
    return [query["sql"] for query in asked], len(page.content)


def same(client: Client, desk: Any, address: Any, make: Any) -> None:
    """One row, then three."""
    desk.workshop = a_workshop_here(desk) if make is a_person_and_a_wait else None
    make(desk)
    one, short = statements(client, address(desk))
    make(desk)
    make(desk)
    three, long = statements(client, address(desk))
    assert long > short + 100  # the rows are there
    assert len(three) == len(one), "\n".join(sorted(three))


@pytest.mark.parametrize("name", OF_STAFF)
@pytest.mark.parametrize("role", ["counsellor", "host_manager"])
def test_a_list_of_staff_costs_the_same_with_one_row_and_three(client: Client, desk: Any, name: str, role: str) -> None:
    if role == "counsellor" or name == "calendars followed":  # which are one's own
        sign_in(client, desk.person, desk.person.memberships.get(role="counsellor"))
    else:
        signed_in(client, role, organisation=desk.organisation)
    same(client, desk, *OF_STAFF[name])


@pytest.mark.parametrize("name", ["week of presences", "permanences", "absences"])
def test_what_a_coordinator_may_keep_is_asked_once_for_the_list(client: Client, desk: Any, name: str) -> None:
    signed_in(client, "coordinator", organisation=desk.organisation)
    same(client, desk, *OF_STAFF[name])


@pytest.mark.parametrize("name", OF_EVERYBODY)
def test_a_public_list_costs_the_same_with_one_row_and_three(client: Client, desk: Any, name: str) -> None:
    same(client, desk, *OF_EVERYBODY[name])
