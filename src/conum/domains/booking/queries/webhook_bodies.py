"""What a service is told of a fact: keys, times and states, never a person's name, phone or notes (PRI-03)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any
from uuid import UUID

from conum.domains.booking import events
from conum.domains.booking.enums import BookingState, WebhookEvent
from conum.domains.booking.models import Absence, Appointment, AvailabilityRule, Registration
from conum.domains.places.models import Place
from conum.kernel.events import Event

Data = dict[str, Any]
APPOINTMENT = (
    "id", "type_id", "place_id", "state", "starts_at", "ends_at", "sequence", "created_by_kind",
)  # fmt: skip
REGISTRATION = ("id", "workshop_id", "state", "party_size", "attended_size", "sequence", "created_by_kind")
WORKSHOP = ("place_id", "starts_at", "ends_at")
RULE = (
    "id", "place_id", "access", "active", "first_day", "until", "start_time", "end_time", "timezone",
)  # fmt: skip
ABSENCE = ("id", "person_id", "starts_at", "ends_at", "every_weeks", "until", "timezone")  # never why


def appointments(keys: Iterable[UUID], **more: Any) -> list[Data]:
    """Return what is said of appointments."""
    rows = Appointment.objects.filter(pk__in=keys).prefetch_related("people").order_by("pk")
    return [fields(row, APPOINTMENT) | professionals(row) | more for row in rows]


def registrations(rows: Any, **more: Any) -> list[Data]:
    """Return what is said of registrations, with when and where their workshop is."""
    found = rows.select_related("workshop").order_by("pk")
    return [fields(row, REGISTRATION) | fields(row.workshop, WORKSHOP) | more for row in found]


def places(keys: Iterable[str], organisations: Iterable[UUID]) -> dict[UUID, list[Data]]:
    """Return organisation → what is said of those of its places that are among these."""
    found: dict[UUID, list[Data]] = {}
    rows = Place.objects.filter(pk__in=keys, organisation__in=organisations)
    names = ("id", "organisation_id", "visible", "closed_on", "merged_into_id")
    for row in rows.only(*names).order_by("pk"):
        found.setdefault(row.organisation_id, []).append(fields(row, names[:1] + names[2:]))
    return found


def _appointment(event: Any) -> list[Data]:
    return appointments([event.appointment_id])


def _moved_appointment(event: events.AppointmentMoved) -> list[Data]:
    return appointments([event.appointment_id], previous_starts_at=event.from_starts_at)


def _registration(event: Any) -> list[Data]:
    return registrations(Registration.objects.filter(pk=event.registration_id))


def _moved_registrations(event: events.WorkshopChanged) -> list[Data]:
    rows = Registration.objects.filter(workshop=event.workshop_id, state=BookingState.PLANNED)
    return registrations(rows, previous_starts_at=event.from_starts_at)


def _rule(event: events.PresenceChanged) -> list[Data]:
    row = AvailabilityRule.objects.prefetch_related("people").get(pk=event.rule_id)
    return [fields(row, RULE) | professionals(row) | {"day": event.day}]


def _absence(event: events.AbsenceChanged) -> list[Data]:
    return [fields(Absence.objects.get(pk=event.absence_id), ABSENCE)]


def fields(row: Any, names: Iterable[str]) -> Data:
    """Return these fields of a row."""
    return {name: getattr(row, name) for name in names}


def professionals(row: Any) -> Data:
    """Return the keys of the professionals of a row."""
    return {"person_ids": sorted(person.pk for person in row.people.all())}


def example() -> Data:
    """Return a message as it leaves, for those who write what receives it."""
    key = "01981c3e-0000-7000-8000-00000000000{}".format
    data = dict.fromkeys(APPOINTMENT) | {
        "id": key(1), "type_id": key(2), "place_id": key(3), "state": "planned",
        "starts_at": "2026-01-22T08:30:00Z", "ends_at": "2026-01-22T09:00:00Z", "sequence": 1,
        "created_by_kind": "citizen", "person_ids": [key(4)], "previous_starts_at": "2026-01-15T08:00:00Z",
    }  # fmt: skip
    return {
        "id": key(5), "event": WebhookEvent.APPOINTMENT_MOVED.value, "occurred_at": "2026-01-13T09:30:00Z",
        "organisation_id": key(6), "data": data,
    }  # fmt: skip


def code_of(event: Event) -> WebhookEvent:
    """Return the code of a fact of ours."""
    if isinstance(event, events.AbsenceChanged):
        return WebhookEvent.ABSENCE_REMOVED if event.removed else WebhookEvent.ABSENCE_ADDED
    return CODES[type(event)]


CODES: Mapping[type[Event], WebhookEvent] = {
    events.AppointmentBooked: WebhookEvent.APPOINTMENT_BOOKED,
    events.AppointmentMoved: WebhookEvent.APPOINTMENT_MOVED,
    events.AppointmentHandedOver: WebhookEvent.APPOINTMENT_HANDED_OVER,
    events.AppointmentCancelled: WebhookEvent.APPOINTMENT_CANCELLED,
    events.AppointmentEnded: WebhookEvent.APPOINTMENT_ENDED,
    events.RegistrationMade: WebhookEvent.REGISTRATION_MADE,
    events.WorkshopChanged: WebhookEvent.REGISTRATION_MOVED,
    events.RegistrationCancelled: WebhookEvent.REGISTRATION_CANCELLED,
    events.RegistrationEnded: WebhookEvent.REGISTRATION_ENDED,
    events.PresenceChanged: WebhookEvent.RULE_CHANGED,
}
READERS: Mapping[type[Event], Callable[[Any], list[Data]]] = {
    **dict.fromkeys(CODES, _appointment),
    events.AppointmentMoved: _moved_appointment,
    **dict.fromkeys((events.RegistrationMade, events.RegistrationCancelled, events.RegistrationEnded), _registration),
    events.WorkshopChanged: _moved_registrations,
    events.PresenceChanged: _rule,
    events.AbsenceChanged: _absence,
}
"""How the data of each fact of ours is read: asked only when a service wants it."""
