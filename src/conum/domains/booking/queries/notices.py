"""What messages, pages and calendars say of a booking: when, where, with whom, in the clock of the place (BOO-03)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import phonenumbers
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from conum.commons.territories.queries.holidays import time_zone
from conum.domains.booking.enums import BookingState, LocationKind
from conum.domains.booking.models import Appointment, Registration
from conum.domains.booking.queries import links
from conum.domains.booking.queries.calendar_files import CalendarEvent
from conum.kernel.ui import words

PARIS = "Europe/Paris"
MOBILE = (phonenumbers.PhoneNumberType.MOBILE, phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE)
GONE = (BookingState.EXCUSED, BookingState.REVOKED)


def zone_of(place: Any, organisation: Any = None) -> str:
    """Return the time zone of a place; of the organisation when the meeting has no place."""
    commune = place.commune if place else getattr(organisation, "commune", None)
    return time_zone(commune).key if commune else PARIS


def day_words(instant: datetime, zone: str) -> str:
    """Return `mardi 13 janvier`, in the clock of the zone."""
    return date_format(instant.astimezone(ZoneInfo(zone)), "l j F")


def hour_words(instant: datetime, zone: str) -> str:
    """Return `14 h 30`, in the clock of the zone."""
    local = instant.astimezone(ZoneInfo(zone))
    if not local.minute:
        return _("%(hour)s h") % {"hour": local.hour}
    return _("%(hour)s h %(minute)s") % {"hour": local.hour, "minute": f"{local.minute:02}"}


def moment_words(instant: datetime, zone: str) -> str:
    """Return `mardi 13 janvier à 14 h 30`, in the clock of the zone."""
    return _("%(day)s à %(hour)s") % {"day": day_words(instant, zone), "hour": hour_words(instant, zone)}


def short_words(instant: datetime, zone: str) -> str:
    """Return `13/01 à 14h30`, for text messages."""
    local = instant.astimezone(ZoneInfo(zone))
    return _("%(day)s à %(hour)sh%(minute)s") % {
        "day": date_format(local, "d/m"),
        "hour": local.hour,
        "minute": f"{local.minute:02}",
    }


def address_words(place: Any) -> str:
    """Return the name and the address of a place on one line."""
    return f"{place.name}, {place.address}, {place.postal_code} {place.commune_name}" if place else ""


def receives_sms(phone: str) -> bool:
    """Tell whether a number may receive text messages: a mobile one, here or elsewhere (sheet 06 section 13)."""
    try:
        return bool(phone) and phonenumbers.number_type(phonenumbers.parse(phone)) in MOBILE
    except phonenumbers.NumberParseException:
        return False


@dataclass(frozen=True)
class Notice:
    """One booking in words.

    Attributes:
        row: the appointment or the registration.
        title: kind of appointment or title of the workshop.
        where: address, phone or video in words.
        phone: number to call about it, as people write it.
        zone: time zone of the place.
        link: address of its page, for messages.
    """

    row: Any
    title: str
    start: datetime
    end: datetime
    where: str
    phone: str
    zone: str
    link: str
    people: str
    instructions: str

    @property
    def when(self) -> str:
        """`mardi 13 janvier à 14 h 30`."""
        return moment_words(self.start, self.zone)

    @property
    def duration(self) -> timedelta:
        """How long it lasts."""
        return self.end - self.start

    def calendar_event(self) -> CalendarEvent:
        """Return it as calendars know it."""
        lines = [line for line in (self.instructions, self.phone and _("Téléphone : ") + self.phone, self.link) if line]
        return CalendarEvent(
            id=str(self.row.pk),
            sequence=self.row.sequence,
            start=self.start,
            end=self.end,
            title=self.title,
            location=self.where,
            text="\n".join(lines),
            cancelled=self.row.state in GONE,
            changed_at=self.row.updated_at,
            url=self.link,
        )


def of_appointment(appointment: Appointment) -> Notice:
    """Return an appointment in words."""
    kind, place = appointment.type, appointment.place
    return Notice(
        row=appointment,
        title=kind.name,
        start=appointment.starts_at,
        end=appointment.ends_at,
        where=_where(kind.location_kind, place, appointment.contact),
        phone=phone_of(place, appointment.organisation),
        zone=zone_of(place, appointment.organisation),
        link=links.address(links.Target.APPOINTMENT, appointment.pk),
        people=", ".join(person.first_name for person in appointment.people.all()),
        instructions=kind.instructions,
    )


def of_registration(registration: Registration) -> Notice:
    """Return a registration in words."""
    workshop = registration.workshop
    return Notice(
        row=registration,
        title=workshop.title,
        start=workshop.starts_at,
        end=workshop.ends_at,
        where=_where(workshop.type.location_kind, workshop.place, registration.contact),
        phone=phone_of(workshop.place, workshop.organisation),
        zone=workshop.timezone,
        link=links.address(links.Target.REGISTRATION, registration.pk),
        people=", ".join(person.first_name for person in workshop.people.all()),
        instructions=workshop.type.instructions,
    )


def notice_of(row: Any) -> Notice:
    """Return an appointment or a registration in words."""
    return of_appointment(row) if isinstance(row, Appointment) else of_registration(row)


def phone_of(place: Any, organisation: Any) -> str:
    """Return the number people call: of the place, else of the organisation's contact."""
    found = place.phones[0] if place and place.phones else organisation.contact_phone
    return words.phone(found) if found else ""


def _where(kind: str, place: Any, contact: Any) -> str:
    if kind == LocationKind.PHONE:
        return _("Par téléphone : nous vous appelons au %(phone)s") % {"phone": words.phone(contact.phone)}
    if kind == LocationKind.VIDEO:
        return _("En visioconférence")
    if kind == LocationKind.HOME:
        return _("Chez vous : %(address)s") % {"address": contact.address}
    return address_words(place)
