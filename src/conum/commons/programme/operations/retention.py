"""The daily purge: first to be read, then for real (PRI-04)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import connection, transaction

from conum.commons.journal import operations as journal
from conum.commons.programme.enums import RunKind
from conum.commons.programme.models import RetentionRun
from conum.kernel.ids import new_id
from conum.kernel.retention import PURGES, Purge

BATCH = 500
LOCK = 7_310_401  # advisory lock: one purge at a time, whatever starts it


@transaction.atomic
def preview_retention(*, day: date, now: datetime) -> RetentionRun:
    """Count what a real run would erase on `day`, change nothing, and keep the counts to be read."""
    counts = {str(found.label): found.due(found.before(day)).count() for found in _purges()}
    return _keep(RunKind.DRY, day, counts, now)


def apply_retention(*, day: date, now: datetime) -> RetentionRun:
    """Erase what is over on `day`, in batches, and journal the counts.

    It asks what is over rather than what became over that day: running it again erases nothing more, and a day that
    was missed is caught up by the next one. Cut short, it leaves whole batches done and the rest for the next run.
    """
    counts: dict[str, int] = {}
    for found in _purges():
        counts[str(found.label)] = _erase_all(found, found.before(day), now)
    with transaction.atomic():
        run = _keep(RunKind.REAL, day, counts, now)
        payload = {"day": day, "since": run.since, "counts": counts}
        journal.record(family="programme", action="apply_retention", actor=None, subject=run, payload=payload, now=now)
    return run


def _purges() -> list[Purge]:
    return [PURGES[name] for name in sorted(PURGES)]


def _erase_all(found: Purge, before: datetime, now: datetime) -> int:
    if found.erasing is None:
        raise LookupError(f"purge {found.name} does not say how it erases")
    done = 0
    while True:
        with transaction.atomic():
            _alone()
            rows = list(found.due(before).order_by("pk")[:BATCH])
            if rows:
                found.erasing(rows, now)
        done += len(rows)
        if len(rows) < BATCH:
            return done
        if done > 0 and rows and found.due(before).filter(pk=rows[0].pk).exists():
            raise LookupError(f"purge {found.name} gives again what it erased")


def _alone() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def _keep(kind: RunKind, day: date, counts: dict[str, int], now: datetime) -> RetentionRun:
    """Keep the run; a real one covers every day since the previous real one."""
    previous = RetentionRun.objects.filter(kind=RunKind.REAL, day__lt=day).order_by("-day").first()
    since = previous.day + timedelta(days=1) if previous else day
    return RetentionRun.objects.create(id=new_id(), kind=kind, day=day, since=since, counts=counts, finished_at=now)
