"""What changes in bookings is asked to be written in the calendars of those who hold them (BOO-27)."""

from __future__ import annotations

from typing import Any

from conum.domains.booking.events import SlotFreed
from conum.domains.booking.operations.written_calendars import ask_for
from conum.kernel.statements import planned

OF_APPOINTMENT = "SELECT person_id FROM booking_appointment_people WHERE appointment_id = %s"
OF_WORKSHOP = "SELECT person_id FROM booking_workshop_people WHERE workshop_id = %s"


def note_calendars(event: Any) -> None:
    """Ask for the calendars of the people of an appointment or a workshop, or of those whose slot is freed."""
    if isinstance(event, SlotFreed):
        ask_for(event.people)
        return
    text, key = (OF_APPOINTMENT, "appointment_id") if hasattr(event, "appointment_id") else (OF_WORKSHOP, "workshop_id")
    ask_for([person for (person,) in planned(text, [getattr(event, key)])])
