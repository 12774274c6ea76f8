"""Appointments of the demonstration: those of the last weeks with how they ended, those of the coming ones."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import log
from typing import Any

from django.db.models import Model

from conum.domains.booking.enums import BookingState, CreatorKind, LocationKind
from conum.domains.booking.models import (
    Appointment,
    AppointmentType,
    Contact,
    EngagedTime,
    Occurrence,
    Registration,
    Reminder,
)
from conum.domains.booking.operations.contacts import Who, person_key
from conum.domains.booking.operations.reminders import channel_for, due_of
from conum.domains.booking.queries.contacts import code_hash
from conum.site.demo import identity
from conum.site.demo.booking import ALONE, PHONE, QUICK, Offered, Presence
from conum.site.demo.draw import Stream, distributions
from conum.site.demo.world import World
from conum.site.demo.writing import Writer

FIRST_PHONE = 10_000  # rank of the phones of citizens within the numbers kept for fiction
SOON, WEEKS = timedelta(minutes=20), 4
FREED = (BookingState.EXCUSED, BookingState.REVOKED)
NOTES = ("Vient avec sa tablette.", "Demande d'aide pour un dossier de retraite.", "Préfère les rendez-vous du matin.")
REASON = "La conseillère est absente ce jour-là."


class Citizens:
    """Invented people who book: each one once, reachable by phone, by e-mail or both."""

    def __init__(self, stream: Stream) -> None:
        self.stream, self.made = stream, 0

    def contact(self, needed_until: datetime, at: datetime, *, phone: bool = False) -> Contact:
        """Return one, not saved yet; `phone` says that there must be one."""
        stream = self.stream
        self.made += 1
        first, last = identity.first_name(stream, stream.shares("gender", 1)[0]), identity.last_name(stream)
        called = phone or stream.chance(80)
        who = Who(
            first,
            last,
            phone=identity.phone(FIRST_PHONE + self.made) if called else "",
            email=identity.mail(first, last, self.made) if not called or stream.chance(40) else "",
        )
        key = stream.identifier(at)
        return Contact(
            id=key,
            first_name=first,
            last_name=last,
            phone=who.phone,
            email=who.email,
            person_key=person_key(who),
            code_hash=code_hash(key, f"{stream.between(0, 999_999):06}"),
            last_needed_at=needed_until,
            created_at=at,
            updated_at=at,
        )


@dataclass
class Booked:
    """Rows waiting to be written, parents first."""

    contacts: list[Contact] = field(default_factory=list)
    appointments: list[Appointment] = field(default_factory=list)
    people: list[Model] = field(default_factory=list)
    engaged: list[EngagedTime] = field(default_factory=list)
    reminders: list[Reminder] = field(default_factory=list)

    def write(self, writer: Writer) -> None:
        """Insert everything."""
        for rows in (self.contacts, self.appointments, self.people, self.engaged, self.reminders):
            writer.insert(rows)


class Booker:
    """Books the agendas of counsellors: fuller tomorrow than in a month (sheet 12 section 5).

    Args:
        offered: presences already written, with their days.
        now: the instant of the demonstration.
    """

    def __init__(self, world: World, offered: Offered, now: datetime, citizens: Citizens) -> None:
        self.world, self.offered, self.now, self.citizens = world, offered, now, citizens
        self.stream, self.made = world.stream("appointments"), Booked()

    def run(self, writer: Writer) -> None:
        """Book every presence of a counsellor, from three weeks ago to four weeks from now."""
        known = {made.rule.pk: made for made in self.offered.presences if made.desk.busy}
        window = (self.world.until - timedelta(weeks=3), self.world.until + timedelta(weeks=WEEKS))
        days = Occurrence.objects.filter(rule__in=known, day__range=window).order_by("starts_at", "rule")
        for day in days:
            self.day(known[day.rule_id], day)
        self.made.write(writer)

    def day(self, presence: Presence, day: Occurrence) -> None:
        """Book some of the slots of one day, on the grid of each kind (BOO-04)."""
        start = day.during.lower
        while start < day.during.upper:
            name = self._kind(presence, start, day)
            kind = self.offered.kinds[presence.desk.organisation_id][name]
            end = start + timedelta(minutes=kind.duration)
            if end <= day.during.upper and self.stream.chance(self._taken(start)):
                self.book(presence, kind, start, end)
            start = end

    def _kind(self, presence: Presence, start: datetime, day: Occurrence) -> str:
        """Draw a kind whose grid has a slot at this instant."""
        whole = (start - day.starts_at) % timedelta(hours=1) == timedelta(0)
        fits = [name for name in presence.kinds if name in (QUICK, PHONE) or whole]
        return self.stream.one([*fits, *(name for name in fits if name == ALONE)]) if len(fits) > 1 else fits[0]

    def _taken(self, start: datetime) -> float:
        shares = distributions()["appointment_taken"]
        if start < self.now:
            return float(shares["past"])
        return float(shares.get(str((start - self.now).days // 7 + 1), 0))

    def book(self, presence: Presence, kind: AppointmentType, start: datetime, end: datetime) -> None:
        """Book one slot; a past one ended as people's do, the last ones wait to be confirmed."""
        at = self.booked_at(start)
        contact = self.citizens.contact(end, at, phone=kind.location_kind == LocationKind.PHONE)
        state, state_at = self._state(start, end, at)
        by = CreatorKind.STAFF if kind.follow_up or self.stream.chance(35) else CreatorKind.CITIZEN
        row = Appointment(
            id=self.stream.identifier(at),
            organisation_id=presence.desk.organisation_id,
            contact=contact,
            person_key=contact.person_key,
            type=kind,
            place=presence.rule.place,
            starts_at=start,
            ends_at=end,
            state=state,
            state_at=state_at,
            state_reason=REASON if state == BookingState.REVOKED else "",
            created_by_kind=by,
            created_by_id=presence.desk.person_id if by == CreatorKind.STAFF else None,
            context=self.stream.one(NOTES) if self.stream.chance(15) else "",
            sequence=int(state in FREED),
            created_at=at,
            updated_at=state_at,
        )
        self._keep(row, contact, presence)

    def _keep(self, row: Appointment, contact: Contact, presence: Presence) -> None:
        made = self.made
        made.contacts.append(contact)
        made.appointments.append(row)
        made.people.append(Appointment.people.through(appointment_id=row.pk, person_id=presence.desk.person_id))
        if row.state not in FREED:
            during, person = (row.starts_at, row.ends_at), presence.desk.person_id
            made.engaged.append(
                EngagedTime(id=self.stream.identifier(self.now), person_id=person, during=during, appointment=row)
            )
        made.reminders += reminders(self.stream, row, contact, row.starts_at, presence.desk.zone, self.now)

    def booked_at(self, start: datetime) -> datetime:
        """Return when it was booked: lognormal lead time, median five days, never in the future."""
        lead = timedelta(days=float(self.stream.random.lognormal(log(5), 0.8)))
        return min(start - max(lead, SOON), self.now - timedelta(minutes=self.stream.between(10, 3000)))

    def _state(self, start: datetime, end: datetime, at: datetime) -> tuple[str, datetime]:
        if start > self.now:
            return BookingState.PLANNED, at
        if start > self.now - timedelta(days=4):
            return BookingState.TO_CONFIRM, start
        state = self.stream.shares("appointment_end", 1)[0]
        return state, max(at, start - timedelta(days=1)) if state in FREED else end


def reminders(
    stream: Stream, row: Appointment | Registration, contact: Contact, starts_at: datetime, zone: str, now: datetime
) -> Iterator[Reminder]:
    """Yield the reminders still to come of a live booking (BOO-20)."""
    if row.state != BookingState.PLANNED:
        return
    target: dict[str, Any] = {"appointment" if isinstance(row, Appointment) else "registration": row}
    for due in due_of(starts_at, zone, row.created_at):
        if due > now:
            at = row.created_at
            yield Reminder(
                id=stream.identifier(at),
                channel=channel_for(contact),
                due_at=due,
                created_at=at,
                updated_at=at,
                **target,
            )
