"""What changes in bookings is asked to be written in the calendars of those who hold them (BOO-27)."""

from __future__ import annotations

from typing import Any

from conum.domains.booking.events import SlotFreed
from conum.domains.booking.operations.written_calendars import ask_for
from conum.kernel.statements import planned

OF_PEOPLE = "SELECT id FROM booking_writtencalendar WHERE person_id = ANY(%s) AND stopped_at IS NULL"
OF_APPOINTMENT = """
SELECT calendar.id FROM booking_writtencalendar AS calendar JOIN booking_appointment_people USING (person_id)
 WHERE appointment_id = %s AND calendar.stopped_at IS NULL
"""
OF_WORKSHOP = OF_APPOINTMENT.replace("appointment", "workshop")


def note_calendars(event: Any) -> None:
    """Queue the calendars of the people of an appointment or a workshop, or of those whose slot is freed."""
    if isinstance(event, SlotFreed):
        found = planned(OF_PEOPLE, [list(event.people)])
    elif hasattr(event, "appointment_id"):
        found = planned(OF_APPOINTMENT, [event.appointment_id])
    else:
        found = planned(OF_WORKSHOP, [event.workshop_id])
    ask_for(key for (key,) in found)
