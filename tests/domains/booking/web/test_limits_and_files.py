"""Few attempts of one network, a question read aloud, a calendar file that follows each change."""

from __future__ import annotations

import re
from typing import Any

import icalendar
import pytest
from django.test import Client
from django.urls import reverse

from conum.domains.booking.models import Appointment
from conum.domains.booking.web.views.asking import PER_HOUR
from conum.domains.booking.web.views.finding import TRIES
from tests.domains.booking.rows import make_workshop
from tests.domains.booking.web.test_public_line import booked, first_time, sent

pytestmark = pytest.mark.django_db


def file_of(client: Client, link: str) -> tuple[Any, str]:
    """The event of the calendar file behind a link, and the method its header tells."""
    answer = client.get(f"{link}agenda.ics")
    calendar = icalendar.Calendar.from_ical(answer.content)
    (event,) = calendar.walk("VEVENT")
    header = answer["Content-Type"].rpartition("method=")[2]
    assert str(calendar["METHOD"]) == header
    return event, header


def test_BOO_28_the_calendar_file_follows_the_move_and_the_cancellation(client: Client, desk: Any) -> None:
    link = booked(client, desk)
    first, method = file_of(client, link)
    assert (first["SEQUENCE"], method) == (0, "REQUEST")
    page = client.get(f"{link}deplacer/", {"jour": desk.thursday}).content.decode()
    times = re.findall(r'name="debut" value="([^"]+)"', page)
    client.post(f"{link}deplacer/", {"debut": times[-1]})
    moved, method = file_of(client, link)
    assert (moved["SEQUENCE"], method, moved["UID"]) == (1, "REQUEST", first["UID"])
    assert moved.decoded("DTSTART") == Appointment.objects.get().starts_at
    client.post(f"{link}annuler/")
    gone, method = file_of(client, link)
    assert (gone["SEQUENCE"], method, gone["UID"]) == (2, "CANCEL", first["UID"])
    assert str(gone["STATUS"]) == "CANCELLED"


def test_one_network_books_so_many_times_an_hour_then_waits(client: Client, desk: Any) -> None:
    """Attempts are counted, whatever comes of them, on appointments, workshops and waiting lists alike."""
    workshop = make_workshop(desk.now, type=desk.grouped, place=desk.place, people=[desk.person])
    addresses = [
        first_time(client, desk),
        *(reverse(f"booking:{name}", args=[workshop.pk]) for name in ("register", "wait")),
        reverse("booking:wish", args=[desk.kind.pk]),
    ]
    for count in range(PER_HOUR):
        assert client.post(addresses[count % len(addresses)], {}).status_code == 422
    for address in addresses:
        assert client.post(address, {}).status_code == 429
    assert client.get(addresses[0]).status_code == 200


def test_a_code_is_tried_few_times(client: Client, desk: Any) -> None:
    """Each network and each person sought have their own count: changing networks does not help."""
    address = reverse("booking:find")
    for count in range(TRIES):
        given = sent(client.get(address), reach="06 12 34 56 78", code=f"{count:06}")
        assert client.post(address, given, REMOTE_ADDR=f"198.51.100.{count}").status_code == 422
    again = {"reach": "06 12 34 56 78", "code": "123456"}
    assert client.post(address, again, REMOTE_ADDR="203.0.113.9").status_code == 429


def test_the_question_is_text_in_the_label_of_its_field(client: Client, desk: Any) -> None:
    """No picture, no sound, no script: a screen reader reads the question as the name of the field."""
    page = client.get(first_time(client, desk)).content.decode()
    name = re.search(r'<input[^>]*name="challenge"[^>]*>', page)[0]  # type: ignore[index]
    identifier = re.search(r'id="([^"]+)"', name)[1]  # type: ignore[index]
    label = re.search(rf'<label[^>]*for="{identifier}"[^>]*>(.*?)</label>', page, re.S)[1]  # type: ignore[index]
    assert re.search(r"Combien font \w+ plus \w+", label)
