"""Whatever is done behind the journal's back is refused, or found (design 05, promise 4)."""

import json
from contextlib import contextmanager
from io import StringIO

import psycopg
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from conum.commons.journal.enums import Fault
from conum.commons.journal.models import JournalEntry, JournalHead
from conum.commons.journal.queries import Flaw, Mark, heads, verify
from conum.site.embedded import server
from tests.commons.journal.test_operations import write

TABLE = "journal_journalentry"


@contextmanager
def superuser():
    """A connection of the server's master, with every trigger silenced: the worst attacker."""
    connection.close()
    address = server.conninfo(settings.TEST_SERVER, connection.settings_dict["NAME"])
    with psycopg.connect(**address, autocommit=True) as direct:
        direct.execute("SET session_replication_role = replica")
        yield direct


def trigger_name():
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgname FROM pg_trigger WHERE tgname LIKE 'pgtrigger_journal_entry_unchanged%'")
        return cursor.fetchone()[0]


def write_many(now, count=5, family="positions"):
    with transaction.atomic():
        return [write(now, family=family, n=n) for n in range(count)]


@pytest.mark.django_db(transaction=True)
class TestTheApplication:
    """With the application's own credentials."""

    @pytest.mark.parametrize(
        "attack",
        [
            f"UPDATE {TABLE} SET action = 'nothing'",
            f"DELETE FROM {TABLE}",
            f"TRUNCATE {TABLE}",
            f"TRUNCATE {TABLE} CASCADE",
            f"DROP TRIGGER {{trigger}} ON {TABLE}",
            f"ALTER TABLE {TABLE} DISABLE TRIGGER ALL",
            "SET session_replication_role = replica",
            f"DROP TABLE {TABLE}",
        ],
    )
    def test_it_may_only_add(self, now, attack):
        write_many(now)
        statement = attack.format(trigger=trigger_name())
        refused = pytest.raises(DatabaseError, match="permission denied|must be owner|ne se modifie pas")
        with refused, connection.cursor() as cursor:
            cursor.execute(statement)
        assert JournalEntry.objects.count() == 5 and verify() == []

    @pytest.mark.parametrize("verb", ["UPDATE", "DELETE", "TRUNCATE"])
    def test_it_holds_no_right_to_change(self, verb):
        with connection.cursor() as cursor:
            cursor.execute("SELECT has_table_privilege(current_user, %s, %s)", [TABLE, verb])
            assert cursor.fetchone() == (False,)


@pytest.mark.django_db(transaction=True)
class TestTheOwner:
    """With the credentials of the tables' owner, the trigger stands."""

    @pytest.mark.parametrize(
        "attack", [f"UPDATE {TABLE} SET role = 'x'", f"DELETE FROM {TABLE}", f"TRUNCATE {TABLE} CASCADE"]
    )
    def test_the_trigger_refuses(self, now, attack):
        write_many(now)
        connection.close()
        address = server.conninfo(settings.TEST_SERVER, connection.settings_dict["NAME"])
        refused = pytest.raises(psycopg.errors.RaiseException, match="le journal ne se modifie pas")
        with psycopg.connect(**{**address, "user": "conum_owner"}, autocommit=True) as owner, refused:
            owner.execute(attack)


@pytest.mark.django_db(transaction=True)
class TestTheSuperuser:
    """A silent edit is found, and the first line that does not fit is named."""

    @pytest.mark.parametrize(
        "edit",
        [
            "action = 'reject'",
            "payload = '{\"n\": 99}'",
            "actor = NULL",
            "happened_at = happened_at + interval '1 microsecond'",
            "subject_id = '43'",
        ],
    )
    def test_an_edit(self, now, edit):
        write_many(now)
        with superuser() as direct:
            direct.execute(f"UPDATE {TABLE} SET {edit} WHERE position = 3")
        assert verify() == [Flaw("positions", 3, Fault.ALTERED)]

    def test_a_deletion_in_the_middle(self, now):
        write_many(now)
        with superuser() as direct:
            direct.execute(f"DELETE FROM {TABLE} WHERE position = 2")
        assert verify() == [Flaw("positions", 3, Fault.MISSING)]

    def test_a_cut_tail(self, now):
        write_many(now)
        with superuser() as direct:
            direct.execute(f"DELETE FROM {TABLE} WHERE position > 3")
        assert verify() == [Flaw("positions", 4, Fault.CUT)]

    def test_a_cut_tail_with_its_head_rewritten_is_found_by_the_published_head(self, now):
        entries = write_many(now)
        published = [Mark(head.family, head.position, head.hash) for head in heads()]
        with superuser() as direct:
            direct.execute(f"DELETE FROM {TABLE} WHERE position > 3")
            direct.execute("UPDATE journal_journalhead SET position = 3, hash = %s", [entries[2].hash])
        assert verify() == []
        assert verify(published) == [Flaw("positions", 4, Fault.CUT)]

    def test_a_chain_written_again_is_found_by_the_published_head(self, now):
        write_many(now)
        published = [Mark(head.family, head.position, head.hash) for head in heads()]
        with superuser() as direct:
            direct.execute(f"DELETE FROM {TABLE}")
            direct.execute("DELETE FROM journal_journalhead")
        write_many(now)
        assert verify() == []
        assert verify(published) == [Flaw("positions", 5, Fault.PUBLISHED)]

    def test_everything_removed(self, now):
        write_many(now)
        with superuser() as direct:
            direct.execute(f"TRUNCATE {TABLE} CASCADE")
        assert verify() == [Flaw("positions", 1, Fault.CUT)]

    def test_a_head_removed(self, now):
        write_many(now)
        with superuser() as direct:
            direct.execute("DELETE FROM journal_journalhead")
        assert verify() == [Flaw("positions", 5, Fault.HEAD)]

    def test_each_family_names_its_own(self, now):
        write_many(now)
        write_many(now, family="recruitment")
        with superuser() as direct:
            direct.execute(f"UPDATE {TABLE} SET role = 'x' WHERE position = 2 AND family = 'recruitment'")
        assert verify() == [Flaw("recruitment", 2, Fault.ALTERED)]


def run(*words):
    out, err = StringIO(), StringIO()
    call_command("journal", *words, stdout=out, stderr=err)
    return out.getvalue()


@pytest.mark.django_db
class TestTheCommand:
    def test_intact(self, now):
        write_many(now)
        assert "positions (5)" in run("verify")

    def test_the_first_wrong_line_is_named(self, now):
        write_many(now)
        JournalHead.objects.update(position=9)
        err = StringIO()
        with pytest.raises(CommandError, match="pas intactes : 1"):
            call_command("journal", "verify", stdout=StringIO(), stderr=err)
        assert "positions, ligne 6 : la fin de la chaîne a été supprimée" in err.getvalue()

    def test_heads_are_read_back(self, now, tmp_path):
        write_many(now)
        (tmp_path / "heads.json").write_text(run("heads"))
        write_many(now)
        assert "intact" in run("verify", f"--heads={tmp_path / 'heads.json'}")

    @pytest.mark.parametrize("text", ["", '[{"family": "x"}]', "[1]"])
    def test_another_file_is_refused(self, tmp_path, text):
        (tmp_path / "other.json").write_text(text)
        with pytest.raises(CommandError, match="n'est pas celui"):
            run("verify", f"--heads={tmp_path / 'other.json'}")


@pytest.mark.django_db
def test_payloads_come_back_as_they_were_hashed(now):
    with transaction.atomic():
        write(now, rate=1e16, share=0.1, amount="1554.58", n=10**20, words="é", nested={"b": [1, None], "a": True})
    assert verify() == []
    assert json.loads(json.dumps(JournalEntry.objects.get().payload))["rate"] == "1e+16"
