"""A test database made clean again after a test that commits, by removing what the test wrote.

A new copy of the template costs half a second and more, since the communes of the country are in it. Nearly every test
writes a few rows in tables that were empty, and these are found in 40 ms. Whatever else a test changes (rows that
migrations wrote, tables, triggers, statistics) asks for a new copy.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg import sql

LARGE = 4_000_000  # bytes of the tables written: beyond it, a copy costs less than what removed rows leave behind
CATALOGUES = ("attrdef", "attribute", "class", "constraint", "index", "proc", "statistic", "trigger", "type")
TABLES = "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
SEQUENCES = "SELECT sequencename, start_value, last_value FROM pg_sequences"
ALONE = (
    "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
)


@dataclass
class Clean:
    """A database when clean: its transaction then, the rows of the tables that have some, the other tables."""

    since: str
    rows: dict[str, int]
    empty: list[str]
    sequences: dict[str, int | None]

    @classmethod
    def read(cls, direct: psycopg.Connection[Any]) -> Clean:
        """Of the database connected to, which nobody writes meanwhile."""
        tables = [name for (name,) in direct.execute(TABLES)]
        filled = _filled(direct, tables)
        return cls(
            _transaction(direct),
            {name: _counted(direct, name) for name in filled},
            [name for name in tables if name not in filled],
            {name: last for name, _, last in direct.execute(SEQUENCES)},
        )

    def restore(self, direct: psycopg.Connection[Any]) -> bool:
        """Remove what was written since. Returns False when only a new copy would do; nothing is removed then."""
        direct.execute(ALONE)
        written = _filled(direct, self.empty)
        if self._otherwise_changed(direct) or _size(direct, written) > LARGE:
            return False
        with direct.transaction():
            direct.execute("SET LOCAL session_replication_role = replica")  # neither keys nor triggers
            for name in written:
                direct.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(name)))
        self._restart_sequences(direct)
        self.since = _transaction(direct)
        return True

    def _otherwise_changed(self, direct: psycopg.Connection[Any]) -> bool:
        """Whether a row that migrations wrote, or a table, differs."""
        watched = [*self.rows, *(f"pg_{name}" for name in CATALOGUES)]
        newer = sql.SQL(" OR ").join(
            sql.SQL("EXISTS (SELECT FROM {} WHERE age(xmin) <= age({}::xid))").format(
                sql.Identifier(name), sql.Literal(self.since)
            )
            for name in watched
        )
        found = direct.execute(sql.SQL("SELECT {}").format(newer)).fetchone()
        return bool(found and found[0]) or any(_counted(direct, name) != rows for name, rows in self.rows.items())

    def _restart_sequences(self, direct: psycopg.Connection[Any]) -> None:
        for name, start, last in direct.execute(SEQUENCES).fetchall():
            kept = self.sequences[name]
            if last != kept:
                direct.execute("SELECT setval(%s, %s, %s)", [name, kept or start, kept is not None])


def _filled(direct: psycopg.Connection[Any], tables: list[str]) -> list[str]:
    """Those that hold a row: only a table with pages is opened, which costs a millisecond each."""
    sized = "SELECT name FROM unnest(%s::text[]) AS name WHERE pg_relation_size(quote_ident(name)::regclass) > 0"
    tables = [name for (name,) in direct.execute(sized, [tables])]
    if not tables:
        return []
    each = sql.SQL(" UNION ALL ").join(
        sql.SQL("SELECT {} WHERE EXISTS (SELECT FROM {})").format(sql.Literal(name), sql.Identifier(name))
        for name in tables
    )
    return [name for (name,) in direct.execute(each)]


def _counted(direct: psycopg.Connection[Any], table: str) -> int:
    row = direct.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table))).fetchone()
    return int(row[0]) if row else 0


def _size(direct: psycopg.Connection[Any], tables: list[str]) -> int:
    row = direct.execute(
        "SELECT sum(pg_relation_size(quote_ident(name)::regclass)) FROM unnest(%s::text[]) AS name", [tables]
    ).fetchone()
    return int(row[0] or 0) if row else 0


def _transaction(direct: psycopg.Connection[Any]) -> str:
    """The number of a transaction of now: rows written later have a later one."""
    row = direct.execute("SELECT pg_current_xact_id()::text").fetchone()
    return str(row[0]) if row else ""
