"""What an iCalendar file says of the time somebody cannot give (RFC 5545), repeated events included."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import recurring_ical_events

from conum.domains.booking.gateways.outside_calendar import CalendarUnreadable

MOST_EVENTS = 5_000
MOST_TIMES = 5_000
# A rule may name seconds of a century: what meets more than hourly is not an appointment.
TOO_OFTEN = ("SECONDLY", "MINUTELY", "HOURLY")
EXPANDING = ("BYSECOND", "BYMINUTE", "BYHOUR")


def busy_times(
    content: bytes, *, start: datetime, end: datetime, zone: str, own: str = ""
) -> list[tuple[datetime, datetime]]:
    """Return the busy times between two instants, in order, overlapping ones joined.

    Args:
        content: the file as received.
        start, end: instants between which times are wanted.
        zone: zone of whole days and of hours that name none.
        own: how the UID of our own events ends: written there by us, they block nothing here.

    Raises:
        CalendarUnreadable: not an iCalendar file, or far too many events.
    """
    calendar = _calendar(content)
    times = []
    try:
        for event in recurring_ical_events.of(calendar, skip_bad_series=True).after(start):
            begins, ends = _span(event, ZoneInfo(zone))
            if begins >= end:
                break
            if _blocks(event) and ends > start and not (own and str(event.get("UID", "")).endswith(own)):
                times.append((max(begins, start), min(ends, end)))
            if len(times) > MOST_TIMES:
                raise CalendarUnreadable("Cet agenda contient trop d'événements.")
    except (ValueError, TypeError, AttributeError, KeyError, OverflowError) as fault:
        raise CalendarUnreadable("Cet agenda contient des dates que nous ne savons pas lire.") from fault
    return joined(times)


def joined(times: list[tuple[datetime, datetime]]) -> list[tuple[datetime, datetime]]:
    """Return the same time without overlaps, in order."""
    out: list[tuple[datetime, datetime]] = []
    for begins, ends in sorted(times):
        if out and begins <= out[-1][1]:
            out[-1] = (out[-1][0], max(out[-1][1], ends))
        else:
            out.append((begins, ends))
    return out


def _calendar(content: bytes) -> Any:
    try:
        calendar = icalendar.Calendar.from_ical(content)
    except (ValueError, KeyError, IndexError, TypeError, AttributeError) as fault:
        raise CalendarUnreadable("Cette adresse ne donne pas un agenda (fichier .ics).") from fault
    if calendar.name != "VCALENDAR":
        raise CalendarUnreadable("Cette adresse ne donne pas un agenda (fichier .ics).")
    if len(calendar.subcomponents) > MOST_EVENTS:
        raise CalendarUnreadable("Cet agenda contient trop d'événements.")
    calendar.subcomponents = [part for part in calendar.subcomponents if not _floods(part)]
    return calendar


def _floods(part: Any) -> bool:
    rules = part.get("RRULE") or []
    for rule in rules if isinstance(rules, list) else [rules]:
        often = str((rule.get("FREQ") or [""])[0]).upper() in TOO_OFTEN
        if often or any(rule.get(name) for name in EXPANDING):
            return True
    return False


def _blocks(event: Any) -> bool:
    free = str(event.get("TRANSP", "")).upper() == "TRANSPARENT"
    return not free and str(event.get("STATUS", "")).upper() != "CANCELLED"


def _span(event: Any, zone: ZoneInfo) -> tuple[datetime, datetime]:
    begins = _instant(event["DTSTART"].dt, zone)
    ends = _instant(event["DTEND"].dt, zone) if event.get("DTEND") else begins + timedelta(0)
    if ends <= begins and not isinstance(event["DTSTART"].dt, datetime):
        ends = begins + timedelta(days=1)
    return begins, ends


def _instant(value: date | datetime, zone: ZoneInfo) -> datetime:
    if not isinstance(value, datetime):
        return datetime.combine(value, time(), zone)
    return value if value.tzinfo else value.replace(tzinfo=zone)
