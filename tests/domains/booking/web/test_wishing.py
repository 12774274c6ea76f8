"""The waiting list of appointments: a type without a date that suits, or an earlier date than the one held."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse

from conum.commons.messaging.models import OutboxMessage
from conum.domains.booking.models import Appointment, WaitingListEntry
from conum.domains.booking.operations.changes import cancel_by_service
from conum.domains.booking.queries import links
from tests.domains.booking.web.test_public_line import PERSON, sent
from tests.factories_booking import Desk

pytestmark = pytest.mark.django_db
PARIS = ZoneInfo("Europe/Paris")


def book(desk: Any, weeks: int, hour: int = 9, **fields: Any) -> Appointment:
    """A citizen books by the operation, some Thursday."""
    start = datetime.combine(desk.thursday + timedelta(weeks=weeks), time(hour), PARIS)
    made = Desk(desk.organisation, desk.place, desk.person, desk.actor, desk.kind)
    return made.book(start, now=desk.now, **fields).appointment


def earlier(row: Appointment) -> str:
    return reverse("booking:earlier", args=[links.token(links.Target.APPOINTMENT, row.pk)])


def test_BOO_34_an_earlier_date_is_asked_from_the_appointment_and_replaces_it(client: Client, desk: Any) -> None:
    taken, mine = book(desk, 0), book(desk, 2)
    page = client.get(reverse("booking:link", args=[links.token(links.Target.APPOINTMENT, mine.pk)]))
    assert earlier(mine) in page.content.decode()
    wish = client.post(earlier(mine), {"weekdays": ["3"], "half_days": ["morning"]})["Location"]
    assert "Vous êtes en attente" in client.get(wish).content.decode()

    cancel_by_service(appointment_id=taken.pk, reason="Absente", actor=desk.actor, now=desk.now)
    assert "Une place est gardée pour vous" in client.get(wish).content.decode()
    client.post(wish, {"reponse": "accepter"})
    held = Appointment.objects.get(state="planned")
    assert held.starts_at == taken.starts_at and Appointment.objects.get(pk=mine.pk).state == "excused"


def test_BOO_30_an_earlier_date_is_asked_once(client: Client, desk: Any) -> None:
    mine = book(desk, 2)
    assert client.post(earlier(mine), {}).status_code == 302
    assert client.get(earlier(mine)).status_code == 404
    assert WaitingListEntry.objects.count() == 1


@pytest.mark.parametrize("bookable_by", ["staff", "invited"])
def test_BOO_16_a_type_that_not_everybody_books_is_not_waited_for(client: Client, desk: Any, bookable_by: str) -> None:
    mine = book(desk, 2)
    type(desk.kind).objects.filter(pk=desk.kind.pk).update(bookable_by=bookable_by)
    assert client.get(earlier(mine)).status_code == 404
    assert client.get(reverse("booking:wish", args=[desk.kind.pk])).status_code == 404


def test_BOO_30_a_type_is_waited_for_at_a_place_and_confirmed(client: Client, desk: Any) -> None:
    slots = client.get(f"{reverse('booking:slots', args=[desk.kind.pk])}?lieu={desk.place.pk}").content.decode()
    address = f"{reverse('booking:wish', args=[desk.kind.pk])}?lieu={desk.place.pk}"
    assert address in slots
    answer = client.post(address, sent(client.get(address), weekdays=["1", "3"], half_days=["afternoon"]))
    entry = WaitingListEntry.objects.get()
    assert (entry.type_id, entry.weekdays, entry.half_days) == (desk.kind.pk, [1, 3], ["afternoon"])
    assert list(entry.places.all()) == [desk.place]
    assert answer["Location"] == reverse("booking:offer", args=[links.token(links.Target.WAITING, entry.pk)])
    assert "attente" in OutboxMessage.objects.get().text


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"weekdays": ["9"]}, "weekdays"),
        ({"half_days": ["night"]}, "half_days"),
        ({"last_name": ""}, "last_name"),
        ({"phone": "12"}, "phone"),
    ],
)
def test_a_wrong_wish_is_told_beside_its_field_and_kept(client: Client, desk: Any, wrong: Any, sentence: str) -> None:
    address = reverse("booking:wish", args=[desk.kind.pk])
    page = client.post(address, sent(client.get(address), **wrong))
    assert page.status_code == 422 and sentence in page.context["form"].errors
    assert f'value="{PERSON["first_name"]}"' in page.content.decode() and not WaitingListEntry.objects.exists()
