"""The import itself: each good line in its own savepoint, so that a conflict refuses that line alone."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.utils.translation import ngettext

from conum.commons.accounts.models import Actor
from conum.commons.journal.operations import record
from conum.commons.territories.operations.cells import ImportReport, check
from conum.commons.territories.operations.table_file import CellRefused, Refusal, in_order, read_table
from conum.domains.booking.models import Appointment
from conum.domains.booking.operations.chains import family
from conum.domains.booking.operations.importing import columns
from conum.domains.booking.operations.importing.reading import Reader, Row
from conum.domains.booking.operations.importing.writing import Done, write
from conum.domains.booking.operations.locks import in_sight, lock_people
from conum.domains.booking.permissions import IMPORT_APPOINTMENTS
from conum.domains.booking.rules.booking import people_are_free
from conum.kernel.rules import RuleBroken

RDV_SERVICE_PUBLIC = "rdv-service-public"
GUARD = "engaged_once_at_a_time"


@transaction.atomic
def import_appointments(
    content: bytes,
    *,
    organisation_id: UUID,
    actor: Actor | None,
    now: datetime,
    apply: bool,
    source: str = RDV_SERVICE_PUBLIC,
) -> ImportReport:
    """Import the appointments of another tool into an organisation; the same file twice changes nothing.

    A line is known by (source, identifier there). What was handled here since stays as it is and is told. Nobody is
    written to; an appointment to come has its reminders.

    Args:
        content: a CSV with the columns of `columns.REQUIRED` and perhaps those of `columns.OPTIONAL`.
        actor: who imports; None for the console.
        apply: False does the same, then undoes it: what it tells is what applying would do.

    Raises:
        FileRefused: the file cannot be read at all. PermissionRefused, OutOfSight: the actor may not.
    """
    if actor is not None:
        IMPORT_APPOINTMENTS.require(actor)
        in_sight(organisation_id if organisation_id == actor.organisation_id else None)
    table = read_table(content, required=tuple(columns.REQUIRED), optional=tuple(columns.OPTIONAL))
    reader = Reader(organisation_id, now)
    read = _Numbered(reader)
    rows, refused = check(table, read, lambda row: row.external_id)
    _one_at_a_time(organisation_id, rows, now)
    known = _known(organisation_id, source, rows)
    done = {Done.CREATED: 0, Done.CHANGED: 0, Done.UNCHANGED: 0}
    for row in rows:
        try:
            done[_write(row, known.get(row.external_id), organisation_id, source, now)] += 1
        except CellRefused as refusal:
            refused.append(Refusal(read.numbers[row.external_id], refusal.column, refusal.message))
    counts = {str(what): count for what, count in done.items()} | {"refused": len(refused)}
    if not apply:
        transaction.set_rollback(True)
    elif done[Done.CREATED] or done[Done.CHANGED]:
        subject = ("booking.Import", str(organisation_id))
        payload = {"source": source, **counts}
        record(family=family(organisation_id), action="appointment.import", actor=actor, subject=subject,
               payload=payload, now=now)  # fmt: skip
    remarks = (*table.remarks, *_remarks(rows))
    created, changed, unchanged = done.values()
    return ImportReport(created, changed, unchanged, in_order(refused), remarks, applied=apply)


class _Numbered:
    """Reads lines and remembers where each identifier was first found."""

    def __init__(self, reader: Reader) -> None:
        self.reader, self.numbers = reader, {}  # type: tuple[Reader, dict[str, int]]

    def __call__(self, line: object) -> Row:
        row = self.reader.read(line)  # type: ignore[arg-type]
        self.numbers.setdefault(row.external_id, line.number)  # type: ignore[attr-defined]
        return row


def _one_at_a_time(organisation_id: UUID, rows: Iterable[Row], now: datetime) -> None:
    """Two imports of an organisation follow one another; the calendars are taken as by any booking."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 6))", [f"booking.import/{organisation_id}"])
    lock_people({person for row in rows for person in row.slot.people}, now)


def _known(organisation_id: UUID, source: str, rows: Iterable[Row]) -> dict[str, Appointment]:
    wanted = [row.external_id for row in rows]
    found = Appointment.objects.filter(organisation=organisation_id, external_source=source, external_id__in=wanted)
    taken = found.select_for_update(no_key=True, of=("self",)).select_related("type", "contact")
    return {row.external_id: row for row in taken.prefetch_related("people")}


def _write(row: Row, known: Appointment | None, organisation_id: UUID, source: str, now: datetime) -> Done:
    try:
        with transaction.atomic():
            return write(row, known, organisation_id, source, now)
    except IntegrityError as error:
        if GUARD not in str(error):
            raise
        raise CellRefused(columns.PEOPLE, people_are_free.explain(False)) from error
    except RuleBroken as broken:
        raise CellRefused(columns.TYPE, broken.message) from broken


def _remarks(rows: Iterable[Row]) -> list[str]:
    nobody = sum(row.who is None for row in rows)
    told = ngettext(
        "%(count)s rendez-vous passé n'a ni téléphone ni courriel : il compte, sans la personne.",
        "%(count)s rendez-vous passés n'ont ni téléphone ni courriel : ils comptent, sans les personnes.",
        nobody,
    )
    return [told % {"count": nobody}] if nobody else []
