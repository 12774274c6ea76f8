"""The tests' database: one template per state of the migrations, one clone per test process.

The embedded server of `.data/test-postgres` is shared by all test processes of this checkout, even of
two runs at once; the last to leave stops it. Only its template databases stay, as a cache.
"""

import fcntl
import hashlib
import inspect
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections
from django.db.migrations.loader import MigrationLoader
from django.test import TransactionTestCase
from psycopg import sql

from conum.site.embedded import roles, server
from conum.site.embedded.place import locked
from tests.support.cleaning import Clean

CLONE = f"conum_test_{os.getpid()}"


def _run(*statements: sql.Composed | sql.SQL) -> None:
    with psycopg.connect(**server.conninfo(settings.TEST_SERVER, "postgres"), autocommit=True) as direct:
        for statement in statements:
            direct.execute(statement)


def _names(prefix: str) -> list[str]:
    with psycopg.connect(**server.conninfo(settings.TEST_SERVER, "postgres")) as direct:
        query = "SELECT datname FROM pg_database WHERE starts_with(datname, %s)"
        return [row[0] for row in direct.execute(query, [prefix])]


def _drop(name: str) -> None:
    _run(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def migration_hash() -> str:
    """Changes with the text of any migration of any app, ours or not."""
    digest = hashlib.sha256()
    migrations = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    for key, migration in sorted(migrations.items()):
        digest.update(repr(key).encode())
        digest.update(Path(inspect.getfile(type(migration))).read_bytes())
    return digest.hexdigest()[:16]


@contextmanager
def server_shared() -> Iterator[None]:
    """The tests' server runs inside the block; whoever leaves last stops it."""
    folder = settings.TEST_SERVER
    folder.parent.mkdir(parents=True, exist_ok=True)
    with (folder.parent / "test-postgres.users").open("w") as users:
        fcntl.flock(users, fcntl.LOCK_SH)
        server.start(folder, server.TEST_OPTIONS, stays=True)
        try:
            yield
        finally:
            fcntl.flock(users, fcntl.LOCK_UN)
            try:
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return
            server.stop_folder(folder)


def make_template() -> str:
    """Migrate once per state of the migrations. Returns the name of the template database."""
    name = f"conum_template_{migration_hash()}"
    with locked(settings.TEST_SERVER.parent / "test-postgres.template.lock"):
        _drop_left_behind()
        if name in _names("conum_template_"):
            return name
        for old in _names("conum_template_"):
            _drop(old)
        draft = "conum_template_draft"
        _drop(draft)
        roles.make_database(settings.TEST_SERVER, draft)
        use(draft)
        with as_owner():
            call_command("migrate", verbosity=0, interactive=False)
        leave()
        _run(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(draft), sql.Identifier(name)))
    return name


def _drop_left_behind() -> None:
    """Clones of test processes that were killed."""
    for name in _names("conum_test_"):
        if not Path(f"/proc/{name.removeprefix('conum_test_')}").exists():
            _drop(name)


@contextmanager
def as_owner() -> Iterator[None]:
    """Inside the block, this process's queries have the rights of the tables' owner."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {roles.OWNER}")
        yield
        cursor.execute(f"SET ROLE {roles.APPLICATION}")


def use(name: str) -> None:
    """Point Django at the database `name`."""
    leave()
    for each in connections.all():
        each.settings_dict["NAME"] = settings.DATABASES[each.alias]["NAME"] = name


def leave() -> None:
    """Close this process's connections."""
    for each in connections.all():
        each.close()


def clone(template: str) -> None:
    """Make this process's database a fresh copy of the template."""
    leave()
    _drop(CLONE)
    statement = sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {} STRATEGY FILE_COPY")
    _run(statement.format(*map(sql.Identifier, (CLONE, roles.OWNER, template))))
    use(CLONE)


def _clean() -> Clean:
    with psycopg.connect(**server.conninfo(settings.TEST_SERVER, CLONE), autocommit=True) as direct:
        return Clean.read(direct)


def restore(clean: Clean) -> bool:
    """Remove from this process's database what a test has written. Returns False when only a new copy would do."""
    leave()
    with psycopg.connect(**server.conninfo(settings.TEST_SERVER, CLONE), autocommit=True) as direct:
        return clean.restore(direct)


@contextmanager
def ready() -> Iterator[None]:
    """This process has its own migrated database inside the block.

    What a test that commits (`transaction=True`) wrote is removed: a TRUNCATE of every table costs more, loses the rows
    that migrations insert and is refused by the journal's trigger.
    """
    with server_shared():
        template = make_template()
        clone(template)
        clean = _clean()

        def after_a_commit(_: TransactionTestCase) -> None:
            nonlocal clean
            if not restore(clean):
                clone(template)
                clean = _clean()

        TransactionTestCase._fixture_teardown = after_a_commit  # type: ignore[method-assign]
        try:
            yield
        finally:
            leave()
            _drop(CLONE)
