"""What a kind of appointment must respect (sheet 06 section 1)."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from conum.domains.booking.enums import Colour, LocationKind, TypeKind
from conum.kernel.rules import rule

SHORTEST, LONGEST, MOST_BUFFER = 5, 480, 60
MOST_REMINDERS, LONGEST_NOTICE = 3, 720


@rule("BOO-01", field="kind")
def kind_is_fixed(before: str, after: str, used: bool) -> bool:
    """La nature d'un motif déjà utilisé ne change plus : créez un autre motif."""
    return before == after or not used


@rule("BOO-01", field="location_kind")
def workshop_where(kind: str, location_kind: str) -> bool:
    """Un atelier se tient sur place ou en visioconférence."""
    return kind != TypeKind.WORKSHOP or location_kind in (LocationKind.IN_PLACE, LocationKind.VIDEO)


@rule("BOO-01", field="duration")
def duration_known(duration: int, least: int = SHORTEST, most: int = LONGEST) -> bool:
    """La durée va de {least} à {most} minutes."""
    return least <= duration <= most


@rule("BOO-04", field="grid")
def grid_known(grid: int | None, least: int = SHORTEST, most: int = LONGEST) -> bool:
    """Le pas entre deux créneaux va de {least} à {most} minutes."""
    return grid is None or least <= grid <= most


@rule("BOO-01", field="colour")
def colour_known(colour: str) -> bool:
    """Choisissez une couleur de la liste."""
    return not colour or colour in Colour.values


@rule("BOO-01", field="buffer_before")
def buffers_known(before: int, after: int, most: int = MOST_BUFFER) -> bool:
    """Le battement avant et après va de 0 à {most} minutes."""
    return 0 <= before <= most and 0 <= after <= most


@rule("BOO-06", field="max_delay")
def delays_in_order(min_delay: int, max_delay: int) -> bool:
    """Le délai maximum doit dépasser le délai minimum."""
    return 0 <= min_delay < max_delay


@rule("BOO-01", field="name")
def name_is_free(free: bool) -> bool:
    """Votre structure a déjà un motif de ce nom pour cette modalité."""
    return free


@rule("BOO-20", field="reminder_hours")
def reminders_known(hours: Collection[int], most: int = MOST_REMINDERS, longest: int = LONGEST_NOTICE) -> bool:
    """Donnez {most} rappels au plus, de 1 à {longest} heures avant, chacun une fois."""
    return len(hours) <= most and len(set(hours)) == len(hours) and all(1 <= before <= longest for before in hours)


def check(row: Any) -> None:
    """Refuse a type beside the first field at fault."""
    workshop_where.check(row.kind, row.location_kind)
    duration_known.check(row.duration)
    grid_known.check(row.grid)
    colour_known.check(row.colour)
    buffers_known.check(row.buffer_before, row.buffer_after)
    delays_in_order.check(row.min_delay, row.max_delay)
    reminders_known.check(row.reminder_hours)
