"""The professional's two ties: a feed at a secret address, and an outside calendar whose busy times block slots."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
from django.test import Client
from django.urls import reverse

from conum.domains.booking.models import BusyTime, CalendarFeed, ExternalCalendar
from conum.domains.booking.operations import outside_calendars
from conum.domains.booking.queries.slots import slots_for
from tests.domains.booking.rows import make_appointment, make_workshop
from tests.domains.booking.web.conftest import desk  # noqa: F401 – the counsellor of the pages
from tests.factories_accounts import sign_in, signed_in

pytestmark = pytest.mark.django_db
PARIS = ZoneInfo("Europe/Paris")
TIES = reverse("booking:ties")


@pytest.fixture
def staff(client: Client, desk: Any) -> Client:  # noqa: F811
    """The counsellor, signed in."""
    sign_in(client, desk.person, desk.person.memberships.get(role="counsellor"))
    return client


def opened(client: Client, **choice: str) -> str:
    """Open a feed; its address is shown once."""
    assert client.post(reverse("booking:feed_open"), choice)["Location"] == TIES
    secret = client.get(TIES).context["secret"]
    assert secret and not client.get(TIES).context["secret"]
    return f"/agenda/{secret.partition('/agenda/')[2]}"


def events(path: str) -> list[Any]:
    answer = Client().get(path)  # a calendar program has no session
    assert answer.status_code == 200 and answer["Content-Type"].startswith("text/calendar")
    assert "no-store" in answer["Cache-Control"]
    return sorted(icalendar.Calendar.from_ical(answer.content).walk("VEVENT"), key=lambda event: event["SUMMARY"])


def test_BOO_27_the_feed_gives_hours_and_places_and_no_name(staff: Client, desk: Any) -> None:  # noqa: F811
    row = make_appointment(desk.now, type=desk.kind, place=desk.place, people=[desk.person], context="Dossier")
    make_workshop(desk.now, type=desk.grouped, place=desk.place, people=[desk.person], title="Tablette")
    make_appointment(desk.now)  # of somebody else
    path = opened(staff)
    help_, workshop = events(path)
    assert (help_["SUMMARY"], workshop["SUMMARY"]) == ("Aide aux démarches", "Atelier : Tablette")
    assert help_.decoded("DTSTART") == row.starts_at.replace(microsecond=0) and desk.place.name in help_["LOCATION"]
    body = Client().get(path).content.decode()
    assert "Martin" not in body and "Dossier" not in body and row.contact.email not in body


def test_BOO_27_the_feed_gives_initials_when_asked(staff: Client, desk: Any) -> None:  # noqa: F811
    make_appointment(desk.now, type=desk.kind, place=desk.place, people=[desk.person])
    (event,) = events(opened(staff, with_names="on"))
    assert event["SUMMARY"] == "Aide aux démarches – A. M."


def test_BOO_27_a_revoked_a_replaced_and_an_unknown_address_give_nothing(staff: Client, desk: Any) -> None:  # noqa: F811
    first = opened(staff)
    second = opened(staff)
    assert Client().get(first).status_code == 404 and events(second) == []
    staff.post(reverse("booking:feed_close"))
    assert Client().get(second).status_code == 404
    assert Client().get("/agenda/flux/inconnu.ics").status_code == 404
    assert not CalendarFeed.objects.filter(address_hash__contains=second.split("/")[-1][:20]).exists()


def test_BOO_27_the_feed_of_a_closed_account_gives_nothing(staff: Client, desk: Any) -> None:  # noqa: F811
    path = opened(staff)
    type(desk.person).objects.filter(pk=desk.person.pk).update(is_active=False, deactivated_at=desk.now)
    assert Client().get(path).status_code == 404


def elsewhere(start: datetime, *, weekly: bool = False) -> bytes:
    """The file of an outside calendar: one event of half an hour."""
    calendar, event = icalendar.Calendar(), icalendar.Event()
    event.add("uid", "1@example.org")
    event.add("dtstart", start)
    event.add("dtend", start + timedelta(minutes=30))
    event.add("summary", "Dentiste")
    if weekly:
        event.add("rrule", {"freq": "weekly"})
    calendar.add_component(event)
    return calendar.to_ical()


def hours(desk: Any, weeks: int) -> set[int]:  # noqa: F811
    """The whole hours offered on a Thursday."""
    day = datetime.combine(desk.thursday + timedelta(weeks=weeks), time(), PARIS)
    window = {"first": day, "last": day + timedelta(days=1), "now": desk.now}
    found = slots_for(type_id=desk.kind.pk, **window)
    return {slot.starts_at.astimezone(PARIS).hour for slot in found if slot.starts_at.astimezone(PARIS).minute == 0}


def test_BOO_27_the_busy_times_of_an_address_block_slots_until_it_is_left(
    staff: Client,
    desk: Any,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = []
    start = datetime.combine(desk.thursday, time(10), PARIS)
    files = [elsewhere(start, weekly=True), elsewhere(start + timedelta(hours=1)), b"not a calendar"]
    monkeypatch.setattr(outside_calendars, "fetch", lambda address, *_more: asked.append(address) or files[0])
    assert (hours(desk, 0), hours(desk, 1)) == ({9, 10, 11}, {9, 10, 11})

    staff.post(TIES, {"name": "Perso", "address": "https://agenda.example.org/secret.ics"})
    followed = ExternalCalendar.objects.get()
    assert (hours(desk, 0), hours(desk, 1)) == ({9, 11}, {9, 11})
    page = staff.get(f"{reverse('booking:week')}?jour={desk.thursday}").content.decode()
    assert "Occupé (autre agenda)" in page and "Dentiste" not in page
    assert b"secret.ics" not in bytes(followed.address)  # sealed

    del files[0]
    assert outside_calendars.refresh_calendar(followed.pk, now=desk.now)
    assert (hours(desk, 0), hours(desk, 1)) == ({9, 10}, {9, 10, 11})
    del files[0]
    assert not outside_calendars.refresh_calendar(followed.pk, now=desk.now)  # what was read is kept
    assert hours(desk, 0) == {9, 10} and "Ne répond plus" in staff.get(TIES).content.decode()

    staff.post(reverse("booking:unfollow", args=[followed.pk]))
    assert hours(desk, 0) == {9, 10, 11} and not BusyTime.objects.exists()
    assert set(asked) == {"https://agenda.example.org/secret.ics"}


def test_the_calendar_of_somebody_else_is_not_left(staff: Client, desk: Any, client: Client) -> None:  # noqa: F811
    dated = {"created_at": desk.now, "updated_at": desk.now}
    kept = ExternalCalendar.objects.create(person=desk.person, name="Perso", address=b"x", **dated)
    signed_in(client, "host_manager", organisation=desk.organisation)
    assert client.post(reverse("booking:unfollow", args=[kept.pk])).status_code == 404
    assert ExternalCalendar.objects.filter(pk=kept.pk).exists()
