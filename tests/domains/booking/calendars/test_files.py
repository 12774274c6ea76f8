"""Calendar files: the same event from change to change (BOO-28)."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import icalendar
import pytest

from conum.domains.booking.queries.calendar_files import CalendarEvent, feed, invitation, uid

NOW = datetime(2026, 1, 13, 9, 30, tzinfo=UTC)
EVENT = CalendarEvent(
    id="0190b1f2-0000-7000-8000-000000000001",
    sequence=0,
    start=NOW + timedelta(days=2),
    end=NOW + timedelta(days=2, minutes=30),
    title="Rendez-vous numérique, avec é, à; et, des virgules",
    location="Médiathèque, 3 rue du Pont, 23000 Guéret",
    text="Pour déplacer : https://conum.example/r/x\nVenez avec votre téléphone.",
    cancelled=False,
    changed_at=NOW,
    url="https://conum.example/r/x",
)


@pytest.fixture(autouse=True)
def _site(settings):
    settings.SITE_ADDRESS, settings.DEFAULT_FROM_EMAIL = "https://conum.example", "Conum <rdv@conum.example>"


def read(content):
    calendar = icalendar.Calendar.from_ical(content)
    return calendar, list(calendar.walk("VEVENT"))


def test_BOO_28_an_invitation_says_request_and_reads_back():
    calendar, (event,) = read(invitation(EVENT, guest="ana@example.org"))
    assert calendar["METHOD"] == "REQUEST" and event["STATUS"] == "CONFIRMED"
    assert event["UID"] == f"{EVENT.id}@conum.example" == uid(EVENT.id)
    assert event["DTSTART"].dt == EVENT.start and event["DTEND"].dt == EVENT.end
    assert str(event["SUMMARY"]) == EVENT.title and str(event["DESCRIPTION"]) == EVENT.text
    assert event["ATTENDEE"] == "mailto:ana@example.org" and event["ORGANIZER"] == "mailto:rdv@conum.example"


def test_BOO_28_a_move_keeps_the_uid_and_raises_the_sequence():
    _calendar, (first,) = read(invitation(EVENT))
    _calendar, (moved,) = read(invitation(replace(EVENT, sequence=1, start=EVENT.start + timedelta(days=1))))
    assert first["UID"] == moved["UID"] and (first["SEQUENCE"], moved["SEQUENCE"]) == (0, 1)


def test_BOO_28_a_cancellation_says_cancel():
    calendar, (event,) = read(invitation(replace(EVENT, sequence=2, cancelled=True)))
    assert calendar["METHOD"] == "CANCEL" and event["STATUS"] == "CANCELLED" and event["SEQUENCE"] == 2


def test_lines_are_folded_as_the_format_asks():
    long = replace(EVENT, text="é" * 400)
    assert all(len(line) <= 75 for line in invitation(long).split(b"\r\n"))


def test_BOO_27_the_feed_holds_all_events_under_a_name():
    calendar, events = read(feed([EVENT, replace(EVENT, id="b", cancelled=True)], name="Rendez-vous Conum"))
    assert calendar["METHOD"] == "PUBLISH" and calendar["X-WR-CALNAME"] == "Rendez-vous Conum"
    assert [event["STATUS"] for event in events] == ["CONFIRMED", "CANCELLED"]
    assert "ATTENDEE" not in events[0]


def test_an_empty_feed_is_still_a_calendar():
    _calendar, events = read(feed([], name="Rendez-vous"))
    assert events == []
