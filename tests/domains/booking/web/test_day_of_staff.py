"""The counsellor's day: the desk and its tickets, registrations cancelled one by one, counters, the list on paper."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from conum.commons.messaging.models import OutboxMessage
from conum.domains.booking.models import Arrival, AvailabilityRule, Occurrence, RuleException, Workshop
from conum.domains.booking.queries.offering import registered_words
from tests.domains.booking.rows import make_appointment, make_registration, make_workshop
from tests.factories_accounts import sign_in
from tests.factories_places import make_place

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(client: Client, desk: Any) -> Client:
    """The counsellor, signed in."""
    sign_in(client, desk.person, desk.person.memberships.get(role="counsellor"))
    return client


def test_BOO_52_a_visitor_takes_a_ticket_and_is_received_or_leaves(staff: Client, desk: Any) -> None:
    today = timezone.localdate(desk.now)
    hours = {"starts_at": desk.now, "during": (desk.now, desk.now + timedelta(hours=1))}
    Occurrence.objects.get_or_create(rule=desk.rule, day=today, defaults=hours)
    address = reverse("booking:reception", args=[desk.place.pk])
    assert address in staff.get(reverse("booking:week")).content.decode()
    for _visitor in range(2):
        staff.post(address, {"permanence": str(desk.rule.pk)})
    first, second = Arrival.objects.order_by("ticket")
    page = staff.get(address)
    assert list(page.context["queue"]) == [first, second]
    assert "<strong>2</strong> personnes venues" in page.content.decode()
    staff.post(address, {"recu": str(first.pk)})
    staff.post(address, {"parti": str(second.pk)})
    first.refresh_from_db()
    second.refresh_from_db()
    assert first.received_at and second.left_at and not staff.get(address).context["queue"]


def test_BOO_26_one_registration_is_cancelled_by_the_service_with_its_reason(staff: Client, desk: Any) -> None:
    workshop = make_workshop(desk.now, type=desk.grouped, place=desk.place, people=[desk.person])
    row = make_registration(desk.now, workshop)
    address = reverse("booking:registration_revoke", args=[workshop.pk, row.pk])
    there = reverse("booking:workshop_staff", args=[workshop.pk])
    assert address in staff.get(there).content.decode()
    assert str(row.contact) in staff.get(address).content.decode()
    assert staff.post(address, {"reason": " "}).status_code == 422
    assert staff.post(address, {"reason": "Atelier réservé aux débutants"})["Location"] == there
    row.refresh_from_db()
    assert (row.state, row.state_reason) == ("revoked", "Atelier réservé aux débutants")
    assert OutboxMessage.objects.filter(to=row.contact.email, text__contains="débutants").exists()


def test_a_registration_of_another_workshop_is_not_there(staff: Client, desk: Any) -> None:
    here, there = (make_workshop(desk.now, type=desk.grouped, place=desk.place, people=[desk.person]) for _ in range(2))
    row = make_registration(desk.now, there)
    assert (
        staff.post(reverse("booking:registration_revoke", args=[here.pk, row.pk]), {"reason": "x"}).status_code == 404
    )


@pytest.mark.parametrize(
    ("seats", "registered", "held", "words"),
    [
        (6, 0, 0, "Aucun inscrit sur 6"),
        (6, 1, 0, "1 inscrit sur 6"),
        (6, 5, 1, "5 inscrits sur 6, 1 place gardée"),
        (None, 12, 0, "12 inscrits"),
    ],
)
def test_BOO_31_a_counter_says_the_seats_held_too(seats: int | None, registered: int, held: int, words: str) -> None:
    assert registered_words(Workshop(seats=seats, registered=registered, held=held)) == words


def test_BOO_43_the_list_on_paper_has_room_for_those_without_registration(staff: Client, desk: Any) -> None:
    workshop = make_workshop(desk.now, type=desk.grouped, place=desk.place, people=[desk.person])
    page = staff.get(reverse("booking:workshop_staff", args=[workshop.pk])).content.decode()
    assert page.count("bk-paper__line") == 5 and "aucun nom" in page


def test_a_permanence_may_cross_midnight(staff: Client, desk: Any) -> None:
    form = {
        "people": [str(desk.person.pk)], "place": str(desk.place.pk), "access": "bookable", "frequency": "none",
        "first_day": desk.thursday.isoformat(), "start_time": "20:00", "end_time": "01:00", "ends_next_day": "on",
    }  # fmt: skip
    assert staff.post(reverse("booking:rule_new"), form).status_code == 302
    made = AvailabilityRule.objects.get(ends_next_day=True)
    assert (made.start_time, made.end_time) == (time(20), time(1))
    address = reverse("booking:occurrence", args=[made.pk, desk.thursday.isoformat()])
    assert staff.get(address).context["form"].initial["ends_next_day"]
    assert staff.post(address, {"start_time": "21:00", "end_time": "00:30", "ends_next_day": "on"}).status_code == 302
    assert RuleException.objects.get().ends_next_day
    wrong = staff.post(address, {"start_time": "09:00", "end_time": "10:00", "ends_next_day": "on"})
    assert wrong.status_code == 422 and "end_time" in wrong.context["form"].errors


def test_BOO_03_the_bookings_of_a_day_are_read_in_the_hours_of_the_place(staff: Client, desk: Any) -> None:
    far = make_place("97411", organisation=desk.organisation)
    AvailabilityRule.objects.filter(pk=desk.rule.pk).update(place=far, timezone="Indian/Reunion")
    start = datetime.combine(desk.thursday, time(6), UTC)
    row = make_appointment(desk.now, start, type=desk.kind, place=far, people=[desk.person])
    row.engaged.create(person=desk.person, during=(row.starts_at, row.ends_at))
    page = staff.get(reverse("booking:occurrence", args=[desk.rule.pk, desk.thursday.isoformat()])).content.decode()
    assert "10 h · Ana Martin" in page
