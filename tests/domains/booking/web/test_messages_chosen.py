"""Each person chooses, without account, whether text messages and mails reach them (BOO-23)."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from conum.commons.messaging.models import OutboxMessage
from conum.domains.booking.models import Contact
from conum.domains.booking.operations.contacts import Who, keep_contact
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


def test_BOO_29_a_number_marked_as_wrong_receives_nothing_more_until_it_is_good(
    client: Client, desk: Any, row: Any
) -> None:
    sign_in(client, desk.person, desk.person.memberships.get(role="counsellor"))
    there, address = (reverse(f"booking:{name}", args=[row.pk]) for name in ("appointment", "phone_mark"))
    assert "Ce numéro est faux" in client.get(there).content.decode()
    page = client.post(address, {"numero": "faux"}, follow=True).content.decode()
    assert "Le numéro ne reçoit pas de SMS." in page and "Ce numéro est bon" in page
    assert ways(row, Occasion.REMINDER, desk.now) == ["email"]
    client.post(address, {"numero": "bon"})
    assert ways(row, Occasion.REMINDER, desk.now) == ["sms"]


@pytest.mark.parametrize("closed", [{"sms_refused": True}, {"email_refused": True}, {"phone_wrong": True}])
def test_BOO_23_what_a_person_refused_holds_for_their_later_bookings(desk: Any, closed: dict[str, bool]) -> None:
    who = Who("Ana", "Martin", phone="06 39 98 03 01", email="ana@example.org")
    first, _code = keep_contact(who, desk.now, desk.now)
    Contact.objects.filter(pk=first.pk).update(**closed)
    later, _code = keep_contact(who, desk.now, desk.now)
    other, _code = keep_contact(Who("Luc", "Martin", phone="06 39 98 03 01"), desk.now, desk.now)
    for name in ("sms_refused", "email_refused", "phone_wrong"):
        assert getattr(later, name) is closed.get(name, False)
        assert getattr(other, name) is False  # a relative on the same telephone decides for themselves
