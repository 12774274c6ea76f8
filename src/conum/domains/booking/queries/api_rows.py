"""What the API shows: the same fields as the messages to software; names and ways to reach people by scope only."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from conum.domains.booking.models import Absence, Appointment, AppointmentType, AvailabilityRule, Registration, Workshop
from conum.domains.booking.queries import webhook_bodies as told
from conum.domains.booking.queries.slots import Slot

Data = dict[str, Any]
TYPE = (
    "id", "name", "kind", "location_kind", "duration", "themes", "bookable_by", "follow_up", "fields_asked",
    "instructions", "restriction", "active",
)  # fmt: skip
WORKSHOP = (
    "id", "type_id", "place_id", "title", "level", "themes", "starts_at", "ends_at", "seats", "registered", "state",
)  # fmt: skip
CONTACT = ("first_name", "last_name", "phone", "email", "language", "needs")


def page(rows: QuerySet[Any], after: UUID | None, size: int) -> tuple[list[Any], UUID | None]:
    """Return a page of rows in order of key, and the cursor of the next one."""
    found = list((rows.filter(pk__gt=after) if after else rows).order_by("pk")[: size + 1])
    return found[:size], found[size - 1].pk if len(found) > size else None


def type_of(row: AppointmentType) -> Data:
    """Return a kind of appointment."""
    return told.fields(row, TYPE)


def slot_of(slot: Slot) -> Data:
    """Return a free time."""
    return {
        "type_id": slot.type_id, "place_id": slot.place_id, "starts_at": slot.starts_at, "ends_at": slot.ends_at,
        "person_ids": list(slot.people),
    }  # fmt: skip


def appointment_of(row: Appointment, with_contact: bool) -> Data:
    """Return an appointment; notes are never shown."""
    return told.fields(row, told.APPOINTMENT) | told.professionals(row) | _contact(row, with_contact)


def workshop_of(row: Workshop) -> Data:
    """Return a dated workshop."""
    return told.fields(row, WORKSHOP) | told.professionals(row)


def registration_of(row: Registration, with_contact: bool) -> Data:
    """Return a registration."""
    shown = told.fields(row, told.REGISTRATION) | told.fields(row.workshop, told.WORKSHOP)
    return shown | _contact(row, with_contact)


def rule_of(row: AvailabilityRule) -> Data:
    """Return a presence with what may be booked in it."""
    kinds = sorted(kind.pk for kind in row.types.all())
    more = ("title", "frequency", "interval", "weekdays", "nth", "ends_next_day")
    hours = {name: getattr(row, name).isoformat() for name in ("start_time", "end_time")}
    return told.fields(row, (*told.RULE, *more)) | hours | told.professionals(row) | {"type_ids": kinds}


def absence_of(row: Absence) -> Data:
    """Return an absence, never why."""
    return told.fields(row, told.ABSENCE)


def _contact(row: Any, with_contact: bool) -> Data:
    return {"contact": told.fields(row.contact, CONTACT) if with_contact else None}
