"""Where a territory stands: its zones and its fragility index on a day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max, Q, QuerySet

from conum.commons.territories.enums import ImportKind
from conum.commons.territories.models import FragilityIndex, Zone


def in_force_on(day: date) -> Q:
    """Return the condition "zone in force on a day"."""
    return Q(valid_from__lte=day) & (Q(valid_to=None) | Q(valid_to__gte=day))


def zones_of(commune: str, *, on: date) -> QuerySet[Zone]:
    """Return the priority zones of a commune (INSEE code) in force on a day."""
    return Zone.objects.filter(in_force_on(on), commune=commune)


def fragility_of(level: str, codes: Iterable[str], *, version: str, on: date) -> dict[str, FragilityIndex]:
    """Return territory code → latest index measured on or before a day; codes without one are left out."""
    rows = FragilityIndex.objects.filter(
        level=level, code__in=list(codes), version=version, measured_on__lte=on
    ).order_by("code", "-measured_on")
    return {row.code: row for row in rows.distinct("code")}


@dataclass(frozen=True)
class ImportStatus:
    """What is known of one kind of imported data: rows, and the latest day it speaks of."""

    kind: ImportKind
    rows: int
    latest: date | None


def import_status() -> tuple[ImportStatus, ...]:
    """Return the state of the fragility index and of the zones."""
    indexes = FragilityIndex.objects.aggregate(rows=Count("pk"), latest=Max("measured_on"))
    zones = Zone.objects.aggregate(rows=Count("pk"), latest=Max("valid_from"))
    return ImportStatus(ImportKind.FRAGILITY, **indexes), ImportStatus(ImportKind.ZONES, **zones)
