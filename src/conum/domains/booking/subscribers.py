"""What booking does of its own facts, in the same transaction: services and people are told, the queue is asked.

The end of a contract is followed by a job: each booking is taken up in a transaction of its own, calendars first.
"""

from __future__ import annotations

from conum.domains.booking.enums import Audience, BookingState, CreatorKind
from conum.domains.booking.events import (
    AppointmentBooked,
    AppointmentCancelled,
    AppointmentHandedOver,
    AppointmentMoved,
    RegistrationCancelled,
    RegistrationMade,
    SlotFreed,
    WaitingOffered,
    WorkshopChanged,
    WorkshopHandedOver,
    WorkshopSeatFreed,
    WorkshopUnderMinimum,
)
from conum.domains.booking.models import Appointment, AppointmentType, Registration, WaitingListEntry, Workshop
from conum.domains.booking.operations import telling
from conum.domains.booking.operations.calendar_facts import note_calendars
from conum.domains.booking.operations.locks import locked
from conum.domains.booking.operations.offers import offer_seats, offer_slot
from conum.domains.booking.operations.waiting import withdraw_for
from conum.domains.booking.operations.webhook_facts import note, note_places
from conum.domains.booking.queries.contacts import waiting_for_type
from conum.domains.booking.queries.offering import other_dates
from conum.domains.booking.queries.slots import nearest_slots, slots_for
from conum.domains.booking.queries.webhook_bodies import READERS
from conum.domains.booking.queries.wordings import Occasion
from conum.domains.places.events import PlacesChanged
from conum.domains.recruitment.events import ContractEnded
from conum.kernel.events import subscribe
from conum.kernel.jobs import defer

for _kind in READERS:
    subscribe(_kind)(note)
subscribe(PlacesChanged)(note_places)
for _kind in (
    AppointmentBooked,
    AppointmentMoved,
    AppointmentHandedOver,
    SlotFreed,
    WorkshopChanged,
    WorkshopHandedOver,
):
    subscribe(_kind)(note_calendars)
ENDED = {BookingState.EXCUSED: Occasion.EXCUSED, BookingState.REVOKED: Occasion.REVOKED}


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
    for person in waiting_for_type(event.appointment_id):
        withdraw_for(person, event.now, type=event.type_id, appointment=None)


@subscribe(RegistrationMade)
def stop_waiting_for_seats(event: RegistrationMade) -> None:
    """Who is registered waits no more for the workshop."""
    person = Registration.objects.values_list("person_key", flat=True).get(pk=event.registration_id)
    withdraw_for(person, event.now, workshop=event.workshop_id)


@subscribe(AppointmentBooked)
def booked(event: AppointmentBooked) -> None:
    """An offer accepted is confirmed here; who books by a form is confirmed with the code (`operations.asking`)."""
    if event.by == CreatorKind.WAITING_LIST:
        row = _appointment(event.appointment_id)
        telling.tell_booking(row, Occasion.BOOKED, now=event.now)


@subscribe(AppointmentMoved)
def moved(event: AppointmentMoved) -> None:
    """The new time, with the calendar's new version behind the link."""
    telling.tell_booking(_appointment(event.appointment_id), Occasion.MOVED, now=event.now)


@subscribe(AppointmentHandedOver)
def handed_over(event: AppointmentHandedOver) -> None:
    """The person learns who will receive them (REC-54)."""
    telling.tell_booking(_appointment(event.appointment_id), Occasion.HANDED_OVER, now=event.now)


@subscribe(ContractEnded)
def counsellor_left(event: ContractEnded) -> None:
    """Queue what becomes of the presences and bookings of who left (REC-54)."""
    defer(
        "booking.counsellor_left",
        key=f"booking.left/{event.contract_id}",
        person_id=str(event.person_id),
        organisation_id=str(event.host_id),
        last_day=event.ended_on.isoformat(),
    )


@subscribe(AppointmentCancelled)
def cancelled(event: AppointmentCancelled) -> None:
    """By the service: with the reason and other times (BOO-26)."""
    row = _appointment(event.appointment_id)
    times = []
    if event.state == BookingState.REVOKED:
        times = [slot.starts_at for slot in nearest_slots(type_id=row.type_id, around=row.starts_at, now=event.now)]
    telling.tell_booking(row, ENDED[BookingState(event.state)], now=event.now, reason=row.state_reason, times=times)


@subscribe(RegistrationMade)
def registered(event: RegistrationMade) -> None:
    """Seats accepted from the waiting list are confirmed here."""
    if event.by == CreatorKind.WAITING_LIST:
        telling.tell_booking(_registrations().get(pk=event.registration_id), Occasion.BOOKED, now=event.now)


@subscribe(RegistrationCancelled)
def registration_cancelled(event: RegistrationCancelled) -> None:
    """By the person, or with the workshop: then with the other dates of the same workshop (BOO-26)."""
    row = _registrations().get(pk=event.registration_id)
    times = other_dates(row.workshop, event.now) if event.state == BookingState.REVOKED else []
    told = ENDED[BookingState(event.state)]
    telling.tell_booking(row, told, now=event.now, reason=row.state_reason, times=times)


@subscribe(WorkshopChanged)
def workshop_changed(event: WorkshopChanged) -> None:
    """Those registered learn the new time or place."""
    for row in _registrations().filter(workshop=event.workshop_id, state=BookingState.PLANNED).order_by("pk"):
        telling.tell_booking(row, Occasion.MOVED, now=event.now)


@subscribe(WorkshopHandedOver)
def workshop_handed_over(event: WorkshopHandedOver) -> None:
    """Those registered learn who leads the workshop now."""
    for row in _registrations().filter(workshop=event.workshop_id, state=BookingState.PLANNED).order_by("pk"):
        telling.tell_booking(row, Occasion.HANDED_OVER, now=event.now)


@subscribe(WaitingOffered)
def offered(event: WaitingOffered) -> None:
    """Only the person for whom it is held (BOO-31)."""
    rows = WaitingListEntry.objects.select_related(
        "contact", "organisation", "type", "workshop__place", "offered_place"
    )
    telling.tell_offer(rows.get(pk=event.entry_id), now=event.now)


@subscribe(WorkshopUnderMinimum)
def under_minimum(event: WorkshopUnderMinimum) -> None:
    """The organisers are asked to keep or cancel (BOO-42)."""
    row = Workshop.objects.select_related("place").get(pk=event.workshop_id)
    telling.ask_organisers(row, now=event.now)


def _appointment(pk: object) -> Appointment:
    rows = Appointment.objects.select_related("type", "place__commune", "contact", "organisation__commune", "referrer")
    return rows.get(pk=pk)


def _registrations():  # type: ignore[no-untyped-def]
    return Registration.objects.select_related(
        "workshop__type", "workshop__place__commune", "workshop__organisation", "contact", "referrer"
    )
