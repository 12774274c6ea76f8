"""The bookings that fall into a time: what must be handled before it is taken away (BOO-09)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from conum.domains.booking.enums import LIVE, WorkshopState
from conum.domains.booking.models import Appointment, EngagedTime, Workshop

LIVE_WORKSHOPS = (WorkshopState.DRAFT, WorkshopState.OPEN, WorkshopState.FULL, WorkshopState.CLOSED)


@dataclass(frozen=True)
class Touched:
    """Appointments and workshops in a time, in order."""

    appointments: list[Appointment]
    workshops: list[Workshop]

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.appointments) + len(self.workshops)


def touched(people: Collection[UUID], starts_at: datetime, ends_at: datetime, place_id: UUID | None = None) -> Touched:
    """Return the live bookings of these people that overlap a time, at a place when one is given."""
    times = EngagedTime.objects.filter(person__in=people, during__overlap=(starts_at, ends_at))
    inside = {"starts_at__lt": ends_at, "ends_at__gt": starts_at} | ({"place": place_id} if place_id else {})
    held = times.values("appointment_id"), times.values("workshop_id")
    appointments = Appointment.objects.filter(pk__in=held[0], state__in=LIVE, **inside)
    workshops = Workshop.objects.filter(pk__in=held[1], state__in=LIVE_WORKSHOPS, **inside)
    return Touched(list(appointments.select_related("contact", "type", "place")), list(workshops))


def touched_at_place(place_id: UUID, starts_at: datetime, ends_at: datetime) -> Touched:
    """Return the live bookings at a place over a time, for a place that closes exceptionally."""
    inside = {"place": place_id, "starts_at__lt": ends_at, "ends_at__gt": starts_at}
    appointments = Appointment.objects.filter(state__in=LIVE, **inside).select_related("contact", "type", "place")
    return Touched(list(appointments), list(Workshop.objects.filter(state__in=LIVE_WORKSHOPS, **inside)))
