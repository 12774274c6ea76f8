"""How many places fit, in all and per value of each filter, in one query over the neighbourhood.

A value is counted among the places that fit every other group: what one would get by choosing it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection

from conum.domains.places.queries.finder_wish import (
    LISTS,
    OF_GROUP,
    PARIS,
    SOURCES,
    YES,
    Here,
    Wish,
    around,
    condition,
    conditions,
    instants,
)

FITS = "fits_"
NAMED = "source <> ''"
MOST_SOURCES = 15


@dataclass(frozen=True)
class Counts:
    """Attributes:
    total: places that fit the whole wish.
    of: group → value → places that fit when it is chosen.
    """

    total: int = 0
    of: dict[str, dict[str, int]] = field(default_factory=dict)


def count_places(here: Here, wish: Wish, now: datetime, *, zone: ZoneInfo = PARIS) -> Counts:
    """Return the counts of a wish where one looks; arguments as for `nearest_places`."""
    statement, given = counts_statement(here, wish, now, zone=zone)
    counts = Counts(0, {})
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        rows = cursor.fetchall()
    for group, value, number in rows:
        if group:
            counts.of.setdefault(group, {})[value] = number
    return Counts(next(number for group, _value, number in rows if not group), counts.of)


def counts_statement(here: Here, wish: Wish, now: datetime, *, zone: ZoneInfo = PARIS) -> tuple[str, dict[str, Any]]:
    """Return the one query and its parameters."""
    where, given = around(here)
    fits, flags = [], []
    for group, sql, more in conditions(wish, now):
        fits.append((group, f"coalesce({sql}, FALSE) AS {FITS}{group}"))
        given |= more
    for group, values in OF_GROUP.items():
        for value in values:
            sql, more = condition(group, value, now)
            flags.append(f"coalesce({sql}, FALSE) AS {group}_{value}")
            given |= more
    if wish.name:
        where += " AND territories_fold(%(name)s) <%% territories_fold(p.name)"
        given["name"] = wish.name
    columns = [f"p.{name}" for name in (*LISTS, "source")] + flags + [sql for _group, sql in fits]
    near = f"WITH near AS MATERIALIZED (SELECT {', '.join(columns)} FROM places_place p WHERE {where})"  # noqa: S608
    return f"{near} {' UNION ALL '.join(_counted([group for group, _sql in fits]))}", given | instants(now, zone)


def _counted(active: list[str]) -> list[str]:
    """The total, then each group among the places that fit the others."""
    parts = [f"SELECT '', '', count(*) FROM near{_others(active, '')}"]  # noqa: S608 – names of columns only
    parts += [
        f"SELECT '{group}', v, count(*) FROM near, unnest({group}) AS v{_others(active, group)} GROUP BY v"  # noqa: S608
        for group in LISTS
    ]
    for group, values in OF_GROUP.items():
        spared = "" if group == YES else group  # every « yes » chosen narrows: it is counted with the others
        parts.append(
            f"SELECT '{group}', v.name, v.number FROM (SELECT {_sums(group, values)} FROM near"  # noqa: S608
            f"{_others(active, spared)}) s, LATERAL (VALUES {_pairs(values)}) AS v(name, number)"
        )
    parts.append(
        f"(SELECT '{SOURCES}', source, count(*) FROM near{_others(active, SOURCES, NAMED)} "  # noqa: S608
        f"GROUP BY source ORDER BY count(*) DESC, source LIMIT {MOST_SOURCES})"
    )
    return parts


def _sums(group: str, values: tuple[str, ...]) -> str:
    return ", ".join(f"count(*) FILTER (WHERE {group}_{value}) AS n_{value}" for value in values)


def _pairs(values: tuple[str, ...]) -> str:
    return ", ".join(f"('{value}', s.n_{value})" for value in values)


def _others(active: list[str], spared: str, also: str = "") -> str:
    wanted = [f"{FITS}{group}" for group in active if group != spared] + ([also] if also else [])
    return f" WHERE {' AND '.join(wanted)}" if wanted else ""
