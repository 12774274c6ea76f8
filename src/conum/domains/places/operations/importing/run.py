"""The import itself: one transaction, the file as a stream, batches of rows."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from itertools import islice
from typing import NamedTuple

from django.db import connection, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext_noop

from conum.commons.journal import operations as journal
from conum.domains.places.events import PlacesChanged, PlacesImported
from conum.domains.places.operations.importing import writing
from conum.domains.places.operations.importing.ahead import one_ahead
from conum.domains.places.operations.importing.batch import Comparison, Incoming
from conum.domains.places.operations.importing.file import Line, PlacesFile
from conum.domains.places.operations.importing.report import ImportReport, ReportFile
from conum.domains.places.parameters import SOURCE_STALE, SUMMARY_MAX
from conum.domains.places.permissions import IMPORT_PLACES
from conum.domains.places.queries.communes import commune_index
from conum.domains.places.rules.findings import Finding, refused
from conum.domains.places.rules.reading import Reader
from conum.kernel.events import publish
from conum.kernel.jobs import defer
from conum.kernel.permissions import ActorLike

BATCH = 2000
MANY = 1000  # rows written from which the planner's statistics are refreshed at once
COLLECTED_AT = 200_000  # objects made and not dropped: a batch or two
TWICE = gettext_noop("Cet identifiant est déjà celui de la ligne %(line)s.")
TOLD_AT_ONCE = 5000
LOCK = 0x706C6163  # one import at a time: « plac »


class Read(NamedTuple):
    """A line read: where it is, the place's name as received, what was found, and the row when it is good."""

    number: int
    name: str
    findings: list[Finding]
    incoming: Incoming | None


@transaction.atomic
def import_places(
    file: PlacesFile,
    *,
    source: str = "",
    actor: ActorLike | None,
    now: datetime,
    apply: bool,
    sink: ReportFile | None = None,
    progress: Callable[[int], None] | None = None,
) -> ImportReport:
    """Import the good lines of a file; the same file twice changes nothing (PLA-14).

    A place is known by (source, identifier there); a row of our own export by its published identifier.

    Args:
        source: name of the source; empty: that of each row, else the file's.
        actor: who imports; None for the console.
        now: instant of the import; no update may be later than its day.
        apply: False only tells what would be done.
        sink: where all remarks go; the report itself keeps the first ones.
        progress: called with the number of lines of each batch.

    Raises:
        PermissionRefused: the actor may not.
    """
    if actor is not None:
        IMPORT_PLACES.require(actor)
    if apply:
        _one_at_a_time()
    report = ImportReport(file.version, source, list(file.remarks), applied=apply, sink=sink)
    comparison, analyzed = Comparison(SOURCE_STALE.on(localdate(now)), now), False
    reader = _reader(file, now)
    with _rare_collections(), closing(one_ahead(_batches(file, source, reader))) as batches:
        for rows in batches:
            comparison.compare(_good(rows, report), report)
            if apply:
                writing.write(comparison.batch)
                analyzed = analyzed or _analyzed(report)
            if progress:
                progress(len(rows))
    if apply and report.to_write:
        _tell(file, report, comparison, actor)
    return report


@contextmanager
def _rare_collections() -> Iterator[None]:
    """Have the collector of cycles pass seldom, and only over what the import makes: it took a third of the time."""
    often = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(COLLECTED_AT, *often[1:])
    try:
        yield
    finally:
        gc.set_threshold(*often)
        gc.unfreeze()


def _one_at_a_time() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def _analyzed(report: ImportReport) -> bool:
    """Refresh what the planner knows of the keys once many places were created; True when done."""
    if report.created < MANY:
        return False
    writing.analyze_keys()
    return True


def _reader(file: PlacesFile, now: datetime) -> Reader:
    today = localdate(now)
    return Reader(file.version, commune_index(), today, SUMMARY_MAX.on(today))


def _batches(file: PlacesFile, source: str, reader: Reader) -> Iterator[list[Read]]:
    """Yield the lines read, some thousands at a time."""
    seen: dict[tuple[str, str], int] = {}
    lines = file.lines()
    while some := list(islice(lines, BATCH)):
        yield [_read(line, reader, source, file.default_source, seen) for line in some]


def _read(line: Line, reader: Reader, source: str, default_source: str, seen: dict[tuple[str, str], int]) -> Read:
    row = reader.read(line.cells)
    key = (source or line.cells.get("source") or default_source, line.cells.get("id", ""))
    if key[1] and key in seen:
        row.findings.append(refused("id", key[1], "PLA-14", TWICE, line=str(seen[key])))
    seen.setdefault(key, line.number)
    told = line.number, line.cells.get("nom", ""), row.findings
    if row.refused or row.town is None:
        return Read(*told, None)
    row.values["commune_id"] = row.town.code
    notes = [finding.sentence()[:255] for finding in row.findings if finding.lossy]
    return Read(*told, Incoming.of(line.number, key[0][:255], row.values, notes))


def _good(rows: list[Read], report: ImportReport) -> list[Incoming]:
    """Return the good rows; the others are counted, and what was found is told."""
    for row in rows:
        if row.findings:
            report.add(row.number, row.name, row.findings)
    report.refused += sum(row.incoming is None for row in rows)
    return [row.incoming for row in rows if row.incoming is not None]


def _tell(file: PlacesFile, report: ImportReport, comparison: Comparison, actor: ActorLike | None) -> None:
    """Have the statistics refreshed, write the journal, publish what changed."""
    if report.to_write >= MANY:
        defer("places.refresh_statistics", key="places.refresh_statistics")
    now = comparison.now
    counts = {name: getattr(report, name) for name in ("created", "updated", "unchanged", "refused")}
    payload = {"source": report.source, "file": file.digest, **counts}
    journal.record(
        family="places",
        action="places.import",
        actor=actor,
        subject=("places.Import", file.digest),
        payload=payload,
        now=now,
    )
    created = frozenset(comparison.created)
    fields = frozenset() if created else frozenset(comparison.fields)
    keys = iter([*comparison.created, *comparison.changed])
    while some := tuple(islice(keys, TOLD_AT_ONCE)):
        publish(PlacesChanged(some, created.intersection(some), fields, now))
    who = (str(actor.person_id), actor.role) if actor else ("", "")
    publish(PlacesImported(report.source, file.digest, *counts.values(), *who, now))  # type: ignore[call-arg]
