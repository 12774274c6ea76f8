"""Writing one appointment of a file: made, brought up to date, or left as it is; nobody is written to."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from psycopg.types.range import TimestamptzRange

from conum.commons.territories.operations.table_file import CellRefused
from conum.domains.booking.enums import LIVE, BookingState
from conum.domains.booking.events import SlotFreed
from conum.domains.booking.models import Appointment, BusyTime, Contact, EngagedTime
from conum.domains.booking.operations.appointments import engaged_by, live_rank
from conum.domains.booking.operations.contacts import new_contact
from conum.domains.booking.operations.importing import columns
from conum.domains.booking.operations.importing.reading import Row
from conum.domains.booking.operations.reminders import reminders_of, skip_reminders
from conum.kernel.events import publish


class Done(StrEnum):
    """What became of a line."""

    CREATED = "created"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


def write(row: Row, known: Appointment | None, organisation_id: UUID, source: str, now: datetime) -> Done:
    """Write a line whose calendars are taken.

    Raises: CellRefused: a conflict with what is here; RuleBroken: BOO-13; IntegrityError: BOO-10.
    """
    if known is None:
        _make(row, organisation_id, source, now)
        return Done.CREATED
    moved, ended = _moved(row, known), row.state not in LIVE and row.state != known.state
    if ended and known.state not in LIVE:
        words = {"here": known.get_state_display(), "there": BookingState(row.state).label}
        raise CellRefused(
            columns.STATE, _("Ici ce rendez-vous est « %(here)s », le fichier dit « %(there)s ».") % words
        )
    if moved and known.sequence != known.external_sequence:
        raise CellRefused(
            columns.DAY, _("Ce rendez-vous a été déplacé ou annulé ici depuis l'import : il reste ainsi.")
        )
    if not moved and not ended:
        return Done.UNCHANGED
    _change(row, known, now)
    return Done.CHANGED


def _moved(row: Row, known: Appointment) -> bool:
    slot = row.slot
    here = (known.starts_at, known.ends_at, known.place_id, {person.pk for person in known.people.all()})
    return here != (slot.starts_at, slot.ends_at, slot.place_id, set(slot.people))


def _make(row: Row, organisation_id: UUID, source: str, now: datetime) -> None:
    contact = _contact(row, now)
    live = row.state in LIVE and bool(contact.person_key)
    made = Appointment(
        organisation_id=organisation_id, type=row.type, contact=contact, person_key=contact.person_key,
        live_rank=live_rank(contact.person_key, row.type, now) if live else 1,
        place_id=row.slot.place_id, starts_at=row.slot.starts_at, ends_at=row.slot.ends_at,
        state=row.state, state_at=now, created_by_kind=row.creator, context=row.context,
        external_source=source, external_id=row.external_id, created_at=row.made_at, updated_at=now,
    )  # fmt: skip
    contact.save(force_insert=True)
    made.save(force_insert=True)
    made.people.set(row.slot.people)
    _follow(row, made, now)


def _contact(row: Row, now: datetime) -> Contact:
    """The person, without a code: nobody was told one; nobody at all when the file gives no way to reach them."""
    if row.who is None:
        empty = {"last_needed_at": row.slot.ends_at, "anonymised_at": now, "created_at": now, "updated_at": now}
        return Contact(**empty)
    contact, _code = new_contact(row.who, row.slot.ends_at, now)
    contact.code_hash = ""
    return contact


def _change(row: Row, known: Appointment, now: datetime) -> None:
    was: dict[str, Any] = {"place": known.place_id, "start": known.starts_at}
    people = tuple(person.pk for person in known.people.all())
    known.starts_at, known.ends_at, known.place_id = row.slot.starts_at, row.slot.ends_at, row.slot.place_id
    if row.state not in LIVE:
        known.state, known.state_at = row.state, now
    known.sequence += 1
    known.external_sequence, known.updated_at = known.sequence, now
    known.save()
    known.people.set(row.slot.people)
    known.contact.last_needed_at = max(known.contact.last_needed_at, row.slot.ends_at)
    known.contact.save(update_fields=["last_needed_at"])
    known.engaged.all().delete()
    skip_reminders(now, appointment=known)
    _follow(row, known, now)
    if was["start"] > now:
        publish(SlotFreed(known.organisation_id, known.type_id, was["place"], people, was["start"], now))


def _follow(row: Row, made: Appointment, now: datetime) -> None:
    """Take the time of what is not over, and plan the reminders of what is to come (BOO-10, BOO-20)."""
    if made.state not in LIVE or row.slot.ends_at <= now:
        return
    _not_absent(row)
    EngagedTime.objects.bulk_create(engaged_by(row.type, row.slot, appointment=made))
    if made.state == BookingState.PLANNED:
        due = reminders_of(made, row.slot.starts_at, row.zone, row.type, now)
        made.reminders.bulk_create(due)


def _not_absent(row: Row) -> None:
    """Refuse a time of absence. Outside calendars do not count: they show this very appointment, from where it was."""
    during = TimestamptzRange(row.slot.starts_at, row.slot.ends_at)
    away = BusyTime.objects.filter(person__in=row.slot.people, absence__isnull=False, during__overlap=during)
    if away.exists():
        raise CellRefused(columns.PEOPLE, _("Un des professionnels est absent à ces heures."))
