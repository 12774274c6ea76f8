"""What is asked of a CalDAV collection and what it answers (RFC 4791): the events of a period, one file each."""

from __future__ import annotations

from datetime import UTC, datetime
from xml.etree import ElementTree

from conum.domains.booking.gateways.outside_calendar import CalendarUnreadable

HEADERS = {"Depth": "1", "Content-Type": "application/xml; charset=utf-8"}
DATA = "{urn:ietf:params:xml:ns:caldav}calendar-data"
MOST = 5_000
QUERY = """<?xml version="1.0" encoding="utf-8"?>
<c:calendar-query xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav"><d:prop><c:calendar-data/></d:prop>
<c:filter><c:comp-filter name="VCALENDAR"><c:comp-filter name="VEVENT"><c:time-range start="{start}" end="{end}"/>
</c:comp-filter></c:comp-filter></c:filter></c:calendar-query>"""


def is_collection(address: str) -> bool:
    """Tell whether an address names a collection, not a file: its path ends with a slash, or it says `caldav`."""
    path = address.strip().partition("?")[0]
    return path.startswith(("caldav://", "caldavs://")) or path.endswith("/")


def query(start: datetime, end: datetime) -> bytes:
    """Return the REPORT that asks for the events between two instants, repeated ones included."""
    first, last = (instant.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ") for instant in (start, end))
    return QUERY.format(start=first, end=last).encode()


def calendars_in(content: bytes) -> list[bytes]:
    """Return the iCalendar files of a multistatus answer.

    Raises:
        CalendarUnreadable: not such an answer, or far too many events.
    """
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise CalendarUnreadable("Cette adresse ne donne pas un agenda CalDAV.")
    try:
        root = ElementTree.fromstring(content)  # noqa: S314 - no document type: no entity to expand
    except (ElementTree.ParseError, ValueError, LookupError) as fault:
        raise CalendarUnreadable("Cette adresse ne donne pas un agenda CalDAV.") from fault
    if root.tag != "{DAV:}multistatus":
        raise CalendarUnreadable("Cette adresse ne donne pas un agenda CalDAV.")
    found = [(each.text or "").strip().encode() for each in root.iter(DATA)]
    if len(found) > MOST:
        raise CalendarUnreadable("Cet agenda contient trop d'événements.")
    return [text for text in found if text]
