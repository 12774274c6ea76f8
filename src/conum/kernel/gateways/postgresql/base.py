"""The engine of `settings.DATABASES` (Django asks for this file name)."""

from __future__ import annotations

import select
from typing import Any

from django.db.backends.postgresql import base
from psycopg import Connection, RawCursor
from psycopg_pool import ConnectionPool


def check(connection: Connection[Any]) -> None:
    """Refuse a connection the server has ended, so that the pool gives another one.

    A server that stops, restarts or ends a session says so and closes: the socket of an idle connection then has
    something to read. Only in that case is the server asked: a round trip at each request costs as much as a query.

    Raises:
        psycopg.OperationalError: the connection is of no use any more.
    """
    if connection.closed or _has_something_to_read(connection):
        ConnectionPool.check_connection(connection)


def _has_something_to_read(connection: Connection[Any]) -> bool:
    socket = select.poll()
    socket.register(connection.fileno(), select.POLLIN)
    return bool(socket.poll(0))


class Operations(base.DatabaseWrapper.ops_class):  # type: ignore[misc, valid-type, name-defined]
    """Django's; a planned statement shows as it was written, its values apart."""

    def last_executed_query(self, cursor: Any, sql: str, params: Any) -> str:
        """Return the statement for what counts or shows them."""
        return super().last_executed_query(cursor, sql, params) or sql


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's, whose pool checks as above."""

    ops_class = Operations

    def get_connection_params(self) -> dict[str, Any]:
        """Those of the settings; a planned statement is kept from its first time. Django's own never are."""
        return super().get_connection_params() | {"prepare_threshold": 0}

    def planned_cursor(self) -> Any:
        """A cursor for texts with `$1`, `$2`: the server keeps their plan, and what counts statements sees them."""
        self.ensure_connection()
        return self._prepare_cursor(RawCursor(self.connection))  # type: ignore[attr-defined]

    @property
    def pool(self) -> Any:
        """The pool of this database, None when the settings want none."""
        pool = super().pool
        if pool is not None and pool._check is ConnectionPool.check_connection:
            pool._check = check  # Django gives its own and lets no option replace it
        return pool
