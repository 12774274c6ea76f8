"""Real connections at once: seats, slots, absences, moves and offers are never given twice (design/05, promise 2)."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from time import perf_counter
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from django.db import DatabaseError, connection

from conum.domains.booking.enums import CreatorKind
from conum.domains.booking.models import (
    Appointment,
    Contact,
    EngagedTime,
    Registration,
    Reminder,
    Seat,
    WaitingListEntry,
)
from conum.domains.booking.operations import appointments, changes, offers, registrations, waiting
from conum.domains.booking.operations.absences import add_absence
from conum.domains.booking.operations.refusals import SeatsTaken, SlotTaken
from conum.kernel.errors import ConumError
from tests.domains.booking.test_workshops import opened, register
from tests.factories_booking import NOW, THURSDAY, make_desk, paris, who

pytestmark = pytest.mark.django_db(transaction=True)
NINE = paris(THURSDAY, 9)
LATER = paris(THURSDAY + timedelta(days=7), 9)


def at_once(*works: Callable[[], Any]) -> list[Any]:
    """Run each work on a connection of its own, all let go together; gives results or refusals, in order."""
    gate = Barrier(len(works))

    def run(work: Callable[[], Any]) -> Any:
        try:
            connection.ensure_connection()
            gate.wait(30)
            return work()
        except ConumError as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


def by_turns(works: list[Callable[[], Any]], width: int) -> list[Any]:
    """As `at_once`, by waves of `width` connections."""
    found = []
    for start in range(0, len(works), width):
        found += at_once(*works[start : start + width])
    return found


def kinds(answers: list[Any]) -> Counter[str]:
    return Counter(type(answer).__name__ for answer in answers)


@pytest.mark.long
def test_two_hundred_people_for_ten_seats_exactly_ten():
    workshop = opened(make_desk(kind="workshop", duration=120), 10)
    answers = by_turns([lambda number=number: register(workshop, number) for number in range(200)], 40)
    workshop.refresh_from_db()
    assert kinds(answers) == {"Registration": 10, "SeatsTaken": 190}
    assert Registration.objects.count() == 10 and workshop.registered == 10 and workshop.state == "full"
    assert sorted(Seat.objects.values_list("number", flat=True)) == list(range(1, 11))


@pytest.mark.long
def test_fifty_people_for_one_slot_exactly_one_the_others_refused_with_the_free_slots():
    desk = make_desk()
    desk.present()
    begun = perf_counter()
    answers = at_once(*[lambda number=number: desk.book(NINE, number) for number in range(50)])
    spent = perf_counter() - begun
    assert kinds(answers) == {"Booked": 1, "SlotTaken": 49}
    refused = [answer for answer in answers if isinstance(answer, SlotTaken)]
    assert all(NINE not in [slot.starts_at for slot in one.slots] and len(one.slots) == 5 for one in refused)
    assert EngagedTime.objects.count() == 1 and spent < 30  # a dead lock would wait longer


def test_an_absence_added_while_a_booking_lands_is_seen_by_one_of_them():
    desk = make_desk()
    desk.present()
    times = {"starts_at": paris(THURSDAY, 8), "ends_at": paris(THURSDAY, 12)}
    booked, added = at_once(
        lambda: desk.book(NINE),
        lambda: add_absence(person_id=desk.person.pk, actor=desk.actor, now=NOW, **times),
    )
    listed = [row.pk for row in added.touched.appointments]
    assert isinstance(booked, SlotTaken) if not listed else listed == [booked.appointment.pk]


def test_moved_by_the_person_while_the_service_cancels():
    desk = make_desk()
    desk.present()
    row = desk.book(LATER).appointment
    at_once(
        lambda: changes.move(appointment_id=row.pk, starts_at=LATER + timedelta(minutes=30), now=NOW),
        lambda: changes.cancel_by_service(appointment_id=row.pk, reason="Panne", actor=desk.actor, now=NOW),
    )
    row.refresh_from_db()
    assert row.state == "revoked" and not EngagedTime.objects.exists()


def test_an_offer_accepted_at_the_second_it_expires_is_taken_once():
    workshop = opened(make_desk(kind="workshop", duration=120), 1)
    taken = register(workshop)
    citizen = {"workshop_id": workshop.pk, "by": CreatorKind.CITIZEN}
    first = waiting.ask_workshop(**citizen, who=who(), now=NOW).entry
    second = waiting.ask_workshop(**citizen, who=who(), now=NOW + timedelta(seconds=1)).entry
    registrations.cancel_by_person(registration_id=taken.pk, now=NOW)
    first.refresh_from_db()
    ends = first.hold_until
    at_once(
        lambda: waiting.accept(entry_id=first.pk, now=ends - timedelta(microseconds=1)),
        lambda: offers.expire_offers(now=ends),
    )
    first.refresh_from_db()
    second.refresh_from_db()
    workshop.refresh_from_db()
    assert (first.state, second.state) in {("accepted", "waiting"), ("expired", "offered")}
    assert workshop.registered + workshop.held == Seat.objects.count() == 1


def test_the_last_seat_two_people_and_one_waiting_offer():
    workshop = opened(make_desk(kind="workshop", duration=120), 1)
    taken = register(workshop)
    asked = {"workshop_id": workshop.pk, "by": CreatorKind.CITIZEN, "now": NOW}
    entry = waiting.ask_workshop(**asked, who=who()).entry
    registrations.cancel_by_person(registration_id=taken.pk, now=NOW)
    answers = at_once(
        lambda: register(workshop),
        lambda: register(workshop),
        lambda: waiting.accept(entry_id=entry.pk, now=NOW),
    )
    assert [type(answer) for answer in answers] == [SeatsTaken, SeatsTaken, WaitingListEntry]
    assert Registration.objects.filter(state="planned").count() == Seat.objects.count() == 1


def test_BOO_13_two_tabs_on_two_professionals_make_one_booking():
    desk, other = make_desk(), make_desk()
    desk.present()
    desk.present(people=[other.person.pk], place_id=other.place.pk)
    answers = at_once(
        lambda: desk.book(NINE, 1),
        lambda: desk.book(NINE, 1, place_id=other.place.pk),
    )
    assert kinds(answers) == {"Booked": 1, "RuleBroken": 1} and Appointment.objects.count() == 1


def test_BOO_12_two_clicks_make_one_booking():
    desk, key = make_desk(), uuid4()
    desk.present()
    answers = at_once(*[lambda: desk.book(NINE, 1, idempotency_key=key)] * 8)
    assert kinds(answers) == {"Booked": 8} and len({answer.appointment.pk for answer in answers}) == 1


def test_a_connection_killed_in_the_middle_leaves_no_half_booking(monkeypatch):
    desk = make_desk()
    desk.present()

    def killed(*arguments: Any, **source: Any) -> None:
        assert Appointment.objects.count() == 1  # written, not committed
        with psycopg.connect(**killer) as other:
            other.execute("SELECT pg_terminate_backend(%s)", [connection.connection.info.backend_pid])

    killer = {**connection.get_connection_params(), "autocommit": True}
    killer = {name: value for name, value in killer.items() if name in ("host", "port", "user", "password", "dbname")}
    monkeypatch.setattr(appointments, "publish", killed)
    with pytest.raises(DatabaseError):
        desk.book(NINE, 1)
    connection.close()
    left = [model.objects.count() for model in (Appointment, Contact, EngagedTime, Reminder)]
    assert left == [0, 0, 0, 0]
    monkeypatch.undo()
    assert desk.book(NINE, 1).appointment.starts_at == NINE
