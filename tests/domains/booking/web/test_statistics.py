"""The figures of appointments, by hand on small data (sheet 06 section 11)."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from conum.commons.accounts.models import Actor
from conum.domains.booking.queries.statistics import Asked, Way, statistics
from conum.domains.booking.queries.waits import waits
from tests.domains.booking.rows import make_appointment, make_registration, make_type, make_workshop
from tests.factories_accounts import make_actor, make_person, signed_in
from tests.factories_places import make_place

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
JANUARY = Asked(date(2026, 1, 1), date(2026, 1, 31))
PERIOD = "?du=2026-01-01&au=2026-01-31"
PAGE = "booking:statistics"


@pytest.fixture
def manager(desk: Any) -> Actor:
    return make_actor("host_manager", organisation=desk.organisation)


@pytest.fixture
def counted(desk: Any) -> Any:
    """Two weeks: three appointments of Lucie, one of a colleague in Guéret, a workshop with a family of three."""
    held = {"type": desk.kind, "place": desk.place, "people": [desk.person]}
    make_appointment(MONDAY, MONDAY, state="attended", **held)
    make_appointment(MONDAY, MONDAY + timedelta(days=1), state="no_show", created_by_kind="staff", **held)
    make_appointment(MONDAY, MONDAY + timedelta(days=14), state="excused", **held)
    desk.other = make_type(organisation=desk.organisation, name="Par téléphone", location_kind="phone")
    desk.away = make_place("23096", organisation=desk.organisation, name="Mairie de Guéret")
    make_appointment(MONDAY, MONDAY, type=desk.other, place=desk.away, people=[make_person()], state="attended")
    workshop = make_workshop(MONDAY, MONDAY, type=desk.grouped, place=desk.place, people=[desk.person], state="held")
    make_registration(MONDAY, workshop, party_size=3, state="attended", attended_size=3)
    make_registration(MONDAY, workshop, state="no_show", created_by_kind="waiting_list")
    make_appointment(MONDAY, MONDAY)  # of another organisation
    return desk


def lines(found: Any, way: Way) -> list[tuple[str, int, int, float | None]]:
    """The figures of one way."""
    return [(line.label, line.appointments, line.people, line.absence_rate) for line in found.lines[way]]


def test_figures_are_those_counted_by_hand(counted: Any, manager: Actor) -> None:
    found = statistics(manager, JANUARY)
    assert (found.total.appointments, found.total.people) == (4, 8)
    assert (found.total.attended, found.total.absent, found.total.absence_rate) == (5, 2, 28.6)
    assert lines(found, Way.WEEK) == [("Semaine du 05/01/2026", 3, 7, 28.6), ("Semaine du 19/01/2026", 1, 1, None)]
    assert [(week.day, week.people) for week in found.weeks()] == [
        (date(2026, 1, 5), 7), (date(2026, 1, 12), 0), (date(2026, 1, 19), 1),
    ]  # fmt: skip
    assert lines(found, Way.STATE) == [
        ("Venu", 2, 5, 0.0), ("Absent sans prévenir", 1, 2, 100.0), ("Annulé par la personne", 1, 1, None),
    ]  # fmt: skip
    assert lines(found, Way.TYPE) == [
        ("Atelier", 0, 4, 25.0), ("Aide aux démarches", 3, 3, 50.0), ("Par téléphone", 1, 1, 0.0),
    ]  # fmt: skip
    assert lines(found, Way.CREATOR) == [
        ("La personne", 3, 6, 0.0), ("La file d'attente", 0, 1, 100.0), ("Un professionnel", 1, 1, 100.0),
    ]  # fmt: skip
    assert [line[2] for line in lines(found, Way.PLACE)] == [7, 1]
    assert [line[0] for line in lines(found, Way.COMMUNE)] == ["Limoges", "Guéret"]
    assert lines(found, Way.DEPARTMENT) == [("Haute-Vienne", 3, 7, 33.3), ("Creuse", 1, 1, 0.0)]


@pytest.mark.parametrize(
    ("given", "people"),
    [
        ({"state": "no_show"}, 2),
        ({"territory": "23"}, 1),
        ({"territory": "87085"}, 7),
        ({"first": date(2026, 1, 6)}, 2),
        ({"last": date(2026, 1, 5)}, 6),
        ({"first": date(2026, 2, 1), "last": date(2026, 2, 2)}, 0),
    ],
)
def test_each_filter_keeps_its_own(counted: Any, manager: Actor, given: dict[str, Any], people: int) -> None:
    asked = Asked(**{"first": JANUARY.first, "last": JANUARY.last, **given})
    assert statistics(manager, asked).total.people == people


def test_type_and_place_filter_appointments_and_workshops(counted: Any, manager: Actor) -> None:
    by_type = Asked(JANUARY.first, JANUARY.last, type=counted.grouped.pk)
    by_place = Asked(JANUARY.first, JANUARY.last, place=counted.away.pk)
    assert (statistics(manager, by_type).total.appointments, statistics(manager, by_type).total.people) == (0, 4)
    assert statistics(manager, by_place).total.people == 1


def test_BOO_03_days_and_weeks_are_those_of_the_clock_of_the_place(desk: Any, manager: Actor) -> None:
    """22:00 on Sunday in Paris is Monday in Saint-Denis de La Réunion."""
    far = make_place("97411", organisation=desk.organisation)
    make_appointment(MONDAY, datetime(2026, 1, 4, 21, 0, tzinfo=UTC), type=desk.kind, place=far)
    found = statistics(manager, Asked(date(2026, 1, 5), date(2026, 1, 5)))
    assert [line.day for line in found.lines[Way.WEEK]] == [date(2026, 1, 5)]


def test_a_counsellor_counts_their_own_and_a_coordinator_all(counted: Any) -> None:
    colleague = make_actor("counsellor", organisation=counted.organisation)
    assert statistics(counted.actor, JANUARY).total.people == 7
    assert statistics(colleague, JANUARY).total.people == 0
    assert statistics(make_actor("coordinator", organisation=counted.organisation), JANUARY).total.people == 8


def test_median_wait_is_that_of_the_places_that_have_a_slot(desk: Any, manager: Actor) -> None:
    """One place has a slot each Thursday at 9; the other is closed to the public: no slot, out of the median."""
    when = datetime(2026, 1, 6, 8, 0, tzinfo=UTC)
    rule = desk.rule
    first = rule.occurrences.order_by("starts_at").first()
    found = waits(manager, JANUARY, first.starts_at - timedelta(days=2, hours=12))
    assert (found.days, found.places, found.without, found.left_out) == (2.5, 1, 0, 0)
    assert waits(make_actor("counsellor", organisation=desk.organisation), JANUARY, when).places == 0
    rule.access = "walk_in"
    rule.save()
    assert waits(manager, JANUARY, when).days is None


def test_the_page_and_its_file_say_the_same_figures(client: Client, counted: Any) -> None:
    signed_in(client, "host_manager", organisation=counted.organisation)
    page = client.get(reverse(PAGE) + PERIOD)
    content = page.content.decode()
    assert "Comment c'est compté" in content.replace("&#x27;", "'") and "28,6" in content
    answer = client.get(reverse(PAGE) + PERIOD + "&export=csv")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    assert (rows[0]["Participations"], rows[0]["Rendez-vous"], rows[0]["Taux d'absence (%)"]) == ("8", "4", "28.6")
    told = {(row["Valeur"], row["Participations"], row["Absents sans prévenir"]) for row in rows}
    for _title, _table, of_way in page.context["ways"]:
        assert {(line.label, str(line.people), str(line.absent)) for line in of_way} <= told
    assert [row["Participations"] for row in rows if row["Répartition"] == "Semaine"] == ["7", "0", "1"]
    assert [values for _name, values in page.context["series"]] == [[7, 0, 1], [3, 0, 1]]
    assert client.get(reverse(PAGE) + PERIOD + "&export=xlsx").content[:2] == b"PK"


def test_nothing_to_count_says_what_to_do(client: Client, desk: Any) -> None:
    signed_in(client, "coordinator", organisation=desk.organisation)
    assert "Rien à compter sur cette période" in client.get(reverse(PAGE)).content.decode()


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("?du=2026-02-01&au=2026-01-01", "« Au » vient avant « Du »"),
        ("?du=2020-01-01&au=2026-01-01", "La période dure deux ans au plus"),
        ("?du=31/02/2026", "existe pas"),
        ("?motif=01981c3e-0000-7000-8000-000000000000", "choix"),
    ],
)
def test_a_wrong_filter_is_named_and_nothing_is_counted(client: Client, desk: Any, query: str, said: str) -> None:
    signed_in(client, "host_manager", organisation=desk.organisation)
    page = client.get(reverse(PAGE) + query).content.decode()
    assert said in page and "Rien à compter" not in page


def test_the_page_costs_the_same_with_one_row_and_three(client: Client, desk: Any) -> None:
    signed_in(client, "host_manager", organisation=desk.organisation)
    costs = []
    for _turn in range(2):
        make_appointment(MONDAY, MONDAY, type=make_type(organisation=desk.organisation), state="attended")
        make_workshop(MONDAY, MONDAY, type=desk.grouped, place=make_place(organisation=desk.organisation))
        client.get(reverse(PAGE) + PERIOD)
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse(PAGE) + PERIOD)
        costs.append(len(asked))
        make_appointment(MONDAY, MONDAY, type=make_type(organisation=desk.organisation), state="no_show")
    assert costs[0] == costs[1]
