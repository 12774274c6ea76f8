"""Our bookings written in a professional's own calendar, by a job after each change (BOO-27).

What is to be there is compared with what was written, so that a job that runs twice, late or after a failure does what
is left and nothing else. Times and place, initials or no name, as the feed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from datetime import datetime, timedelta
from urllib.parse import quote, urlsplit, urlunsplit
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from conum.commons.accounts.models import Actor
from conum.commons.journal.operations import record
from conum.domains.booking.gateways import caldav, sealing
from conum.domains.booking.gateways.caldav_writing import Access, CalendarUnwritable, delete, put
from conum.domains.booking.gateways.outside_calendar import CalendarUnreadable, fetch
from conum.domains.booking.models import WrittenCalendar, WrittenEvent
from conum.domains.booking.operations.outside_calendars import CalendarRefused
from conum.domains.booking.parameters import CALENDAR_WAITS
from conum.domains.booking.permissions import OWN_FEED
from conum.domains.booking.queries.calendar_files import stored
from conum.domains.booking.queries.feeds import events_of
from conum.kernel.ids import new_id
from conum.kernel.jobs import defer

SHORT = timedelta(days=1)  # what is asked for when an address is tried


def start_writing(*, access: Access, with_names: bool, actor: Actor, now: datetime) -> WrittenCalendar:
    """Try the collection once, then keep it sealed and write the bookings to come; the former one is given up.

    The network is reached before the transaction, so that a slow site holds no row.

    Raises:
        PermissionRefused: not a professional.
        CalendarRefused: the address is private, silent, not a collection, or refuses the name and the password.
    """
    OWN_FEED.require(actor)
    _try(access, now)
    with transaction.atomic():
        stop(actor.person_id, actor, now)
        row_id = new_id()
        made = WrittenCalendar.objects.create(
            id=row_id, person_id=actor.person_id, access=_sealed(access, row_id), with_names=with_names, due_at=now,
            created_at=now, updated_at=now,
        )  # fmt: skip
        record(family="booking", action="calendar.written", actor=actor, subject=made, payload={}, now=now)
        _ask(made.pk)
    return made


@transaction.atomic
def stop_writing(*, actor: Actor, now: datetime) -> bool:
    """Write no more, and take back what was written; False when nothing was.

    Raises:
        PermissionRefused: not a professional.
    """
    OWN_FEED.require(actor)
    return stop(actor.person_id, actor, now)


@transaction.atomic
def stop(person_id: UUID, actor: Actor | None, now: datetime) -> bool:
    """The same, without `actor` when the system does (REC-54)."""
    live = WrittenCalendar.objects.select_for_update().filter(person_id=person_id, stopped_at=None).first()
    if live is None:
        return False
    live.stopped_at = live.due_at = live.updated_at = now
    live.failures = 0
    live.save(update_fields=["stopped_at", "due_at", "failures", "updated_at"])
    record(family="booking", action="calendar.unwritten", actor=actor, subject=live, payload={}, now=now)
    _ask(live.pk)
    return True


def ask_for(calendars: Iterable[UUID]) -> None:
    """Queue the writing of these calendars, in the transaction of what has changed."""
    for key in calendars:
        _ask(key)


def ask_all(*, now: datetime) -> int:
    """Queue those that are due: after a failure, or in case a change was missed. Returns how many."""
    found = list(WrittenCalendar.objects.filter(due_at__lte=now).values_list("pk", flat=True))
    ask_for(found)
    return len(found)


def write_calendar(calendar_id: UUID | str, *, now: datetime) -> bool:
    """Put what has changed and delete what is gone; False when the collection refused. The row is held meanwhile."""
    with transaction.atomic():
        rows = WrittenCalendar.objects.select_for_update(skip_locked=True, of=("self",)).select_related("person")
        found = rows.filter(pk=calendar_id).first()
        if found is None:
            return False
        try:
            _write(found, now)
        except (CalendarUnwritable, sealing.Unsealable) as fault:
            return _failed(found, str(fault) or _("Le mot de passe gardé ne se lit plus : donnez-le de nouveau."), now)
        if found.stopped_at is not None:
            found.delete()
            return True
        found.written_at = found.updated_at = now
        found.due_at, found.failures, found.fault = now + _waits(now)[0], 0, ""
        found.save(update_fields=["written_at", "updated_at", "due_at", "failures", "fault"])
        return True


def _write(calendar: WrittenCalendar, now: datetime) -> None:
    access = Access(*json.loads(sealing.unseal(calendar.access, str(calendar.pk))))
    known = {str(row.event): row for row in calendar.events.all()}
    wanted = _wanted(calendar, now)
    for key in sorted(known.keys() - wanted.keys()):
        delete(access, key)
        known[key].delete()
    for key, content in sorted(wanted.items()):
        digest = hashlib.sha256(content).hexdigest()
        if key not in known or known[key].digest != digest:
            put(access, key, content)
            WrittenEvent.objects.update_or_create(calendar=calendar, event=key, defaults={"digest": digest})


def _wanted(calendar: WrittenCalendar, now: datetime) -> dict[str, bytes]:
    """Event → its file: those that hold; past ones stay as long as the feed shows them."""
    if calendar.stopped_at is not None or not calendar.person.is_active:
        return {}
    return {event.id: stored(event) for event in events_of(calendar, now) if not event.cancelled}


def _failed(calendar: WrittenCalendar, fault: str, now: datetime) -> bool:
    waits = _waits(now)
    calendar.failures += 1
    if calendar.stopped_at is not None and calendar.failures > len(waits):
        calendar.delete()  # nobody can take back what a gone calendar holds
        return False
    calendar.failed_at = calendar.updated_at = now
    calendar.fault, calendar.due_at = fault[:200], now + waits[min(calendar.failures, len(waits)) - 1]
    calendar.save(update_fields=["failed_at", "updated_at", "fault", "due_at", "failures"])
    return False


def _waits(now: datetime) -> list[timedelta]:
    return [timedelta(minutes=minutes) for minutes in CALENDAR_WAITS.on(localdate(now))]


def _sealed(access: Access, row_id: UUID) -> bytes:
    return sealing.seal(json.dumps([access.address, access.name, access.password]), str(row_id))


def _try(access: Access, now: datetime) -> None:
    parts = urlsplit(access.address)
    signed = f"{quote(access.name, safe='')}:{quote(access.password, safe='')}@{parts.netloc}"
    url = urlunsplit(parts._replace(netloc=signed))
    try:
        caldav.calendars_in(fetch(url, caldav.query(now, now + SHORT), caldav.HEADERS))
    except CalendarUnreadable as fault:
        raise CalendarRefused(str(fault), field="address") from fault


def _ask(calendar_id: UUID) -> None:
    defer("booking.write_calendar", key=f"written:{calendar_id}", calendar_id=str(calendar_id))
