"""What a professional's calendar reads: times and place, initials or no name (BOO-27)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from conum.commons.messaging.queries import site_address
from conum.domains.booking.enums import LIVE, BookingState, WorkshopState
from conum.domains.booking.models import Appointment, CalendarFeed, Workshop, WrittenCalendar
from conum.domains.booking.queries.calendar_files import CalendarEvent
from conum.domains.booking.queries.notices import address_words

BACK = timedelta(days=30)
AHEAD = timedelta(days=200)
SHOWN = (*LIVE, BookingState.ATTENDED, BookingState.NO_SHOW)
HIDDEN = (WorkshopState.DRAFT,)


def live_feed(address_hash: str) -> CalendarFeed | None:
    """Return the feed whose secret has this hash; None once revoked, or when the account is closed."""
    return CalendarFeed.objects.filter(address_hash=address_hash, revoked_at=None, person__is_active=True).first()


def feed_of(person_id: object) -> CalendarFeed | None:
    """Return the live feed of a professional."""
    return CalendarFeed.objects.filter(person_id=person_id, revoked_at=None).first()


def events_of(feed: CalendarFeed | WrittenCalendar, now: datetime) -> Iterator[CalendarEvent]:
    """Yield the appointments and workshops of the professional, from a month ago to six months ahead."""
    bounds = Q(starts_at__gte=now - BACK, starts_at__lt=now + AHEAD)
    mine = Appointment.objects.filter(bounds, people=feed.person_id).select_related("type", "place", "contact")
    for appointment in mine.order_by("starts_at", "pk"):
        yield _appointment(appointment, feed.with_names)
    held = Workshop.objects.filter(bounds, people=feed.person_id).exclude(state__in=HIDDEN).select_related("place")
    for workshop in held.order_by("starts_at", "pk"):
        yield _workshop(workshop)


def initials(first_name: str, last_name: str) -> str:
    """Return `A. M.` for Ana Martin, nothing when the name is gone."""
    return " ".join(f"{name[0].upper()}." for name in (first_name, last_name) if name)


def _appointment(row: Appointment, with_names: bool) -> CalendarEvent:
    who = initials(row.contact.first_name, row.contact.last_name) if with_names else ""
    return CalendarEvent(
        id=str(row.pk),
        sequence=row.sequence,
        start=row.starts_at,
        end=row.ends_at,
        title=f"{row.type.name} – {who}" if who else row.type.name,
        location=address_words(row.place) or row.type.get_location_kind_display(),
        text="",
        cancelled=row.state not in SHOWN,
        changed_at=row.updated_at,
        url=f"{site_address()}{reverse('booking:appointment', args=[row.pk])}",
    )


def _workshop(row: Workshop) -> CalendarEvent:
    return CalendarEvent(
        id=str(row.pk),
        sequence=row.sequence,
        start=row.starts_at,
        end=row.ends_at,
        title=_("Atelier : %s") % row.title,
        location=address_words(row.place),
        text="",
        cancelled=row.state == WorkshopState.CANCELLED,
        changed_at=row.updated_at,
        url=f"{site_address()}{reverse('booking:workshop_staff', args=[row.pk])}",
    )


def written_of(person_id: object) -> WrittenCalendar | None:
    """Return the calendar in which ours are written for a professional."""
    return WrittenCalendar.objects.filter(person_id=person_id, stopped_at=None).first()
