"""iCalendar files: an invitation that other calendars follow from change to change, and a feed (BOO-27, BOO-28)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import icalendar
from django.conf import settings

PRODUCT = "-//Conum//Conum//FR"


@dataclass(frozen=True)
class CalendarEvent:
    """One appointment or workshop as calendars know it.

    Attributes:
        id: identifier of our row: the same for its whole life, hence the same UID.
        sequence: number of changes since it was made (RFC 5545, 3.8.7.4).
        start, end: instants.
        title: what the calendar shows.
        location: where, in words.
        text: how to come, how to move or cancel.
        cancelled: it will not happen.
        changed_at: instant of the last change.
        url: page of the appointment.
    """

    id: str
    sequence: int
    start: datetime
    end: datetime
    title: str
    location: str
    text: str
    cancelled: bool
    changed_at: datetime
    url: str = ""


def invitation(event: CalendarEvent, *, guest: str = "") -> bytes:
    """Return the file of one event: REQUEST while it holds, CANCEL once it does not (RFC 5546).

    Args:
        event: what is told.
        guest: e-mail of the person invited, when there is one.
    """
    method = "CANCEL" if event.cancelled else "REQUEST"
    return _calendar([event], method, guest=guest).to_ical()


def stored(event: CalendarEvent) -> bytes:
    """Return the file of one event as a collection keeps it: without METHOD (RFC 4791, 4.1)."""
    return _calendar([event], "").to_ical()


def feed(events: Iterable[CalendarEvent], *, name: str) -> bytes:
    """Return the file that a professional's calendar reads: what holds, and what no longer does as cancelled."""
    calendar = _calendar(events, "PUBLISH")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", timedelta(minutes=15), parameters={"VALUE": "DURATION"})
    return calendar.to_ical()


def uid(identifier: str) -> str:
    """Return the UID of a row, in our domain (RFC 7986, 5.3)."""
    return f"{identifier}{own_domain()}"


def own_domain() -> str:
    """Return how the UID of our events ends: ours are known when they are read back from elsewhere."""
    return f"@{urlsplit(settings.SITE_ADDRESS).hostname or 'localhost'}"


def _calendar(events: Iterable[CalendarEvent], method: str, *, guest: str = "") -> icalendar.Calendar:
    calendar = icalendar.Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    if method:
        calendar.add("method", method)
    for event in events:
        calendar.add_component(_event(event, guest))
    return calendar


def _event(event: CalendarEvent, guest: str) -> icalendar.Event:
    made = icalendar.Event()
    made.add("uid", uid(event.id))
    made.add("sequence", event.sequence)
    made.add("dtstamp", event.changed_at.astimezone(UTC))
    made.add("last-modified", event.changed_at.astimezone(UTC))
    made.add("dtstart", event.start.astimezone(UTC))
    made.add("dtend", event.end.astimezone(UTC))
    made.add("summary", event.title)
    made.add("status", "CANCELLED" if event.cancelled else "CONFIRMED")
    for name, value in (("location", event.location), ("description", event.text), ("url", event.url)):
        if value:
            made.add(name, value)
    if guest:
        _add_people(made, guest)
    return made


def _add_people(made: icalendar.Event, guest: str) -> None:
    organiser = icalendar.vCalAddress(f"mailto:{settings.DEFAULT_FROM_EMAIL.rpartition('<')[2].rstrip('>')}")
    made.add("organizer", organiser)
    attendee = icalendar.vCalAddress(f"mailto:{guest}")
    attendee.params["PARTSTAT"] = icalendar.vText("ACCEPTED")
    attendee.params["RSVP"] = icalendar.vText("FALSE")
    made.add("attendee", attendee)
