"""What the booking module tells: facts with keys and instants, never a person's name (sheet 06 section 11)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from conum.kernel.events import Event


@dataclass(frozen=True)
class AppointmentBooked(Event):
    """An appointment was taken; `by` is a code of `CreatorKind`."""

    appointment_id: UUID
    organisation_id: UUID
    type_id: UUID
    place_id: UUID | None
    starts_at: datetime
    by: str
    now: datetime


@dataclass(frozen=True)
class AppointmentMoved(Event):
    """An appointment has another time, place or professional; `from_starts_at` was its time before."""

    appointment_id: UUID
    organisation_id: UUID
    from_starts_at: datetime
    starts_at: datetime
    by: str
    now: datetime


@dataclass(frozen=True)
class AppointmentHandedOver(Event):
    """Another professional takes an appointment, at the same time and place."""

    appointment_id: UUID
    organisation_id: UUID
    now: datetime


@dataclass(frozen=True)
class AppointmentCancelled(Event):
    """An appointment will not be; `state` says by whom: `excused` or `revoked`."""

    appointment_id: UUID
    organisation_id: UUID
    state: str
    starts_at: datetime
    now: datetime


@dataclass(frozen=True)
class AppointmentEnded(Event):
    """Attendance is known or corrected; `attended` proposes a draft report."""

    appointment_id: UUID
    organisation_id: UUID
    state: str
    now: datetime


@dataclass(frozen=True)
class SlotFreed(Event):
    """Time of professionals is free again, their calendars taken: the waiting list of the type is offered it."""

    organisation_id: UUID
    type_id: UUID
    place_id: UUID | None
    people: tuple[UUID, ...]
    starts_at: datetime
    now: datetime


@dataclass(frozen=True)
class WorkshopOpened(Event):
    """Registrations to a workshop are open."""

    workshop_id: UUID
    organisation_id: UUID
    now: datetime


@dataclass(frozen=True)
class WorkshopChanged(Event):
    """A workshop has another time or place, told to those registered."""

    workshop_id: UUID
    organisation_id: UUID
    from_starts_at: datetime
    starts_at: datetime
    now: datetime


@dataclass(frozen=True)
class WorkshopHandedOver(Event):
    """Somebody else leads a workshop, at the same time and place: those registered learn it."""

    workshop_id: UUID
    organisation_id: UUID
    now: datetime


@dataclass(frozen=True)
class WorkshopCancelled(Event):
    """A workshop will not be; its registrations are revoked."""

    workshop_id: UUID
    organisation_id: UUID
    registration_ids: tuple[UUID, ...]
    now: datetime


@dataclass(frozen=True)
class WorkshopHeld(Event):
    """A workshop ended, with its attendance: one report is proposed (BOO-45)."""

    workshop_id: UUID
    organisation_id: UUID
    attended: int
    now: datetime


@dataclass(frozen=True)
class WorkshopUnderMinimum(Event):
    """Too few are registered the day before: keep or cancel (BOO-42)."""

    workshop_id: UUID
    organisation_id: UUID
    registered: int
    now: datetime


@dataclass(frozen=True)
class WorkshopSeatFreed(Event):
    """Seats of a workshop are free again."""

    workshop_id: UUID
    organisation_id: UUID
    seats: int
    now: datetime


@dataclass(frozen=True)
class RegistrationMade(Event):
    """Seats of a workshop were taken."""

    registration_id: UUID
    workshop_id: UUID
    organisation_id: UUID
    by: str
    now: datetime


@dataclass(frozen=True)
class RegistrationCancelled(Event):
    """A registration will not be honoured; `state`: `excused` or `revoked`."""

    registration_id: UUID
    workshop_id: UUID
    organisation_id: UUID
    state: str
    now: datetime


@dataclass(frozen=True)
class RegistrationEnded(Event):
    """Attendance of a registration is known or corrected."""

    registration_id: UUID
    workshop_id: UUID
    organisation_id: UUID
    state: str
    now: datetime


@dataclass(frozen=True)
class WaitingOffered(Event):
    """A slot or seats are held for the person of this entry until `hold_until` (BOO-31)."""

    entry_id: UUID
    organisation_id: UUID
    hold_until: datetime
    now: datetime


@dataclass(frozen=True)
class WaitingEnded(Event):
    """An offer was accepted, declined or has expired, or the person left: `state` says which."""

    entry_id: UUID
    organisation_id: UUID
    state: str
    now: datetime


@dataclass(frozen=True)
class PresenceChanged(Event):
    """A presence was made, changed, stopped, or one of its days was; the place's page shows it at once (BOO-50)."""

    rule_id: UUID
    organisation_id: UUID
    place_id: UUID | None
    day: date | None
    now: datetime


@dataclass(frozen=True)
class AbsenceChanged(Event):
    """Somebody is away, or no longer: then the row lives until the end of the transaction's subscribers."""

    absence_id: UUID
    organisation_id: UUID
    person_id: UUID
    now: datetime
    removed: bool = False
