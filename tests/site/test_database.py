"""The tests' own database: cloned, restored after a committing test, and the house's PostgreSQL."""

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import ProgrammingError, connection

from conum.site.embedded.server import EXTENSIONS
from tests.support import database


@pytest.mark.django_db
def test_each_extension_the_house_uses_is_there() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT extname FROM pg_extension")
        assert set(EXTENSIONS) <= {row[0] for row in cursor.fetchall()}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", [1, 2])
def test_a_committed_row_does_not_reach_the_next_test(turn: int, now: object) -> None:
    assert not Session.objects.exists()
    Session.objects.create(session_key=f"turn-{turn}", session_data="", expire_date=now)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", [1, 2])
@pytest.mark.parametrize(
    ("change", "trace"),
    [
        ("UPDATE territories_region SET name = 'Ailleurs'", "SELECT FROM territories_region WHERE name = 'Ailleurs'"),
        ("DELETE FROM positions_hostcommitment", "SELECT WHERE NOT EXISTS (SELECT FROM positions_hostcommitment)"),
        ("SELECT nextval('positions_post_number')", "SELECT FROM positions_post_number WHERE is_called"),
        (
            "ALTER TABLE django_session ADD seen int",
            "SELECT FROM pg_attribute WHERE attrelid = 'django_session'::regclass AND attname = 'seen'",
        ),
    ],
)
def test_whatever_was_committed_does_not_reach_the_next_test(turn: int, change: str, trace: str) -> None:
    with database.as_owner(), connection.cursor() as cursor:
        cursor.execute(trace)
        assert not cursor.fetchall(), turn
        cursor.execute(change)
        cursor.execute(trace)
        assert cursor.fetchall()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement", ["TRUNCATE django_session", "DROP TABLE django_session", "CREATE TABLE mine (id int)"]
)
def test_the_application_role_may_not_change_the_tables(statement: str) -> None:
    with pytest.raises(ProgrammingError), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.django_db
def test_each_constraint_and_index_named_by_a_model_is_in_the_database() -> None:
    """A later change of a field once dropped a unique index that has a condition, and nothing said so."""
    named = {
        (model._meta.db_table, each.name)
        for model in apps.get_models()
        if model._meta.managed
        for each in (*model._meta.constraints, *model._meta.indexes)
    }
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conrelid::regclass::text, conname FROM pg_constraint WHERE conrelid <> 0"
            " UNION SELECT indrelid::regclass::text, relname FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid"
        )
        assert not named - set(cursor.fetchall())
