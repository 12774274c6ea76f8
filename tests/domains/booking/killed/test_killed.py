"""`kill -9` of the whole database while people book: nothing acknowledged is lost, nothing is half-written."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.conf import settings

from conum.site.embedded import place, roles, server
from tests.support import database

ROOT = Path(__file__).resolve().parents[4]
OPTIONS = {**server.OPTIONS, "shared_buffers": "32MB", "max_connections": "40", "autovacuum": "off"}
BEFORE, AFTER, KILLS = 25, 15, 2

# What a booking is made of: each query counts those that lack a part.
HALVES = {
    "without professional": "SELECT count(*) FROM booking_appointment a WHERE NOT EXISTS"
    " (SELECT FROM booking_appointment_people p WHERE p.appointment_id = a.id)",
    "without time taken": "SELECT count(*) FROM booking_appointment a WHERE NOT EXISTS"
    " (SELECT FROM booking_engagedtime e WHERE e.appointment_id = a.id)",
    "without reminder": "SELECT count(*) FROM booking_appointment a WHERE NOT EXISTS"
    " (SELECT FROM booking_reminder r WHERE r.appointment_id = a.id)",
    "without line in the journal": "SELECT count(*) FROM booking_appointment a WHERE NOT EXISTS"
    " (SELECT FROM journal_journalentry j WHERE j.action = 'appointment.book' AND j.subject_id = a.id::text)",
    "line in the journal without booking": "SELECT count(*) FROM journal_journalentry j"
    " WHERE j.action = 'appointment.book' AND NOT EXISTS"
    " (SELECT FROM booking_appointment a WHERE j.subject_id = a.id::text)",
    "contact without booking": "SELECT count(*) FROM booking_contact c WHERE NOT EXISTS"
    " (SELECT FROM booking_appointment a WHERE a.contact_id = c.id)",
    "twice the same request": "SELECT count(*) - count(DISTINCT idempotency_key) FROM booking_appointment",
    "chain with a hole": "SELECT count(*) FROM journal_journalhead h WHERE position <>"
    " (SELECT count(*) FROM journal_journalentry j WHERE j.family = h.family)",
}


class Killable:
    """A server of its own, in `folder`, that one kills and starts again."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.start()

    def start(self) -> None:
        """Start it; after a kill it recovers by itself."""
        self.process = server.start(self.folder, OPTIONS)

    def kill(self) -> None:
        """Kill the postmaster first, so that it cleans nothing, then each of its backends."""
        assert self.process
        for process in (self.process.pid, *_children(self.process.pid)):
            os.kill(process, signal.SIGKILL)
        self.process.wait()  # else it stays in the table of processes and seems to run


@pytest.fixture
def killable(django_db_setup: None) -> Iterator[Killable]:
    """A server that really writes to the disk, with a copy of the migrated database."""
    made = Path(subprocess.run(["mktemp", "-d"], capture_output=True, text=True, check=True).stdout.strip())
    made.chmod(0o755)  # any system user may enter: pytest's own folder is closed to them
    held = Killable(made / "postgres")
    try:
        roles.make_database(held.folder, "conum")
        _copy(database.make_template(), held.folder)
        yield held
    finally:
        server.stop(held.process)
        subprocess.run(["rm", "-rf", made], check=True)


def _copy(template: str, folder: Path) -> None:
    programs = place.find_place(folder).program_folder
    source, target = server.conninfo(settings.TEST_SERVER, template), server.conninfo(folder, "conum")
    reach = [["-h", str(each["host"]), "-U", str(each["user"]), "-d", str(each["dbname"])] for each in (source, target)]
    dump = subprocess.Popen([programs / "pg_dump", *reach[0]], stdout=subprocess.PIPE)
    load = [programs / "psql", "-q", "-v", "ON_ERROR_STOP=1", *reach[1]]
    subprocess.run(load, stdin=dump.stdout, stdout=subprocess.DEVNULL, check=True)
    assert dump.wait() == 0


def _children(parent: int) -> list[int]:
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text().rpartition(")")[2].split()
        except OSError:  # it has just ended
            continue
        if int(fields[1]) == parent:
            found.append(int(status.parent.name))
    return found


def _acknowledged(writers: subprocess.Popen[str], count: int) -> set[str]:
    assert writers.stdout
    return {writers.stdout.readline().strip() for _line in range(count)}


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_no_acknowledged_booking_is_lost_and_none_is_half_written(killable: Killable) -> None:
    environment = {**os.environ, "CONUM_DATA_DIR": str(killable.folder.parent), "CONUM_AS_OWNER": "0"}
    environment |= {"DJANGO_SETTINGS_MODULE": "conum.site.settings.base", "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
    command = [sys.executable, "-m", "tests.domains.booking.killed.writers"]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as writers:
        try:
            assert _acknowledged(writers, 1) == {"ready"}
            told = _acknowledged(writers, BEFORE)
            for _time in range(KILLS):
                killable.kill()
                killable.start()
                told |= _acknowledged(writers, AFTER)
            killable.kill()
        finally:
            writers.kill()
            rest = writers.stdout.read().split("\n") if writers.stdout else []
    told |= {line for line in rest[:-1] if line}
    killable.start()
    with psycopg.connect(**server.conninfo(killable.folder, "conum")) as connection:
        kept = {str(row[0]) for row in connection.execute("SELECT id FROM booking_appointment WHERE state = 'planned'")}
        halves = {name: connection.execute(query).fetchone()[0] for name, query in HALVES.items()}  # type: ignore[index]
    assert len(told) >= BEFORE + KILLS * AFTER and told <= kept
    assert len(kept) - len(told) <= 8  # written, the answer lost on the way
    assert halves == dict.fromkeys(HALVES, 0)
