"""Import of the digital fragility index (sheet 01 section 9)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from conum.commons.territories.enums import FragilityLevel, FragilityVersion
from conum.commons.territories.events import ReferenceImported
from conum.commons.territories.models import FragilityIndex
from conum.commons.territories.operations.cells import ImportReport, KnownCodes, check, choice, day, number, short
from conum.commons.territories.operations.table_file import Line, in_order, read_table
from conum.commons.territories.permissions import IMPORT_REFERENCE
from conum.kernel.events import publish
from conum.kernel.permissions import ActorLike

REQUIRED = ("niveau", "code", "version", "date", "score")
OPTIONAL = ("source",)
LEVELS = {
    "departement": FragilityLevel.DEPARTMENT.value,
    "department": FragilityLevel.DEPARTMENT.value,
    "epci": FragilityLevel.INTERCOMMUNALITY.value,
    "intercommunalite": FragilityLevel.INTERCOMMUNALITY.value,
    "intercommunality": FragilityLevel.INTERCOMMUNALITY.value,
    "commune": FragilityLevel.COMMUNE.value,
    "iris": FragilityLevel.IRIS.value,
}
VERSIONS = {"v1": "v1", "1": "v1", "v2": "v2", "2": "v2"}
# v1: 100 is the average, published values reach a few hundred; v2: a mark from 1 to 10.
LIMITS = {FragilityVersion.V1.value: (0, 1000), FragilityVersion.V2.value: (1, 10)}


@transaction.atomic
def import_fragility(
    content: bytes, *, source: str, actor: ActorLike | None, now: datetime, apply: bool
) -> ImportReport:
    """Import scores by territory; the same file twice changes nothing.

    Args:
        content: a CSV with the columns niveau, code, version, date, score and perhaps source.
        source: shown beside the figures when the file has no such column.
        actor: who imports; None for the console.
        now: instant of the import.
        apply: False only tells what would be done; True writes the good lines.

    Raises:
        FileRefused: the file cannot be read at all.
        PermissionRefused: the actor may not.
    """
    if actor is not None:
        IMPORT_REFERENCE.require(actor)
    table, known = read_table(content, required=REQUIRED, optional=OPTIONAL), KnownCodes()
    rows, refused = check(table, lambda line: _row(line, known, source, now), _key)
    created, changed = _compared(rows)
    if apply:
        _write(created, changed)
        who = (str(actor.person_id), actor.role) if actor else ("", "")
        publish(ReferenceImported("fragility", len(created), len(changed), 0, source, *who, now))
    unchanged = len(rows) - len(created) - len(changed)
    return ImportReport(len(created), len(changed), unchanged, in_order(refused), table.remarks, applied=apply)


def _row(line: Line, known: KnownCodes, source: str, now: datetime) -> FragilityIndex:
    cells = line.cells
    level = choice("niveau", cells["niveau"], LEVELS)
    version = choice("version", cells["version"], VERSIONS)
    return FragilityIndex(
        level=level,
        code=getattr(known, level)("code", cells["code"]),
        version=version,
        measured_on=day("date", cells["date"]),
        score=number("score", cells["score"], *LIMITS[version]),
        source=short("source", cells.get("source") or source, 200),
        created_at=now,
        updated_at=now,
    )


def _key(row: FragilityIndex) -> tuple[Any, ...]:
    return row.level, row.code, row.version, row.measured_on


def _compared(rows: list[FragilityIndex]) -> tuple[list[FragilityIndex], list[FragilityIndex]]:
    """Return (rows to create, kept rows to change) against what is already known."""
    kept = FragilityIndex.objects.filter(
        code__in={row.code for row in rows}, measured_on__in={row.measured_on for row in rows}
    )
    by_key = {_key(row): row for row in kept.select_for_update(no_key=True)}
    created, changed = [], []
    for row in rows:
        old = by_key.get(_key(row))
        if old is None:
            created.append(row)
        elif (old.score, old.source) != (row.score, row.source):
            old.score, old.source, old.updated_at = row.score, row.source, row.updated_at
            changed.append(old)
    return created, changed


def _write(created: list[FragilityIndex], changed: list[FragilityIndex]) -> None:
    FragilityIndex.objects.bulk_create(created, batch_size=2000)
    FragilityIndex.objects.bulk_update(changed, ["score", "source", "updated_at"], batch_size=2000)
