"""Places of a commune whose address was never found: on no map, but in the list of their commune, after the others."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from conum.domains.places.queries.finder import NAMED, NEAREST, PAGE, Near
from conum.domains.places.queries.finder_wish import PARIS, Wish, conditions, instants, names_spans
from conum.kernel.statements import planned

OF_COMMUNE = """p.commune_id = %(commune)s AND p.latitude IS NULL
    AND p.visible AND p.closed_on IS NULL AND p.merged_into_id IS NULL"""  # by the index on communes


def unlocated_places(
    commune: str, wish: Wish, now: datetime, *, limit: int = PAGE, zone: ZoneInfo = PARIS
) -> list[Near]:
    """Return the places of a commune without a point that fit, by name: one query.

    Args:
        commune: INSEE code.
        wish: filters.
        now: instant that openings are told for.
        limit: rows at most.
        zone: clock of the commune, for weekends and evenings.
    """
    parts, given = [OF_COMMUNE], {"commune": commune} | instants(now, zone, spans=names_spans(wish))
    for _group, sql, more in conditions(wish, now):
        parts.append(sql)
        given |= more
    if wish.name:
        parts.append(NAMED)
        given["name"] = wish.name
    statement = NEAREST.format(
        where=" AND ".join(parts),
        page=f"LIMIT {limit:d}",
        order="p.name, p.id",
        outer="n.name, n.id",
        distance="NULL::float",
        within="TRUE",
    )
    return [Near._make(row) for row in planned(statement, given)]
