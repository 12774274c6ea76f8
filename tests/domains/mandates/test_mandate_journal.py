"""The journal of mandates against the application's own role, and against a superuser (design 05, promise 4)."""

from contextlib import contextmanager

import psycopg
import pytest
from django.conf import settings
from django.db import DatabaseError, connection
from django.test import Client

from conum.commons.journal.enums import Fault
from conum.commons.journal.models import JournalEntry
from conum.commons.journal.queries import Flaw, Mark, heads, verify
from conum.domains.mandates.operations import team
from conum.site.embedded import server
from tests.factories_accreditation import lead_actor, make_lead
from tests.factories_mandate_life import make_helper

pytestmark = pytest.mark.django_db(transaction=True)
TABLE = "journal_journalentry"


@pytest.fixture
def lines(now):
    """Five lines of the chain, made by real acts."""
    helper = make_helper(now=now)
    lead = lead_actor(make_lead(helper.accreditation, now=now))
    for _round in range(2):
        team.suspend(helper.pk, actor=lead, now=now)
        team.resume(helper.pk, actor=lead, now=now)
    team.suspend(helper.pk, actor=lead, now=now)
    assert JournalEntry.objects.filter(family="mandates").count() == 5


@contextmanager
def superuser():
    """A connection of the server's master, with every trigger silenced."""
    connection.close()
    address = server.conninfo(settings.TEST_SERVER, connection.settings_dict["NAME"])
    with psycopg.connect(**address, autocommit=True) as direct:
        direct.execute("SET session_replication_role = replica")
        yield direct


@pytest.mark.parametrize(
    "attack",
    [
        f"UPDATE {TABLE} SET role = 'x' WHERE family = 'mandates'",
        f"DELETE FROM {TABLE} WHERE family = 'mandates'",
        f"TRUNCATE {TABLE} CASCADE",
        f"DROP TRIGGER {{trigger}} ON {TABLE}",
        f"ALTER TABLE {TABLE} DISABLE TRIGGER {{trigger}}",
        f"ALTER TABLE {TABLE} DISABLE TRIGGER ALL",
        "SET session_replication_role = replica",
    ],
)
def test_the_applications_role_changes_nothing(lines, attack):
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgname FROM pg_trigger WHERE tgname LIKE 'pgtrigger_journal_entry_unchanged%'")
        statement = attack.format(trigger=cursor.fetchone()[0])
    refused = pytest.raises(DatabaseError, match="permission denied|must be owner|ne se modifie pas")
    with refused, connection.cursor() as cursor:
        cursor.execute(statement)
    assert JournalEntry.objects.filter(family="mandates").count() == 5 and verify() == []


@pytest.mark.parametrize(
    ("edit", "flaw"),
    [
        (f"UPDATE {TABLE} SET payload = '{{}}' WHERE position = 3 AND family = 'mandates'", (3, Fault.ALTERED)),
        (f"UPDATE {TABLE} SET actor = NULL WHERE position = 2 AND family = 'mandates'", (2, Fault.ALTERED)),
        (f"DELETE FROM {TABLE} WHERE position = 4 AND family = 'mandates'", (5, Fault.MISSING)),
    ],
)
def test_a_superusers_silent_edit_is_named(lines, edit, flaw):
    with superuser() as direct:
        direct.execute(edit)
    assert verify() == [Flaw("mandates", *flaw)]


def test_the_published_head_finds_a_cut_chain(lines):
    published = [Mark(head.family, head.position, head.hash) for head in heads()]
    listed = Client().get("/journal/empreintes.json").json()
    assert {"family": "mandates", "position": 5, "hash": published[-1].hash} in listed
    with superuser() as direct:
        direct.execute(f"DELETE FROM {TABLE} WHERE position > 3 AND family = 'mandates'")
        direct.execute(
            "UPDATE journal_journalhead SET position = 3, hash = (SELECT hash FROM journal_journalentry"
            " WHERE position = 3 AND family = 'mandates') WHERE family = 'mandates'"
        )
    assert verify() == [] and verify(published) == [Flaw("mandates", 4, Fault.CUT)]
