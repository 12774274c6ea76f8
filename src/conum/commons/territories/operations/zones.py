"""Import of the priority zones: QPV, ZRR, FRR (sheet 01 section 9)."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from conum.commons.territories.enums import ZoneKind
from conum.commons.territories.events import ReferenceImported
from conum.commons.territories.models import Zone
from conum.commons.territories.operations.cells import ImportReport, KnownCodes, check, choice, day, short
from conum.commons.territories.operations.table_file import CellRefused, Line, in_order, read_table
from conum.commons.territories.permissions import IMPORT_REFERENCE
from conum.kernel.events import publish
from conum.kernel.permissions import ActorLike

REQUIRED = ("zonage", "commune", "debut")
OPTIONAL = ("fin", "code_quartier", "nom_quartier", "source")
KINDS = {kind.value: kind.value for kind in ZoneKind}
CHANGING = ("valid_to", "name", "source")


@transaction.atomic
def import_zones(content: bytes, *, source: str, actor: ActorLike | None, now: datetime, apply: bool) -> ImportReport:
    """Import dated zones by commune; the same file twice changes nothing.

    A line with the zoning, commune, neighbourhood and first day of a known zone changes its end, name and source;
    that is how a zoning is closed.

    Args:
        content: a CSV with the columns zonage, commune, debut and perhaps fin, code_quartier, nom_quartier, source.
        source: shown beside the zones when the file has no such column.
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
    taken = _Taken()
    rows, refused = check(table, lambda line: taken.placed(_row(line, known, source, now)), _key)
    created = [row for row in rows if row._state.adding]
    changed = [row for row in rows if not row._state.adding and row.pk in taken.changed]
    if apply:
        _write(created, changed)
        who = (str(actor.person_id), actor.role) if actor else ("", "")
        publish(ReferenceImported("zones", len(created), len(changed), 0, source, *who, now))
    unchanged = len(rows) - len(created) - len(changed)
    return ImportReport(len(created), len(changed), unchanged, in_order(refused), table.remarks, applied=apply)


def _row(line: Line, known: KnownCodes, source: str, now: datetime) -> Zone:
    cells = line.cells
    kind = choice("zonage", cells["zonage"], KINDS)
    neighbourhood = short("code_quartier", cells.get("code_quartier", "").upper(), 12)
    name = short("nom_quartier", cells.get("nom_quartier", ""), 160)
    if kind != ZoneKind.QPV and (neighbourhood or name):
        raise CellRefused("code_quartier", _("Seul un QPV porte un quartier : laissez cette cellule vide."))
    first = day("debut", cells["debut"])
    last = day("fin", cells["fin"]) if cells.get("fin") else None
    if last and last < first:
        raise CellRefused("fin", _("La fin (%(last)s) vient avant le début.") % {"last": f"{last:%d/%m/%Y}"})
    return Zone(
        kind=kind,
        commune_id=known.commune("commune", cells["commune"]),
        code=neighbourhood,
        name=name,
        valid_from=first,
        valid_to=last,
        source=short("source", cells.get("source") or source, 200),
        created_at=now,
        updated_at=now,
    )


def _key(row: Zone) -> tuple[Any, ...]:
    return row.kind, row.commune_id, row.code, row.valid_from


class _Taken:
    """The periods already classed, by zoning, commune and neighbourhood: two may not overlap."""

    def __init__(self) -> None:
        self.periods: dict[tuple[Any, ...], dict[date, Zone]] = defaultdict(dict)
        self.changed: set[Any] = set()
        self.seen: set[tuple[Any, ...]] = set()
        for zone in Zone.objects.select_for_update(no_key=True).order_by():
            self.periods[_key(zone)[:3]][zone.valid_from] = zone

    def placed(self, row: Zone) -> Zone:
        """Return the row to keep: the known one brought up to date, or the new one."""
        if _key(row) in self.seen:
            return row  # given twice: refused by the caller, and never written
        self.seen.add(_key(row))
        periods = self.periods[_key(row)[:3]]
        for other in periods.values():
            if other.valid_from != row.valid_from and _overlap(other, row):
                until = f"{other.valid_to:%d/%m/%Y}" if other.valid_to else _("sans fin")
                words = {"first": f"{other.valid_from:%d/%m/%Y}", "last": until}
                raise CellRefused("debut", _("Chevauche la période déjà connue : %(first)s – %(last)s.") % words)
        known = periods.get(row.valid_from)
        if known is None:
            periods[row.valid_from] = row
            return row
        if any(getattr(known, name) != getattr(row, name) for name in CHANGING):
            for name in (*CHANGING, "updated_at"):
                setattr(known, name, getattr(row, name))
            self.changed.add(known.pk)
        return known


def _overlap(one: Zone, other: Zone) -> bool:
    return one.valid_from <= (other.valid_to or date.max) and other.valid_from <= (one.valid_to or date.max)


def _write(created: list[Zone], changed: list[Zone]) -> None:
    Zone.objects.bulk_update(changed, [*CHANGING, "updated_at"], batch_size=2000)
    Zone.objects.bulk_create(created, batch_size=2000)
