"""Pooled connections: a dead one is replaced unseen, a living one is asked nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.db import connection as django_connection
from django.db import connections
from psycopg_pool import ConnectionPool

from conum.kernel.gateways.postgresql.base import DatabaseWrapper, check

pytestmark = pytest.mark.django_db


@pytest.fixture
def pool() -> Iterator[ConnectionPool[Any]]:
    known = django_connection.get_connection_params()
    kwargs = {key: known[key] for key in ("dbname", "user", "host", "port", "password") if known.get(key)}
    with ConnectionPool(kwargs={**kwargs, "autocommit": True}, min_size=1, max_size=2, check=check) as made:
        yield made


def number(connection: psycopg.Connection[Any]) -> int:
    return connection.info.backend_pid


def test_a_session_the_server_ended_is_replaced_unseen(pool: ConnectionPool[Any]) -> None:
    with pool.connection() as connection:
        former = number(connection)
    with psycopg.connect(**pool.kwargs) as other:
        assert other.execute("SELECT pg_terminate_backend(%s, 5000)", [former]).fetchone() == (True,)
    with pool.connection() as connection:
        assert number(connection) != former and connection.execute("SELECT 1").fetchone() == (1,)


def test_a_closed_connection_is_refused(pool: ConnectionPool[Any]) -> None:
    with pool.connection() as connection:
        pass
    connection.close()
    with pytest.raises(psycopg.OperationalError):
        check(connection)


def test_a_living_connection_is_asked_nothing(pool: ConnectionPool[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []
    monkeypatch.setattr(ConnectionPool, "check_connection", asked.append)
    with pool.connection() as connection:
        connection.execute("SELECT 1")
    with pool.connection():
        pass
    assert asked == []


def test_the_application_uses_it() -> None:
    assert isinstance(connections["default"], DatabaseWrapper)
