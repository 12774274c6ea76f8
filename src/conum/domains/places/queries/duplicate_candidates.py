"""Which records are worth comparing (PLA-36): neighbours only, a bounded number for each, whatever the country holds.

Inside a block (a commune, a SIRET, a phone) records are put in the order of their name, then of their street, and each
meets the next ones: misprints and other words keep two writings of one place close. Points meet the nearest in reach.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple
from uuid import UUID

from django.db import connection

from conum.commons.territories.queries import metres_sql
from conum.domains.places.enums import UNKNOWN_PIVOT, PairState, Precision

NEXT = 12  # records met after each one, in a block
NEAREST = 12  # points met around each one
MOST_EACH = 4 * NEXT + NEAREST
"""How many comparisons a record may bring: the whole work grows as their number."""
CHUNK = 5000
_NEXT_ONES = (
    "unnest(array_agg(id) OVER "
    "(PARTITION BY {block} ORDER BY {order}, id ROWS BETWEEN 1 FOLLOWING AND {next} FOLLOWING))"
)
_EXACT = "{0}.latitude IS NOT NULL AND {0}.precision <> '{commune}'"
_POINT = "ll_to_earth({0}.latitude, {0}.longitude)"


def _met(block: str, order: str) -> str:
    return _NEXT_ONES.format(block=block, order=order, next=NEXT)


CANDIDATES = f"""
WITH live AS MATERIALIZED (
    SELECT id, commune_id, pivot, phones, latitude, longitude, precision,
        territories_fold(name) AS name, territories_fold(address) AS street
    FROM places_place WHERE closed_on IS NULL AND merged_into_id IS NULL
), met AS (
    SELECT id, {_met("commune_id", "name")} AS other FROM live
    UNION SELECT id, {_met("commune_id", "regexp_replace(street, '^[0-9]+ ', ''), name")} FROM live
    UNION SELECT id, {_met("pivot", "name")} FROM live WHERE pivot <> '{UNKNOWN_PIVOT}'
    UNION SELECT id, {_met("phone", "name")} FROM (SELECT id, name, unnest(phones) AS phone FROM live) p
    UNION SELECT a.id, b.id FROM live a CROSS JOIN LATERAL (
        SELECT p.id FROM places_place p
        WHERE p.visible AND p.closed_on IS NULL AND p.merged_into_id IS NULL AND p.latitude IS NOT NULL
            AND earth_box({_POINT.format("a")}, %(radius)s) @> {_POINT.format("p")} AND p.id > a.id
        ORDER BY {_POINT.format("p")} <-> {_POINT.format("a")} LIMIT {NEAREST}
    ) b WHERE {_EXACT.format("a", commune=Precision.COMMUNE.value)}
), pairs AS (
    SELECT DISTINCT least(id, other) AS one, greatest(id, other) AS two FROM met WHERE id <> other
)
SELECT one, two, CASE
    WHEN {_EXACT.format("a", commune=Precision.COMMUNE.value)} AND {_EXACT.format("b", commune=Precision.COMMUNE.value)}
    THEN {metres_sql("a.latitude", "a.longitude", "b.latitude", "b.longitude")} END
FROM pairs JOIN live a ON a.id = one JOIN live b ON b.id = two
WHERE NOT EXISTS (
    SELECT 1 FROM places_duplicatepair d WHERE d.first_id = one AND d.second_id = two
        AND d.state <> '{PairState.PROPOSED.value}'
)
"""  # noqa: S608 – constants of this file


class Candidate(NamedTuple):
    """Two records to compare.

    Attributes:
        one, two: keys, the smaller first.
        metres: between their points; None unless both are known and exact (PLA-32).
    """

    one: UUID
    two: UUID
    metres: float | None


def candidates(radius_m: int) -> Iterator[Candidate]:
    """Yield the pairs worth comparing and not decided yet (PLA-35), each once.

    Args:
        radius_m: `places.merge_radius_m`, in metres.
    """
    with connection.cursor() as cursor:
        cursor.execute(CANDIDATES, {"radius": radius_m})
        while rows := cursor.fetchmany(CHUNK):
            yield from (Candidate(*row) for row in rows)
