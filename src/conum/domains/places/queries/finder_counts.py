"""How many places fit, in all and per value of each filter, in one pass over the neighbourhood.

A value is counted among the places that fit every other group: what one would get by choosing it. The server gives back
one row: numbers for the conditions, and the lists of codes put end to end, which are counted here. Places share few
combinations of codes: counting these texts costs less than taking each list apart on the server.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

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
from conum.kernel.statements import planned

FITS = "fits_"
MOST_SOURCES = 15
NAMED = "source <> ''"
BETWEEN = "\x1f"  # what no source is called with


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
    [(total, sources, *rest)] = planned(statement, given)
    counted: dict[str, dict[str, int]] = {}
    for group, values in OF_GROUP.items():
        counted[group] = {value: rest.pop(0) for value in values}
    counted |= {group: _values(text) for group, text in zip(LISTS, rest, strict=True)}
    return Counts(total, counted | {SOURCES: _sources(sources)})


def counts_statement(here: Here, wish: Wish, now: datetime, *, zone: ZoneInfo = PARIS) -> tuple[str, dict[str, Any]]:
    """Return the one query and its parameters."""
    where, given = around(here)
    active, columns = [], [f"p.{name}" for name in (*LISTS, "source")]
    for group, sql, more in conditions(wish, now):
        active.append(group)
        columns.append(f"coalesce({sql}, FALSE) AS {FITS}{group}")
        given |= more
    for group, value in _flags():
        sql, more = condition(group, value, now)
        columns.append(f"coalesce({sql}, FALSE) AS {group}_{value}")
        given |= more
    if wish.name:
        where += " AND territories_fold(%(name)s) <%% territories_fold(p.name)"
        given["name"] = wish.name
    near = f"(SELECT {', '.join(columns)} FROM places_place p WHERE {where} OFFSET 0) AS near"  # noqa: S608
    said = f"SELECT {', '.join(_counted(active))} FROM {near}"  # noqa: S608 – each condition is computed once, inside
    return said, given | instants(now, zone) | {"between": BETWEEN}


def _flags() -> list[tuple[str, str]]:
    return [(group, value) for group, values in OF_GROUP.items() for value in values]


def _counted(active: list[str]) -> list[str]:
    """The total, the sources, then each group among the places that fit the others."""
    return [
        f"count(*) {_others(active, '')}",
        f"string_agg(source, %(between)s) {_others(active, SOURCES, NAMED)}",
        # every « yes » chosen narrows: it is counted with the others
        *(f"count(*) {_others(active, '' if of == YES else of, f'{of}_{value}')}" for of, value in _flags()),
        *(f"string_agg({group}::text, ';') {_others(active, group)}" for group in LISTS),
    ]


def _others(active: list[str], spared: str, also: str = "") -> str:
    wanted = [f"{FITS}{group}" for group in active if group != spared] + ([also] if also else [])
    return f"FILTER (WHERE {' AND '.join(wanted)})" if wanted else ""


def _values(lists: str | None) -> dict[str, int]:
    """Count the codes of arrays written « {a,b};{};{a} »."""
    counted: Counter[str] = Counter()
    for codes, number in Counter((lists or "").split(";")).items():
        for code in codes[1:-1].split(","):
            counted[code] += number
    counted.pop("", None)
    return counted


def _sources(sources: str | None) -> dict[str, int]:
    counted = Counter(sources.split(BETWEEN)) if sources else Counter()
    return dict(sorted(counted.items(), key=lambda one: (-one[1], one[0]))[:MOST_SOURCES])
