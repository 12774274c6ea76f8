"""Workshops of the demonstration: series of counsellors, single ones of mediators, people on their seats, a queue."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Model

from conum.domains.booking.enums import BookingState, CreatorKind, Frequency, WaitingState, WorkshopState
from conum.domains.booking.models import (
    Contact,
    EngagedTime,
    Registration,
    Reminder,
    Seat,
    WaitingListEntry,
    Workshop,
    WorkshopSeries,
)
from conum.domains.booking.operations.series import days_of, instants_of
from conum.domains.booking.queries.clocks import horizon
from conum.domains.booking.queries.opening import ClosedDays
from conum.site.demo.booked import Citizens, reminders
from conum.site.demo.booking import BEFORE, GROUP, Desk, Offered
from conum.site.demo.draw import distributions
from conum.site.demo.world import World
from conum.site.demo.writing import Writer

SEATS, LASTS, HELD = (6, 12), timedelta(hours=2), timedelta(hours=12)
FILLED = timedelta(weeks=4)
"""Beyond, nobody has registered yet."""


@dataclass
class Held:
    """Rows waiting to be written, parents first."""

    series: list[WorkshopSeries] = field(default_factory=list)
    leaders_of_series: list[Model] = field(default_factory=list)
    workshops: list[Workshop] = field(default_factory=list)
    leaders: list[Model] = field(default_factory=list)
    engaged: list[EngagedTime] = field(default_factory=list)
    contacts: list[Contact] = field(default_factory=list)
    registrations: list[Registration] = field(default_factory=list)
    entries: list[WaitingListEntry] = field(default_factory=list)
    seats: list[Seat] = field(default_factory=list)
    reminders: list[Reminder] = field(default_factory=list)

    def write(self, writer: Writer) -> None:
        """Insert everything."""
        for rows in vars(self).values():
            writer.insert(rows)


class WorkshopMaker:
    """Makes workshops and who sits in them.

    Args:
        offered: desks and kinds already written.
        now: the instant of the demonstration.
    """

    def __init__(self, world: World, offered: Offered, now: datetime, citizens: Citizens) -> None:
        self.world, self.offered, self.now, self.citizens = world, offered, now, citizens
        self.stream, self.made = world.stream("workshops"), Held()
        self.closed = ClosedDays(world.until - BEFORE, horizon(world.until))
        self.full: set[object] = set()

    def run(self, writer: Writer) -> None:
        """Make a weekly series for each counsellor, one workshop for a mediator out of two."""
        for rank, desk in enumerate(self.offered.desks):
            if desk.busy:
                self.weekly(desk)
            elif rank % 2 == 0:
                self.single(desk)
        self.made.write(writer)

    def weekly(self, desk: Desk) -> None:
        """A series, with its dates from three weeks ago to the horizon."""
        at = self.now - timedelta(days=40)
        series = WorkshopSeries(
            id=self.stream.identifier(at),
            organisation_id=desk.organisation_id,
            type=self.offered.kinds[desk.organisation_id][GROUP],
            place=desk.place,
            first_day=desk.since,
            start_time=time(14),
            end_time=time(16),
            frequency=Frequency.WEEKLY,
            weekdays=[desk.days[3]],
            timezone=desk.zone,
            materialised_until=horizon(self.world.until),
            created_at=at,
            updated_at=at,
            **self._described(),
        )
        self.made.series.append(series)
        through = WorkshopSeries.people.through
        self.made.leaders_of_series.append(through(workshopseries_id=series.pk, person_id=desk.person_id))
        for day in days_of(series, self.world.until - BEFORE, horizon(self.world.until)):
            instants = instants_of(series, day)
            if instants:
                self.workshop(desk, *instants, series=series, series_day=day, **_said(series))

    def single(self, desk: Desk) -> None:
        """One workshop in the coming four weeks, on a day without presence."""
        day = self.world.until - timedelta(days=self.world.until.weekday())
        day += timedelta(weeks=self.stream.between(1, 4), days=desk.days[3])
        if day in self._closed(desk):
            return
        start = datetime.combine(day, time(self.stream.one([9, 14])), ZoneInfo(desk.zone))
        self.workshop(desk, start, start + LASTS, **self._described())

    def _closed(self, desk: Desk) -> frozenset[date]:
        return self.closed.of(desk.organisation_id, desk.place.pk, desk.place.commune.department_id)  # type: ignore[union-attr]

    def _described(self) -> dict[str, Any]:
        subject = self.stream.one(distributions()["workshop_subjects"])
        return {**subject, "equipment_provided": self.stream.chance(60), "seats": self.stream.between(*SEATS)}

    def workshop(self, desk: Desk, start: datetime, end: datetime, **fields: Any) -> None:
        """One dated workshop with its leader and those registered."""
        at = self.now - timedelta(days=30)
        row = Workshop(
            id=self.stream.identifier(at),
            organisation_id=desk.organisation_id,
            type=self.offered.kinds[desk.organisation_id][GROUP],
            place=desk.place,
            starts_at=start,
            ends_at=end,
            timezone=desk.zone,
            state=WorkshopState.OPEN,
            created_at=at,
            updated_at=at,
            **fields,
        )
        made = self.made
        made.workshops.append(row)
        made.leaders.append(Workshop.people.through(workshop_id=row.pk, person_id=desk.person_id))
        during, key = (start, end), self.stream.identifier(self.now)
        made.engaged.append(EngagedTime(id=key, person_id=desk.person_id, during=during, workshop=row))
        self.fill(row, desk)

    def fill(self, row: Workshop, desk: Desk) -> None:
        """Seat people: the first workshop to come of a counsellor is full, with a queue."""
        if row.starts_at > self.now + FILLED:
            return
        first = desk.busy and row.starts_at > self.now + timedelta(days=2) and desk.person_id not in self.full
        seats = row.seats or 0
        wanted = seats if first else 1 + int(self.stream.random.negative_binomial(2, 2 / 5.5))
        last = min(wanted, seats - int(first))  # one seat is held for who waits
        while row.registered < last:
            self.register(row, min(1 + int(self.stream.chance(15)), last - row.registered))
        if first:
            self.full.add(desk.person_id)
            self.queue(row)
        if row.starts_at <= self.now:
            row.state = WorkshopState.CLOSED if row.starts_at > self.now - timedelta(days=7) else WorkshopState.HELD
        elif not row.free:
            row.state = WorkshopState.FULL

    def register(self, row: Workshop, party: int) -> None:
        """Register somebody, alone or with a relative, on the next seats (BOO-41)."""
        at = min(row.starts_at, self.now) - timedelta(hours=self.stream.between(3, 400))
        contact = self.citizens.contact(row.ends_at, at)
        state = self._state(row)
        made = Registration(
            id=self.stream.identifier(at),
            organisation_id=row.organisation_id,
            contact=contact,
            person_key=contact.person_key,
            workshop=row,
            party_size=party,
            attended_size=party if state == BookingState.ATTENDED else None,
            state=state,
            state_at=at if state == BookingState.PLANNED else row.starts_at,
            created_by_kind=CreatorKind.CITIZEN,
            created_at=at,
            updated_at=at,
        )
        self.made.contacts.append(contact)
        self.made.registrations.append(made)
        self._sit(row, party, registration=made)
        row.registered += party
        self.made.reminders += reminders(self.stream, made, contact, row.starts_at, row.timezone, self.now)

    def _state(self, row: Workshop) -> str:
        if row.starts_at > self.now:
            return BookingState.PLANNED
        if row.starts_at > self.now - timedelta(days=7):
            return BookingState.TO_CONFIRM
        return BookingState.ATTENDED if self.stream.chance(88) else BookingState.NO_SHOW

    def queue(self, row: Workshop) -> None:
        """Three people wait; a seat has just come free and is held for the first of them (BOO-31)."""
        for rank in range(3):
            at = self.now - timedelta(hours=30 - 6 * rank)
            contact = self.citizens.contact(row.ends_at, at)
            entry = WaitingListEntry(
                id=self.stream.identifier(at),
                organisation_id=row.organisation_id,
                workshop=row,
                contact=contact,
                person_key=contact.person_key,
                asked_at=at,
                created_at=at,
                updated_at=at,
            )
            self.made.contacts.append(contact)
            self.made.entries.append(entry)
            if rank == 0:
                self._offer(row, entry)

    def _offer(self, row: Workshop, entry: WaitingListEntry) -> None:
        entry.state, entry.offers, entry.offered_at = WaitingState.OFFERED, 1, self.now
        entry.offered_day, entry.hold_until = self.now.date(), self.now + HELD
        entry.offered_starts_at, entry.offered_ends_at, entry.offered_place = row.starts_at, row.ends_at, row.place
        self._sit(row, 1, offer=entry, expires_at=entry.hold_until)
        row.held = 1

    def _sit(self, row: Workshop, count: int, **source: Any) -> None:
        taken = row.registered + row.held
        self.made.seats += [
            Seat(id=self.stream.identifier(self.now), workshop=row, number=taken + rank, **source)
            for rank in range(1, count + 1)
        ]


def _said(series: WorkshopSeries) -> dict[str, Any]:
    names = ("title", "level", "themes", "description", "equipment_provided", "seats")
    return {name: getattr(series, name) for name in names}
