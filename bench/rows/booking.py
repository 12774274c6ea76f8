"""Row `booking`: 64 writers on separate slots, against pgbench inserting the same rows; and 200 people for 10 seats.

Ours: the operation of the public form (`appointments.book`): the calendar taken, the slot looked at again, the rules,
the rows, the journal. 64 connections, shared between two processes as those of the web server are. Yardstick: pgbench
on 64 connections of the same server, one transaction by booking with the same rows written one by one (contact,
appointment, professional, time taken, reminders, journal and its head), histories by the same triggers.

The 10 seats are asked for by 200 people over the same 64 connections: exactly 10 sit, or the row does not hold.

Sizes: 1× among the agendas of 155 places (as `slots`), 10× and 100× among that many times more.
"""

import multiprocessing
import os
import re
import subprocess
import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path
from time import perf_counter
from typing import Any

from bench.agendas import grow
from bench.application import loaded
from bench.table import Figure, at_least, both
from conum.site.embedded import roles, server
from conum.site.embedded.place import find_place

NAME = "booking"
SIZES = ("1x", "10x", "100x")
SHARE = 0.5
PLACES, WRITERS, PROCESSES, EACH, SECONDS = 155, 64, 2, 20, 5
PEOPLE, SEATS = 200, 10
SCRIPT = """
BEGIN;
SELECT nextval('bench_turn') AS n, gen_random_uuid() AS contact, gen_random_uuid() AS appointment \\gset
INSERT INTO booking_contact SELECT made.* FROM booking_contact c, LATERAL jsonb_populate_record(c,
    jsonb_build_object('id', ':contact', 'person_key', ':contact')) made WHERE c.id = '%(contact)s';
INSERT INTO booking_appointment SELECT made.* FROM booking_appointment a, LATERAL jsonb_populate_record(a,
    jsonb_build_object('id', ':appointment', 'contact_id', ':contact', 'person_key', ':contact',
    'idempotency_key', NULL)) made WHERE a.id = '%(appointment)s';
INSERT INTO booking_appointment_people (appointment_id, person_id)
    SELECT ':appointment', person FROM bench_writer WHERE turn = :n %% 64;
INSERT INTO booking_engagedtime (id, person_id, during, appointment_id) SELECT gen_random_uuid(), person,
    tstzrange('2031-01-01'::timestamptz + :n * interval '1 h', '2031-01-01'::timestamptz + (:n + 1) * interval '1 h'),
    ':appointment' FROM bench_writer WHERE turn = :n %% 64;
INSERT INTO booking_reminder (id, created_at, updated_at, appointment_id, channel, due_at, state, attempts)
    VALUES (gen_random_uuid(), now(), now(), ':appointment', 'sms', '2031-01-01', 'planned', 0),
           (gen_random_uuid(), now(), now(), ':appointment', 'sms', '2031-01-02', 'planned', 0);
UPDATE journal_journalhead SET position = position + 1 WHERE family = 'bench.' || :n %% 16 RETURNING position \\gset
INSERT INTO journal_journalentry SELECT made.* FROM journal_journalentry e, LATERAL jsonb_populate_record(e,
    jsonb_build_object('id', gen_random_uuid(), 'family', 'bench.' || :n %% 16, 'position', :position, 'hash',
    encode(sha256(':contact'::bytea), 'hex'))) made WHERE e.id = '%(entry)s';
COMMIT;
"""


def measure(size: str) -> Figure:
    """Bookings a second of both."""
    os.environ["CONUM_POOL_SIZE"] = str(WRITERS // PROCESSES)
    with loaded("empty", as_owner=True) as folder:
        from django.utils import timezone  # noqa: PLC0415 – the application is set up only now

        now = timezone.now()
        grow(PLACES * int(size.removesuffix("x")), now)
        own, workshop = _slots(now), _workshop(now)
        try:
            ours = _rate([lambda number=number: _book(own[number], number, now) for number in range(WRITERS)])
            yardstick = _pgbench(folder, own)
            _together([lambda number=number: _register(workshop, number, now) for number in range(PEOPLE)])
            seated = _seated(workshop)
        finally:
            _clean(now)
    figure = at_least(NAME, size, ours, yardstick, "bookings/s", SHARE)
    return both(figure, seated == SEATS, f"{SEATS} places pour {PEOPLE} personnes : {seated}")


def _rate(works: list[Callable[[], int]]) -> float:
    done = _together(works)
    return sum(count for count, _begun, _ended in done) / (max(t[2] for t in done) - min(t[1] for t in done))


def _together(works: list[Callable[[], int]]) -> list[tuple[int, float, float]]:
    """Share the works between the processes, each with as many connections as threads."""
    from django.db import connections  # noqa: PLC0415

    connections.close_all()
    connections["default"].close_pool()
    context = multiprocessing.get_context("fork")
    queue = context.SimpleQueue()
    made = [context.Process(target=_all_of, args=(works[rank::PROCESSES], queue)) for rank in range(PROCESSES)]
    for process in made:
        process.start()
    done = [each for _process in made for each in queue.get()]
    for process in made:
        process.join()
    return done


def _all_of(works: list[Callable[[], int]], queue: Any) -> None:
    with ThreadPoolExecutor(WRITERS // PROCESSES) as pool:
        queue.put(list(pool.map(_timed, works)))


def _timed(work: Callable[[], int]) -> tuple[int, float, float]:
    from django.db import connection  # noqa: PLC0415

    try:
        connection.ensure_connection()
        begun = perf_counter()
        return work(), begun, perf_counter()
    finally:
        connection.close()


def _slots(now: datetime) -> list[tuple[Any, Any, Any, list[datetime]]]:
    """Writer → type, place, professional and free hours, no two writers at one place."""
    from conum.domains.booking.models import AvailabilityRule  # noqa: PLC0415
    from conum.domains.booking.queries.slots import slots_for  # noqa: PLC0415

    held = AvailabilityRule.objects.filter(place__schema_id__startswith="agenda-", types__duration=60)
    own = []
    for place, kind, person in (
        held.order_by("place", "people").distinct("place").values_list("place", "types", "people")[:WRITERS]
    ):
        window = {"first": now + timedelta(days=100), "last": now + timedelta(days=180), "now": now, "limit": EACH}
        found = slots_for(type_id=kind, place_ids=[place], people=[person], **window)
        own.append((kind, place, person, [slot.starts_at for slot in found]))
    return own


def _book(own: tuple[Any, Any, Any, list[datetime]], writer: int, now: datetime) -> int:
    from conum.commons.programme.queries import one_reading  # noqa: PLC0415
    from conum.domains.booking.enums import CreatorKind  # noqa: PLC0415
    from conum.domains.booking.operations.appointments import book  # noqa: PLC0415
    from conum.domains.booking.operations.contacts import Who  # noqa: PLC0415

    kind, place, person, starts = own
    for rank, start in enumerate(starts):
        who = Who(f"Dominique {writer}-{rank}", "Banc", phone=f"+3363998{writer:02}{rank:02}")
        with one_reading():  # as each request of the web does
            book(
                type_id=kind, place_id=place, people=[person], starts_at=start, who=who, by=CreatorKind.CITIZEN, now=now
            )
    return len(starts)


def _pgbench(folder: Path, own: list[tuple[Any, Any, Any, list[datetime]]]) -> float:
    """Transactions a second of the same rows, copied from the last booking."""
    from django.db import connection  # noqa: PLC0415

    from conum.commons.journal.models import JournalEntry  # noqa: PLC0415
    from conum.domains.booking.models import Appointment  # noqa: PLC0415

    row = Appointment.objects.filter(contact__last_name="Banc").latest("created_at", "pk")
    entry = JournalEntry.objects.filter(action="appointment.book", subject_id=str(row.pk)).get()
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS bench_writer")
        cursor.execute("DROP SEQUENCE IF EXISTS bench_turn")
        cursor.execute("CREATE SEQUENCE bench_turn")
        cursor.execute("CREATE TABLE bench_writer AS SELECT * FROM unnest(%s::int[], %s::uuid[]) AS w (turn, person)",
                       [list(range(WRITERS)), [each[2] for each in own]])  # fmt: skip
        families = [f"bench.{number}" for number in range(16)]
        heads = "INSERT INTO journal_journalhead SELECT unnest(%s::text[]), 0, '' ON CONFLICT DO NOTHING"
        cursor.execute(heads, [families])
    script = SCRIPT % {"contact": row.contact_id, "appointment": row.pk, "entry": entry.pk}
    with tempfile.NamedTemporaryFile("w", suffix=".sql") as file:
        file.write(script)
        file.flush()
        reach = server.conninfo(folder / "postgres", connection.settings_dict["NAME"], roles.OWNER)
        program = find_place(folder / "postgres").program_folder / "pgbench"
        command = [program, "-n", "-c", WRITERS, "-j", PROCESSES, "-T", SECONDS, "-f", file.name]
        command += ["-h", reach["host"], "-U", reach["user"], reach["dbname"]]
        done = subprocess.run([str(word) for word in command], capture_output=True, text=True, check=False)
    rate = re.search(r"tps = ([\d.]+)", done.stdout)
    if done.returncode or rate is None:
        raise RuntimeError(done.stderr[-2000:])
    return float(rate[1])


def _workshop(now: datetime) -> Any:
    from conum.domains.booking.models import AppointmentType, Workshop  # noqa: PLC0415

    model = AppointmentType.objects.get(name="agenda-modele")
    kind, _made = AppointmentType.objects.get_or_create(
        name="agenda-atelier", organisation=model.organisation, kind="workshop", defaults={
            "min_delay": 0, "max_delay": 16_000_000, "duration": 120, "created_at": now, "updated_at": now,
        },
    )  # fmt: skip
    return Workshop.objects.create(
        organisation=kind.organisation, type=kind, title="Banc", seats=SEATS, state="open",
        starts_at=now + timedelta(days=20), ends_at=now + timedelta(days=20, hours=2), created_at=now, updated_at=now,
    )  # fmt: skip


def _register(workshop: Any, number: int, now: datetime) -> int:
    from conum.domains.booking.enums import CreatorKind  # noqa: PLC0415
    from conum.domains.booking.operations.contacts import Who  # noqa: PLC0415
    from conum.domains.booking.operations.refusals import SeatsTaken  # noqa: PLC0415
    from conum.domains.booking.operations.registrations import register  # noqa: PLC0415

    who = Who(f"Claude {number}", "Banc", phone=f"+336399801{number % 100:02}")
    try:
        register(workshop_id=workshop.pk, who=who, by=CreatorKind.CITIZEN, now=now)
    except SeatsTaken:
        return 0
    return 1


def _seated(workshop: Any) -> int:
    from conum.domains.booking.models import Registration, Seat  # noqa: PLC0415

    seats = Seat.objects.filter(workshop=workshop).count()
    return seats if seats == Registration.objects.filter(workshop=workshop, state="planned").count() else -1


def _clean(now: datetime) -> None:
    """Take away what was booked, so that the next run finds the same agendas."""
    from conum.domains.booking import models  # noqa: PLC0415

    mine = {"contact__last_name": "Banc"}
    appointments = models.Appointment.objects.filter(**mine)
    models.EngagedTime.objects.filter(appointment__in=appointments).delete()
    models.Reminder.objects.filter(appointment__in=appointments).delete()
    appointments.delete()
    models.Registration.objects.filter(**mine).delete()
    models.Workshop.objects.filter(title="Banc").delete()
    models.Contact.objects.filter(last_name="Banc").delete()
