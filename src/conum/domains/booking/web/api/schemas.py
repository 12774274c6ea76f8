"""What the API takes and gives."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from ninja import Field, Schema
from pydantic import AwareDatetime

from conum.domains.booking.enums import AbsenceKind, BookingState, Need

By = Literal["staff", "citizen"]


class Person(Schema):
    """Who is awaited: first name, last name, phone or e-mail."""

    first_name: str = Field(max_length=80)
    last_name: str = Field(max_length=80)
    phone: str = Field("", max_length=30)
    email: str = Field("", max_length=254)
    address: str = Field("", max_length=255)
    language: str = Field("fr", max_length=5)
    needs: list[Need] = Field([], max_length=len(Need))


class NewAppointment(Schema):
    """A slot for a person; `citizen` follows the rules of the public, `staff` those of professionals."""

    type_id: UUID
    starts_at: AwareDatetime
    person: Person
    place_id: UUID | None = None
    person_ids: list[UUID] = Field([], max_length=10)
    created_by_kind: By = "staff"
    context: str = Field("", max_length=1000)


class Move(Schema):
    """Another free slot."""

    starts_at: AwareDatetime
    place_id: UUID | None = None
    person_ids: list[UUID] = Field([], max_length=10)


class Cancel(Schema):
    """Who cancels, and the reason that the person reads when it is the service."""

    by: By = "staff"
    reason: str = Field("", max_length=500)


class Attendance(Schema):
    """How it ended; said again, it is corrected."""

    state: Literal["attended", "no_show", "excused", "revoked"]


class NewRegistration(Schema):
    """Seats of a workshop."""

    person: Person
    party_size: int = Field(1, ge=1, le=5)
    created_by_kind: By = "staff"
    context: str = Field("", max_length=1000)


class NewAbsence(Schema):
    """Time that a professional of the organisation cannot give."""

    person_id: UUID
    starts_at: AwareDatetime
    ends_at: AwareDatetime
    kind: AbsenceKind = AbsenceKind.LEAVE
    every_weeks: int = Field(0, ge=0, le=8)
    until: date | None = None


class Contact(Schema):
    """How to reach the person; given with the scope `contacts:read`."""

    first_name: str
    last_name: str
    phone: str
    email: str
    language: str
    needs: list[str]


class Appointment(Schema):
    """An appointment."""

    id: UUID
    type_id: UUID
    place_id: UUID | None
    state: BookingState
    starts_at: datetime
    ends_at: datetime
    sequence: int
    created_by_kind: str
    person_ids: list[UUID]
    contact: Contact | None


class Registration(Schema):
    """Seats held in a workshop, with its time and place."""

    id: UUID
    workshop_id: UUID
    state: BookingState
    party_size: int
    attended_size: int | None
    sequence: int
    created_by_kind: str
    place_id: UUID | None
    starts_at: datetime
    ends_at: datetime
    contact: Contact | None


class Kind(Schema):
    """A kind of appointment."""

    id: UUID
    name: str
    kind: str
    location_kind: str
    duration: int
    themes: list[str]
    bookable_by: str
    follow_up: bool
    fields_asked: list[str]
    instructions: str
    restriction: str
    active: bool


class Slot(Schema):
    """A free time, with the professionals who are free."""

    type_id: UUID
    place_id: UUID | None
    starts_at: datetime
    ends_at: datetime
    person_ids: list[UUID]


class Workshop(Schema):
    """A dated workshop; `seats` null has no limit."""

    id: UUID
    type_id: UUID
    place_id: UUID | None
    title: str
    level: str
    themes: list[str]
    starts_at: datetime
    ends_at: datetime
    seats: int | None
    registered: int
    state: str
    person_ids: list[UUID]


class Rule(Schema):
    """A presence."""

    id: UUID
    place_id: UUID | None
    access: str
    active: bool
    title: str
    first_day: date
    until: date | None
    start_time: str  # by the clock of `timezone`
    end_time: str
    ends_next_day: bool
    timezone: str
    frequency: str
    interval: int
    weekdays: list[int]
    nth: int | None
    person_ids: list[UUID]
    type_ids: list[UUID]


class Absence(Schema):
    """An absence, never why."""

    id: UUID
    person_id: UUID
    starts_at: datetime
    ends_at: datetime
    every_weeks: int
    until: date | None
    timezone: str


class Fault(Schema):
    """Why not, in French; the rule and the field when there is one."""

    detail: str
    rule: str | None = None
    field: str | None = None


class Taken(Fault):
    """Somebody was faster: the nearest free slots, or the seats left."""

    slots: list[Slot] = []
    free: int | None = None


class Kinds(Schema):
    """All of them."""

    resultats: list[Kind]


class Slots(Schema):
    """Free times, in order; the first 500."""

    resultats: list[Slot]


class Appointments(Schema):
    """A page; `suivant` is the cursor of the next one."""

    resultats: list[Appointment]
    suivant: UUID | None


class Workshops(Schema):
    """A page."""

    resultats: list[Workshop]
    suivant: UUID | None


class Registrations(Schema):
    """A page."""

    resultats: list[Registration]
    suivant: UUID | None


class Rules(Schema):
    """A page."""

    resultats: list[Rule]
    suivant: UUID | None


class Absences(Schema):
    """A page."""

    resultats: list[Absence]
    suivant: UUID | None
