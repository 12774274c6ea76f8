"""What booking does when one of its own facts happens: the waiting list is asked in the same transaction."""

from __future__ import annotations

from conum.domains.booking.enums import Audience
from conum.domains.booking.events import AppointmentBooked, RegistrationMade, SlotFreed, WorkshopSeatFreed
from conum.domains.booking.models import Appointment, AppointmentType, Registration, Workshop
from conum.domains.booking.operations.locks import locked
from conum.domains.booking.operations.offers import offer_seats, offer_slot
from conum.domains.booking.operations.waiting import withdraw_for
from conum.domains.booking.queries.slots import slots_for
from conum.kernel.events import subscribe


@subscribe(SlotFreed)
def offer_freed_slot(event: SlotFreed) -> None:
    """Hold a freed slot for the first who waits for it, before anybody else sees it (BOO-31)."""
    asked = AppointmentType.objects.get(pk=event.type_id)
    if not asked.active:
        return
    window = {"first": event.starts_at, "last": event.starts_at, "now": event.now, "audience": Audience.STAFF}
    slots = slots_for(type_id=asked.pk, people=event.people, **window)
    offer_slot(asked, slots, event.people, event.now)


@subscribe(WorkshopSeatFreed)
def offer_freed_seats(event: WorkshopSeatFreed) -> None:
    """Hold freed seats for the first who waits for them."""
    offer_seats(locked(Workshop.objects.select_related("type"), event.workshop_id), event.now)


@subscribe(AppointmentBooked)
def stop_waiting_for_slot(event: AppointmentBooked) -> None:
    """Who has booked the type waits no more for it."""
    person = Appointment.objects.values_list("person_key", flat=True).get(pk=event.appointment_id)
    withdraw_for(person, event.now, type=event.type_id, appointment=None)


@subscribe(RegistrationMade)
def stop_waiting_for_seats(event: RegistrationMade) -> None:
    """Who is registered waits no more for the workshop."""
    person = Registration.objects.values_list("person_key", flat=True).get(pk=event.registration_id)
    withdraw_for(person, event.now, workshop=event.workshop_id)
