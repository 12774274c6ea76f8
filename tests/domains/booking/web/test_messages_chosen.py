"""Each person chooses, without account, whether text messages and mails reach them (BOO-23)."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from conum.commons.messaging.models import OutboxMessage
from conum.domains.booking.operations.telling import remind, tell_booking
from conum.domains.booking.queries import links
from conum.domains.booking.queries.wordings import Occasion
from tests.domains.booking.rows import make_appointment, make_contact
from tests.factories_accounts import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def row(desk: Any) -> Any:
    """An appointment of somebody with a mobile and a mailbox."""
    return make_appointment(desk.now, type=desk.kind, place=desk.place, people=[desk.person])


def choose(client: Client, row: Any, **choice: str) -> str:
    token = links.token(links.Target.APPOINTMENT, row.pk)
    answer = client.post(reverse("booking:own_messages", args=[token]), choice)
    return client.get(answer["Location"]).content.decode()


def ways(row: Any, occasion: Occasion, now: Any) -> list[str]:
    OutboxMessage.objects.all().delete()
    row.contact.refresh_from_db()
    if occasion == Occasion.REMINDER:
        remind(row, key="rappel", now=now)
    else:
        tell_booking(row, occasion, now=now)
    return sorted(OutboxMessage.objects.values_list("channel", flat=True))


@pytest.mark.parametrize(
    ("choice", "moved", "reminded"),
    [
        ({}, ["email", "sms"], ["sms"]),
        ({"sms": "non"}, ["email"], ["email"]),
        ({"email": "non"}, ["sms"], ["sms"]),
        ({"email": "non", "sms": "non"}, [], []),
    ],
)
def test_messages_leave_by_the_ways_left_open(
    client: Client, desk: Any, row: Any, choice: dict[str, str], moved: list[str], reminded: list[str]
) -> None:
    for way, answer in choice.items():
        choose(client, row, **{way: answer})
    assert ways(row, Occasion.MOVED, desk.now) == moved
    assert ways(row, Occasion.REMINDER, desk.now) == reminded


def test_one_changes_ones_mind_and_is_told(client: Client, row: Any) -> None:
    assert "Vous ne recevrez plus de courriels." in choose(client, row, email="non")
    page = choose(client, row, sms="non")
    assert "Vous ne recevez pas de SMS." in page and "gardez votre code" in page
    page = choose(client, row, email="oui")
    assert "Vous recevrez des courriels." in page and "gardez votre code" not in page


def test_the_choice_holds_for_each_booking_of_the_person_and_for_nobody_else(
    client: Client, desk: Any, row: Any
) -> None:
    same = make_contact(desk.now, person_key=row.contact.person_key)
    other = make_contact(desk.now)
    choose(client, row, email="non")
    for contact, refused in ((row.contact, True), (same, True), (other, False)):
        contact.refresh_from_db()
        assert contact.email_refused is refused


def test_an_unknown_choice_changes_nothing(client: Client, row: Any) -> None:
    choose(client, row, email="peut-être", autre="non")
    row.contact.refresh_from_db()
    assert not row.contact.email_refused and not row.contact.sms_refused


def test_the_professional_reads_that_one_calls(client: Client, desk: Any, row: Any) -> None:
    choose(client, row, email="non")
    choose(client, row, sms="non")
    sign_in(client, desk.person, desk.person.memberships.get(role="counsellor"))
    page = client.get(reverse("booking:appointment", args=[row.pk])).content.decode()
    assert "prévenez par téléphone" in page
