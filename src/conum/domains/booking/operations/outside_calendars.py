"""Calendars kept elsewhere whose busy times block slots (BOO-27)."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from psycopg.types.range import TimestamptzRange

from conum.commons.accounts.models import Actor
from conum.commons.journal.operations import record
from conum.domains.booking.gateways import caldav, sealing
from conum.domains.booking.gateways.calendar_reading import busy_times, joined
from conum.domains.booking.gateways.outside_calendar import CalendarUnreadable, fetch
from conum.domains.booking.models import BusyTime, ExternalCalendar
from conum.domains.booking.permissions import OWN_FEED
from conum.domains.booking.queries.calendar_files import own_domain
from conum.domains.booking.queries.notices import PARIS
from conum.kernel.errors import ConumError
from conum.kernel.ids import new_id
from conum.kernel.jobs import defer

HORIZON = timedelta(days=200)
MOST = 5  # calendars of one person


class CalendarRefused(ConumError):
    """The address cannot be followed."""


def follow_calendar(*, name: str, address: str, actor: Actor, now: datetime) -> ExternalCalendar:
    """Read the calendar once, then keep its address sealed and follow it.

    The network is reached before the transaction, so that a slow site holds no row.

    Raises:
        PermissionRefused: not a professional.
        CalendarRefused: the address is private, silent or gives no calendar; the sentence says which.
    """
    OWN_FEED.require(actor)
    times = _read(address, now)
    with transaction.atomic():
        kept = ExternalCalendar.objects.select_for_update().filter(person_id=actor.person_id)
        if kept.count() >= MOST:
            raise CalendarRefused(_("Vous suivez déjà 5 agendas : retirez-en un d'abord."), field="address")
        if kept.filter(name=name).exists():
            raise CalendarRefused(_("Vous suivez déjà un agenda de ce nom : choisissez-en un autre."), field="name")
        row_id = new_id()
        made = ExternalCalendar.objects.create(
            id=row_id,
            person_id=actor.person_id,
            name=name,
            address=sealing.seal(address, str(row_id)),
            read_at=now,
            created_at=now,
            updated_at=now,
        )
        _replace(made, times)
        record(family="booking", action="calendar.followed", actor=actor, subject=made, payload={}, now=now)
    return made


@transaction.atomic
def unfollow_calendar(calendar_id: UUID, *, actor: Actor, now: datetime) -> None:
    """Forget the address and give its busy times back.

    Raises:
        PermissionRefused: not a professional.
        ExternalCalendar.DoesNotExist: not theirs.
    """
    OWN_FEED.require(actor)
    found = ExternalCalendar.objects.select_for_update().get(pk=calendar_id, person_id=actor.person_id)
    record(family="booking", action="calendar.unfollowed", actor=actor, subject=found, payload={}, now=now)
    found.delete()


def refresh_calendar(calendar_id: UUID | str, *, now: datetime) -> bool:
    """Read a followed calendar again; a failure keeps the former busy times, which are safer than none.

    Returns False when it could not be read.
    """
    found = ExternalCalendar.objects.filter(pk=calendar_id).first()
    if found is None:
        return False
    try:
        times = _read(sealing.unseal(found.address, str(found.pk)), now)
    except (CalendarRefused, sealing.Unsealable):
        ExternalCalendar.objects.filter(pk=found.pk).update(
            failed_at=now, failures=min(found.failures + 1, 1000), updated_at=now
        )
        return False
    with transaction.atomic():
        if locked := ExternalCalendar.objects.select_for_update().filter(pk=found.pk).first():
            locked.read_at, locked.failures, locked.updated_at = now, 0, now
            locked.save(update_fields=["read_at", "failures", "updated_at"])
            _replace(locked, times)
    return True


def refresh_all() -> int:
    """Defer the reading of each followed calendar; one that waits already is not queued twice."""
    found = list(ExternalCalendar.objects.values_list("pk", flat=True))
    for pk in found:
        defer("booking.refresh_calendar", key=f"calendar:{pk}", calendar_id=str(pk))
    return len(found)


def _read(address: str, now: datetime) -> list[tuple[datetime, datetime]]:
    """Read a file, or the events of the period in a CalDAV collection."""
    end = now + HORIZON
    try:
        if caldav.is_collection(address):
            files = caldav.calendars_in(fetch(address, caldav.query(now, end), caldav.HEADERS))
        else:
            files = [fetch(address)]
        return joined(
            [time for file in files for time in busy_times(file, start=now, end=end, zone=PARIS, own=own_domain())]
        )
    except CalendarUnreadable as fault:
        raise CalendarRefused(str(fault), field="address") from fault


def _replace(calendar: ExternalCalendar, times: list[tuple[datetime, datetime]]) -> None:
    calendar.times.all().delete()
    BusyTime.objects.bulk_create(
        [
            BusyTime(person_id=calendar.person_id, calendar=calendar, during=TimestamptzRange(begins, ends))
            for begins, ends in times
            if begins < ends
        ],
        batch_size=500,
    )
