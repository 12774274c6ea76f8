"""Types, presences and people of booking, for the tests of every module."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from itertools import count
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from conum.commons.accounts.enums import Role
from conum.commons.accounts.models import Actor, Organisation, Person
from conum.domains.booking.enums import CreatorKind, Frequency
from conum.domains.booking.models import AppointmentType, AvailabilityRule
from conum.domains.booking.operations.appointments import Booked, book
from conum.domains.booking.operations.contacts import Who
from conum.domains.booking.operations.presences import Presence, create_rule
from conum.domains.booking.rules.recurrence import Recurrence
from conum.domains.places.models import Place
from tests.factories_accounts import make_actor, make_organisation, make_person
from tests.factories_places import make_place

LONG_AGO = datetime(2020, 11, 17, 9, 0, tzinfo=UTC)
NOW = datetime(2026, 1, 13, 9, 30, tzinfo=UTC)  # a Tuesday, 10:30 in Paris
THURSDAY = date(2026, 1, 15)
_numbers = count(1)


def make_type(organisation: Organisation | None = None, **fields: Any) -> AppointmentType:
    """Return a saved type of 30 minutes, open to everyone; any field may be given."""
    number = next(_numbers)
    defaults = {
        "name": f"Premiers pas {number}",
        "min_delay": 1_800,
        "max_delay": 7_889_238,
        "created_at": LONG_AGO,
        "updated_at": LONG_AGO,
    }
    return AppointmentType.objects.create(organisation=organisation or make_organisation(), **{**defaults, **fields})


def weekly(
    *weekdays: int, hours: tuple[int, int] = (9, 12), first: date = date(2026, 1, 5), **fields: Any
) -> Recurrence:
    """Return a weekly recurrence of whole hours; 0 is Monday."""
    start, end = (time(hour) for hour in hours)
    return Recurrence(first, start, end, frequency=Frequency.WEEKLY, weekdays=weekdays, **fields)


def who(number: int | None = None, **fields: Any) -> Who:
    """Return a person who books, another one each time unless the number is given."""
    number = next(_numbers) if number is None else number
    return Who(
        **{"first_name": f"Dominique{number}", "last_name": "Petit", "phone": f"06399801{number % 100:02d}", **fields}
    )


@dataclass(frozen=True)
class Desk:
    """A counsellor, who is a mediator for the public's gate, at a place of their organisation, with a type."""

    organisation: Organisation
    place: Place
    person: Person
    actor: Actor
    type: AppointmentType

    def present(self, recurrence: Recurrence | None = None, **fields: Any) -> AvailabilityRule:
        """Make a presence: Thursdays from 9 to 12 unless said otherwise."""
        fields = {"people": [self.person.pk], "place_id": self.place.pk, "types": [self.type.pk], **fields}
        made = recurrence or weekly(3)
        manager = make_actor(Role.HOST_MANAGER, organisation=self.organisation)
        return create_rule(presence=Presence(**fields), recurrence=made, actor=manager, now=NOW)

    def book(self, starts_at: datetime, number: int | None = None, **fields: Any) -> Booked:
        """Book as a citizen."""
        fields = {"type_id": self.type.pk, "place_id": self.place.pk, "by": CreatorKind.CITIZEN, "now": NOW, **fields}
        return book(starts_at=starts_at, who=fields.pop("who", None) or who(number), **fields)


def make_desk(place: Place | None = None, organisation: Organisation | None = None, **type_fields: Any) -> Desk:
    """Return a desk; fields of the type may be given."""
    organisation = organisation or make_organisation()
    person = make_person()
    actor = make_actor(Role.MEDIATOR, person, organisation=organisation)
    where = place or make_place(organisation=organisation)
    return Desk(organisation, where, person, actor, make_type(organisation, **type_fields))


def paris(day: date, hour: int, minute: int = 0) -> datetime:
    """Return an instant of winter or summer by the clock of Paris, in UTC."""
    return local(day, hour, minute, "Europe/Paris")


def local(day: date, hour: int, minute: int, zone: str) -> datetime:
    """Return an instant by a local clock, in UTC."""
    return datetime.combine(day, time(hour, minute), ZoneInfo(zone)).astimezone(UTC)


def keys(rows: Any) -> list[UUID]:
    """Return the keys of rows."""
    return [row.pk for row in rows]
