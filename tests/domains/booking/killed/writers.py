"""Eight people book without stopping, each on a connection of their own; one line per booking acknowledged.

Run as a program, on the database of `CONUM_DATA_DIR`: `python -m tests.domains.booking.killed.writers`. A booking that
the dead database refused is asked for again with the same key, as a browser would (BOO-12).
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Lock
from typing import Any
from uuid import uuid4

import django

WRITERS, PATIENCE = 8, 0.05
_lock = Lock()


def main() -> None:
    """Make the desks, then book until the standard output is closed."""
    django.setup()
    desks = list(_desks())
    _say("ready")
    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(_write, desks))


def _desks() -> Iterator[Any]:
    from tests.factories_booking import NOW, make_desk, weekly  # noqa: PLC0415 – the application is set up only now

    for _writer in range(WRITERS):
        desk = make_desk(max_delay=16_000_000)
        desk.present(weekly(0, 1, 2, 3, 4, hours=(8, 18)))
        yield desk, _starts(desk, NOW)


def _starts(desk: Any, now: datetime) -> list[datetime]:
    from conum.domains.booking.queries.slots import slots_for  # noqa: PLC0415

    window = {"first": now, "last": now + timedelta(days=120), "now": now}
    return [slot.starts_at for slot in slots_for(type_id=desk.type.pk, **window)]


def _write(held: tuple[Any, list[datetime]]) -> None:
    desk, starts = held
    for number, start in enumerate(starts):
        made = _insist(desk, start, number)
        _say(str(made.pk))


def _say(line: str) -> None:
    with _lock:
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()


def _insist(desk: Any, start: datetime, number: int) -> Any:
    from django.db import DatabaseError, connection  # noqa: PLC0415
    from psycopg_pool import PoolTimeout  # noqa: PLC0415

    from tests.factories_booking import who  # noqa: PLC0415

    key = uuid4()
    while True:
        try:
            person = who(number, first_name=f"Dominique {desk.person.pk} {number}")
            return desk.book(start, who=person, idempotency_key=key).appointment
        except (DatabaseError, PoolTimeout):
            connection.close()
            time.sleep(PATIENCE)


if __name__ == "__main__":
    main()
