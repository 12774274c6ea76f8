"""Absences of professionals: declared over existing bookings, which are listed and handled."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from psycopg.types.range import TimestamptzRange

from conum.commons.accounts.models import Actor
from conum.domains.booking.enums import AbsenceKind
from conum.domains.booking.events import AbsenceChanged
from conum.domains.booking.models import Absence, BusyTime
from conum.domains.booking.operations.chains import journal
from conum.domains.booking.operations.locks import lock_people, locked
from conum.domains.booking.permissions import EDIT_ABSENCES, absences_visible_to, calendar
from conum.domains.booking.queries.clocks import horizon
from conum.domains.booking.queries.touched import Touched, touched
from conum.domains.booking.rules import booking as rules
from conum.kernel.errors import OutOfSight
from conum.kernel.events import publish


@dataclass(frozen=True)
class Added:
    """An absence, and the bookings it falls upon: they stay until somebody moves or cancels them."""

    absence: Absence
    touched: Touched


@transaction.atomic
def add_absence(
    *,
    person_id: UUID,
    starts_at: datetime,
    ends_at: datetime,
    actor: Actor,
    now: datetime,
    kind: str = AbsenceKind.LEAVE,
    note: str = "",
    every_weeks: int = 0,
    until: date | None = None,
    timezone: str = "Europe/Paris",
) -> Added:
    """Declare an absence; no slot is offered in it any more, whatever the organisation.

    A booking that lands meanwhile is either listed in the answer or refused: both take the person's calendar.

    Raises: PermissionRefused; RuleBroken: BOO-01 when it ends before it starts.
    """
    if actor.organisation_id is None:
        raise OutOfSight(_("Cette page n'existe pas, ou ne vous est pas ouverte."))
    lock_people([person_id], now)
    EDIT_ABSENCES.require(actor, calendar(actor.organisation_id, [person_id]))
    rules.ends_later.check(starts_at, ends_at)
    rules.repeats_within_a_day.check(every_weeks, starts_at, ends_at)
    absence = Absence.objects.create(
        person_id=person_id,
        organisation_id=actor.organisation_id,
        starts_at=starts_at,
        ends_at=ends_at,
        every_weeks=every_weeks,
        until=until,
        timezone=timezone,
        kind=kind,
        note=note,
        created_at=now,
        updated_at=now,
    )
    times = _write(absence, now)
    _tell("absence.add", absence, actor, now)
    return Added(absence, _touched(person_id, times, now))


@transaction.atomic
def remove_absence(*, absence_id: UUID, actor: Actor, now: datetime) -> None:
    """Delete an absence: its time is offered again.

    Raises: OutOfSight, PermissionRefused.
    """
    absence = locked(absences_visible_to(actor), absence_id)
    EDIT_ABSENCES.require(actor, absence)
    _tell("absence.remove", absence, actor, now)
    absence.delete()


def extend_absences(*, now: datetime) -> None:
    """Write the coming times of the absences that repeat."""
    for absence in Absence.objects.filter(every_weeks__gte=1).exclude(until__lt=localdate(now)):
        with transaction.atomic():
            _write(absence, now)


def _write(absence: Absence, now: datetime) -> list[tuple[datetime, datetime]]:
    absence.times.all().delete()
    times = list(_times(absence, horizon(localdate(now))))
    BusyTime.objects.bulk_create(
        BusyTime(person_id=absence.person_id, during=TimestamptzRange(*time), absence=absence) for time in times
    )
    return times


def _times(absence: Absence, last: date) -> Iterator[tuple[datetime, datetime]]:
    """The instants of an absence; repeated at the same local hours, across changes of clock (BOO-03)."""
    if not absence.every_weeks:
        yield absence.starts_at, absence.ends_at
        return
    zone = ZoneInfo(absence.timezone)
    start, end = absence.starts_at.astimezone(zone), absence.ends_at.astimezone(zone)
    last = min(last, absence.until) if absence.until else last
    while start.date() <= last:
        yield start, end
        start += timedelta(weeks=absence.every_weeks)
        end += timedelta(weeks=absence.every_weeks)


def _touched(person_id: UUID, times: list[tuple[datetime, datetime]], now: datetime) -> Touched:
    found = Touched([], [])
    for start, end in times:
        if end > now:
            inside = touched([person_id], start, end)
            found.appointments.extend(inside.appointments)
            found.workshops.extend(inside.workshops)
    return found


def _tell(action: str, absence: Absence, actor: Actor, now: datetime) -> None:
    journal(action, absence, absence.organisation_id, actor, now, starts_at=absence.starts_at, ends_at=absence.ends_at)
    removed = action == "absence.remove"
    publish(AbsenceChanged(absence.pk, absence.organisation_id, absence.person_id, now, removed))
