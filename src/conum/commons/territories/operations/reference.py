"""Loads the compiled tables of the package into the database, in about a second, as often as wanted."""

from __future__ import annotations

import gzip
import hashlib
import json
from datetime import datetime
from functools import lru_cache
from importlib import resources
from typing import Any

from django.db import connection, transaction

FILES = ("communes.csv.gz", "changes.csv.gz", "intercommunalities.csv.gz", "departments.json", "sources.json")
SOURCE = "package"
INCOMING = """
CREATE TEMP TABLE incoming_region (code text, name text, area text, seat text) ON COMMIT DROP;
CREATE TEMP TABLE incoming_department
    (code text, name text, region text, area text, seat text, timezone text) ON COMMIT DROP;
CREATE TEMP TABLE incoming_intercommunality (code text, name text, kind text) ON COMMIT DROP;
CREATE TEMP TABLE incoming_commune
    (code text, name text, department text, intercommunality text, postcodes text, population int,
     latitude float8, longitude float8, precision text) ON COMMIT DROP;
CREATE TEMP TABLE incoming_change (old_code text, commune text, kind text, name text, day date) ON COMMIT DROP;
"""
# Only rows that differ are written: loading the same data twice changes nothing.
MERGE = (
    """
INSERT INTO territories_region AS kept (code, name, area, seat_code)
SELECT code, name, area, coalesce(seat, '') FROM incoming_region
ON CONFLICT (code) DO UPDATE SET (name, area, seat_code) = (excluded.name, excluded.area, excluded.seat_code)
WHERE (kept.name, kept.area, kept.seat_code)
    IS DISTINCT FROM (excluded.name, excluded.area, excluded.seat_code)
""",
    """
INSERT INTO territories_department AS kept (code, name, region_id, area, seat_code, timezone)
SELECT code, name, region, area, coalesce(seat, ''), timezone FROM incoming_department
ON CONFLICT (code) DO UPDATE SET (name, region_id, area, seat_code, timezone)
    = (excluded.name, excluded.region_id, excluded.area, excluded.seat_code, excluded.timezone)
WHERE (kept.name, kept.region_id, kept.area, kept.seat_code, kept.timezone) IS DISTINCT FROM
    (excluded.name, excluded.region_id, excluded.area, excluded.seat_code, excluded.timezone)
""",
    """
INSERT INTO territories_intercommunality AS kept (code, name, kind)
SELECT code, name, kind FROM incoming_intercommunality
ON CONFLICT (code) DO UPDATE SET (name, kind) = (excluded.name, excluded.kind)
WHERE (kept.name, kept.kind) IS DISTINCT FROM (excluded.name, excluded.kind)
""",
    """
INSERT INTO territories_commune AS kept
    (code, name, department_id, intercommunality_id, postcodes, population, latitude, longitude, precision)
SELECT code, name, department, intercommunality, string_to_array(coalesce(postcodes, ''), ' '), population,
    latitude, longitude, precision FROM incoming_commune
ON CONFLICT (code) DO UPDATE SET
    (name, department_id, intercommunality_id, postcodes, population, latitude, longitude, precision, closed_on)
    = (excluded.name, excluded.department_id, excluded.intercommunality_id, excluded.postcodes,
       excluded.population, excluded.latitude, excluded.longitude, excluded.precision, NULL)
WHERE (kept.name, kept.department_id, kept.intercommunality_id, kept.postcodes, kept.population,
       kept.latitude, kept.longitude, kept.precision, kept.closed_on) IS DISTINCT FROM
    (excluded.name, excluded.department_id, excluded.intercommunality_id, excluded.postcodes,
     excluded.population, excluded.latitude, excluded.longitude, excluded.precision, NULL)
""",
    """
UPDATE territories_commune SET closed_on = %(reference_date)s
WHERE closed_on IS NULL AND code NOT IN (SELECT code FROM incoming_commune)
""",
    """
INSERT INTO territories_communechange AS kept (old_code, commune_id, kind, name, effective_on)
SELECT old_code, commune, kind, name, day FROM incoming_change
ON CONFLICT (old_code, commune_id, kind) DO UPDATE SET name = excluded.name
WHERE kept.name IS DISTINCT FROM excluded.name
""",
)
# The trigram index keeps fresh rows in an unsorted list: emptied at once (by the tables' owner, who migrates),
# or searches stay slow for minutes.
TERMS = """
DELETE FROM territories_communeterm;
INSERT INTO territories_communeterm (commune_id, term, kind, weight)
SELECT code, key, 'name', coalesce(population, 0) FROM territories_commune WHERE closed_on IS NULL
UNION
SELECT code, regexp_replace(key, '^(le|la|les|l) ', ''), 'name', coalesce(population, 0)
FROM territories_commune WHERE closed_on IS NULL AND key ~ '^(le|la|les|l) '
UNION ALL
SELECT code, postcode, 'postcode', coalesce(population, 0)
FROM territories_commune, unnest(postcodes) AS postcode WHERE closed_on IS NULL
UNION
SELECT code, territories_fold(change.name), CASE change.kind WHEN 'district' THEN 'district' ELSE 'former' END,
    coalesce(population, 0)
FROM territories_communechange AS change JOIN territories_commune ON code = commune_id
WHERE closed_on IS NULL AND territories_fold(change.name) <> key;
SELECT gin_clean_pending_list(oid) FROM pg_class
WHERE relname = 'commune_term_trigram' AND pg_has_role(relowner, 'USAGE');
ANALYZE territories_communeterm;
ANALYZE territories_commune;
"""


def data(name: str) -> bytes:
    """Return a file of the compiled data, decompressed."""
    raw = resources.files("conum.commons.territories").joinpath("data", name).read_bytes()
    return gzip.decompress(raw) if name.endswith(".gz") else raw


@lru_cache(maxsize=1)
def digest() -> str:
    """Return the fingerprint of what this version of the package would load: its data and how it is merged."""
    content = [data(name) for name in FILES]
    return hashlib.sha256(b"".join([*content, "".join((*MERGE, TERMS)).encode()])).hexdigest()


@transaction.atomic
def load_reference(*, now: datetime, force: bool = False) -> bool:
    """Bring the tables to the compiled data of the package; one transaction, idempotent.

    Args:
        now: instant kept as the date of the load.
        force: load even when this very data was already loaded.

    Returns:
        False when there was nothing to do. Communes that are no longer in the data are closed, never deleted.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT digest FROM territories_referenceload WHERE source = %s FOR UPDATE", [SOURCE])
        if not force and cursor.fetchone() == (digest(),):
            return False
        cursor.execute(INCOMING)
        _copy_all(cursor)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for statement in MERGE:
            cursor.execute(statement, {"reference_date": json.loads(data("sources.json"))["reference_date"]})
        rebuild_terms(cursor)
        remember(cursor, SOURCE, digest(), now)
    return True


def rebuild_terms(cursor: Any) -> None:
    """Write the search terms anew from the communes and their changes."""
    cursor.execute(TERMS)


def remember(cursor: Any, source: str, mark: str, now: datetime) -> None:
    """Keep which data the tables hold, and since when."""
    cursor.execute(
        "INSERT INTO territories_referenceload (source, digest, loaded_at) VALUES (%s, %s, %s) "
        "ON CONFLICT (source) DO UPDATE SET digest = excluded.digest, loaded_at = excluded.loaded_at",
        [source, mark, now],
    )


def _copy_all(cursor: Any) -> None:
    divisions = json.loads(data("departments.json"))
    _copy(cursor, "region", _tabbed(divisions["regions"]))
    _copy(cursor, "department", _tabbed(divisions["departments"]))
    for table, name in (
        ("intercommunality", "intercommunalities.csv.gz"),
        ("commune", "communes.csv.gz"),
        ("change", "changes.csv.gz"),
    ):
        _copy(cursor, table, data(name))


def _tabbed(rows: list[dict[str, str]]) -> bytes:
    return "".join("\t".join(row.values()) + "\n" for row in rows).encode()


def _copy(cursor: Any, table: str, content: bytes) -> None:
    statement = f"COPY incoming_{table} FROM STDIN WITH (FORMAT csv, DELIMITER E'\\t', QUOTE E'\\b', NULL '')"
    with cursor.copy(statement) as copy:
        copy.write(content)
