"""What fills the week of a professional: presences, appointments, workshops, absences, outside events."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from conum.domains.booking.models import Absence, Appointment, BusyTime, Occurrence, Workshop
from conum.domains.booking.rules.recurrence import midnight

FREED = ("excused", "revoked")


@dataclass(frozen=True)
class Week:
    """Rows that overlap the days, in order of time, with what a screen shows of them already joined."""

    first: datetime
    last: datetime
    presences: list[Occurrence]
    appointments: list[Appointment]
    workshops: list[Workshop]
    busy: list[BusyTime]


def week(person_id: UUID, monday: date, timezone: str = "Europe/Paris", days: int = 7) -> Week:
    """Return what fills `days` days of a professional from `monday`, in `timezone`; as many queries whatever is in it.

    `busy` holds absences (`absence` joined) and times of outside calendars.
    """
    first, last = midnight(monday, timezone), midnight(monday + timedelta(days=days), timezone)
    inside = Q(starts_at__lt=last, ends_at__gt=first)
    held = Occurrence.objects.filter(rule__people=person_id, rule__active=True, during__overlap=(first, last))
    near = held.filter(day__range=(monday - timedelta(days=1), monday + timedelta(days=days)))
    taken = Appointment.objects.filter(inside, people=person_id).exclude(state__in=FREED)
    led = Workshop.objects.filter(inside, people=person_id).exclude(state="cancelled")
    away = BusyTime.objects.filter(person=person_id, during__overlap=(first, last))
    return Week(
        first,
        last,
        list(near.select_related("rule__place").order_by("starts_at")),
        list(taken.select_related("type", "place", "contact").order_by("starts_at")),
        list(led.select_related("type", "place").order_by("starts_at")),
        list(away.select_related("absence", "calendar").order_by("during")),
    )


def team_absences(organisation_id: UUID, first: datetime, last: datetime) -> QuerySet[Absence]:
    """Return the absences of an organisation that overlap a time, with the person joined."""
    rows = Absence.objects.filter(organisation=organisation_id, starts_at__lt=last)
    return rows.filter(Q(ends_at__gt=first) | Q(every_weeks__gte=1)).select_related("person")
