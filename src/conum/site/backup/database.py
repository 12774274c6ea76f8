"""PostgreSQL's own programs, those of the embedded package: a copy at one instant, a restoration of all or nothing."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from django.db import connections
from psycopg import sql
from psycopg.conninfo import make_conninfo

from conum.site.backup.manifest import BackupFault
from conum.site.embedded.place import PACKAGE

NOT_LIBPQ = {"pool", "assume_role", "options"}
TABLES = """SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY 1"""
OTHERS = """SELECT count(*) FROM pg_stat_activity
            WHERE datname = current_database() AND pid <> pg_backend_pid() AND usename IS NOT NULL"""
Tell = Callable[[int, int], None]  # done, out of


def program(name: str) -> str:
    """Return the address of one of PostgreSQL's programs."""
    return str(PACKAGE / "pginstall" / "bin" / name)


def address() -> dict[str, Any]:
    """Return how to reach the database of the settings, as arguments of `psycopg.connect`."""
    found = connections["default"].settings_dict
    named = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    kept = {key: found[name] for key, name in named.items() if found.get(name)}
    return kept | {key: value for key, value in found["OPTIONS"].items() if key not in NOT_LIBPQ}


@contextmanager
def connected(role: str = "") -> Iterator[psycopg.Connection[Any]]:
    """A connection of its own, outside Django's; `role` is taken on it when given."""
    with psycopg.connect(**address()) as connection:
        if role:
            connection.execute(sql.SQL("SET SESSION ROLE {}").format(sql.Identifier(role)))
        yield connection


def rows_of(connection: psycopg.Connection[Any]) -> dict[str, int]:
    """Return the number of rows of each table, in the transaction of the connection."""
    tables = [row[0] for row in connection.execute(TABLES).fetchall()]
    return {name: _count(connection, name) for name in tables}


def heads_of(connection: psycopg.Connection[Any]) -> dict[str, list[Any]]:
    """Return the rank and hash of the last line of each family of the journal."""
    found = connection.execute("SELECT family, position, hash FROM journal_journalhead ORDER BY 1").fetchall()
    return {family: [position, digest] for family, position, digest in found}


def dump(target: Path, snapshot: str, tables: int, tell: Tell, role: str = "") -> None:
    """Copy the database as `snapshot` sees it into `target`.

    Raises:
        BackupFault: pg_dump failed; its last line is given.
    """
    as_role = [f"--role={role}"] if role else []
    command = [program("pg_dump"), "--format=custom", "--no-owner", "--verbose", "--exclude-extension=*", *as_role]
    command += [f"--snapshot={snapshot}", f"--file={target}", f"--dbname={_named()}"]
    done, last = 0, ""
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=_environment()) as process:
        for line in process.stderr or ():
            last = line.strip() or last
            if "dumping contents of table" in line:
                done += 1
                tell(min(done, tables), tables)
    if process.returncode:
        raise BackupFault(f"La base de données n'a pas pu être copiée : {last}")


def load(source: Path, role: str = "") -> None:
    """Replace the whole database by the copy, in one transaction.

    Raises:
        BackupFault: it failed; the database is as it was before.
    """
    begin = [f'SET SESSION ROLE "{role}";'] if role else []
    begin += ["BEGIN;", "DROP OWNED BY CURRENT_ROLE CASCADE;"]
    into = [program("psql"), "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--output=/dev/null"]
    out_of = [program("pg_restore"), "--no-owner", "--file=-", str(source)]
    with tempfile.TemporaryFile() as said:
        writing = subprocess.Popen(
            [*into, f"--dbname={_named()}"], stdin=subprocess.PIPE, stderr=said, env=_environment()
        )
        with subprocess.Popen(out_of, stdout=subprocess.PIPE, stderr=said) as reading, writing:
            whole = _passed(reading, writing, "\n".join(begin))
        said.seek(0)
        lines = said.read().decode().splitlines()
    if not whole or writing.returncode:
        reason = next((line for line in lines if "ERROR" in line or "error" in line), (lines or ["?"])[0])
        raise BackupFault(f"La base de données n'a pas été restaurée et reste comme avant : {reason}")


def _passed(reading: subprocess.Popen[bytes], writing: subprocess.Popen[bytes], begin: str) -> bool:
    """Pass the statements on, and the order to commit only once the last one was read whole."""
    if reading.stdout is None or writing.stdin is None:
        return False
    try:
        writing.stdin.write(f"{begin}\n".encode())
        shutil.copyfileobj(reading.stdout, writing.stdin)
        whole = reading.wait() == 0
        if whole:
            writing.stdin.write(b"\nCOMMIT;\n")
        writing.stdin.close()
    except BrokenPipeError:  # psql stopped at an error: nothing is committed
        reading.kill()
        return False
    return whole


def others(connection: psycopg.Connection[Any]) -> int:
    """Return how many other sessions use the database."""
    found = connection.execute(OTHERS).fetchone()
    return int(found[0]) if found else 0


def _count(connection: psycopg.Connection[Any], table: str) -> int:
    found = connection.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier("public", table))).fetchone()
    return int(found[0]) if found else 0


def _named() -> str:
    return make_conninfo(**{key: value for key, value in address().items() if key != "password"})


def _environment() -> dict[str, str]:
    """The password goes by the environment: arguments are seen by every user of the machine."""
    return {"PATH": os.defpath, "LC_ALL": "C", "PGPASSWORD": str(address().get("password") or "")}
