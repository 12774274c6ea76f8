"""The drill of design 05, promise 9: back up, damage, restore; rows, journal heads and files agree."""

from __future__ import annotations

import os
import shutil
import tarfile
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.core.files.storage import storages
from django.core.management import CommandError, call_command
from django.db import connection, connections, transaction

from conum.commons.accounts.models import Actor, Person
from conum.commons.accounts.operations.people import deactivate
from conum.commons.files.models import StoredFile
from conum.commons.files.operations import erase, store
from conum.commons.files.queries import content, erasures_since
from conum.commons.journal.models import JournalHead
from conum.commons.journal.operations import record
from conum.commons.journal.queries import Mark, verify
from conum.commons.territories.models import Perimeter
from conum.domains.recruitment.operations.removals import erase_candidate
from conum.site.backup import database
from conum.site.backup.manifest import BackupFault, Manifest
from conum.site.backup.restoring import restore
from conum.site.backup.saving import save
from conum.site.embedded import roles, server
from tests.commons.files.conftest import CV, PDF, upload
from tests.factories_accounts import make_person
from tests.factories_recruitment import make_candidate

pytestmark = pytest.mark.django_db(transaction=True)


def silent(done: int, total: int) -> None:
    """Hear no progress."""


def note(action: str, now: datetime) -> None:
    """Write a line of the journal."""
    with transaction.atomic():
        record(family="drill", action=action, actor=None, subject=("x", "1"), payload={}, now=now)


@pytest.fixture(autouse=True)
def country(tmp_path: Path, settings: Any, now: datetime) -> StoredFile:
    """Two people, lines of the journal and an encrypted file, in a storage of their own."""
    kept = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path / "files"}}
    settings.STORAGES = {**settings.STORAGES, "default": kept}
    storages._storages.pop("default", None)
    with psycopg.connect(**server.conninfo(settings.TEST_SERVER, "postgres"), autocommit=True) as direct:
        direct.execute(f"ALTER DATABASE {database.address()['dbname']} OWNER TO {roles.OWNER}")  # as it is installed
    for _ in range(2):
        make_person(created_at=now)
    note("first", now)
    note("second", now)
    return store(upload=upload(), purpose=CV, owner=("x", "1"), actor=None, now=now)


def counted() -> tuple[dict[str, int], dict[str, list[Any]]]:
    """The rows of each table and the heads of the journal, as they are now."""
    with database.connected(roles.OWNER) as direct:
        return database.rows_of(direct), database.heads_of(direct)


def saved(folder: Path, now: datetime) -> Path:
    """A backup of now."""
    return save(folder / "copie.tar", now, silent, roles.OWNER)[0]


def restored(file: Path, now: datetime) -> int:
    """Put it back; how many rows were erased again."""
    return restore(file, now, silent, roles.OWNER)[1]


def test_what_is_damaged_after_a_backup_comes_back(country: StoredFile, tmp_path: Path, now: datetime) -> None:
    marks = [Mark(head.family, head.position, head.hash) for head in JournalHead.objects.all()]
    rows, heads = counted()
    file = saved(tmp_path, now)
    Person.objects.all().delete()
    with transaction.atomic():
        erase(country, now=now)
    note("after", now)
    connections.close_all()
    with database.connected(roles.OWNER) as direct:
        direct.execute("DROP TABLE accounts_invitation CASCADE")
    assert counted() != (rows, heads)

    restored(file, now)

    after, found = counted()
    written = {"programme_retentionrun": 1, "journal_journalentry": 1, "journal_journalhead": 1}  # by the purge
    assert after == {name: count + written.get(name, 0) for name, count in rows.items()}
    assert {family: found[family] for family in heads} == heads and verify(marks) == []
    assert Person.objects.count() == 2 and b"".join(content(StoredFile.objects.get())) == PDF


def test_the_rights_of_the_application_come_back_and_no_more(tmp_path: Path, now: datetime) -> None:
    restored(saved(tmp_path, now), now)
    note("works", now)
    for forbidden in ("DELETE FROM journal_journalentry", "DROP TABLE accounts_invitation", "TRUNCATE accounts_person"):
        with pytest.raises(Exception, match=r"droit|permission|must be owner|ne se modifie pas"), transaction.atomic():
            connection.cursor().execute(forbidden)


def test_PRI_07_what_people_had_erased_since_is_erased_again(tmp_path: Path, now: datetime) -> None:
    candidate, other, person = make_candidate(), make_candidate(), make_person(created_at=now)
    before = make_candidate()
    with transaction.atomic():
        erase_candidate(before, "other", None, now=now - timedelta(days=1))
    file = saved(tmp_path, now)
    with transaction.atomic():
        erase_candidate(candidate, "other", None, now=now + timedelta(hours=1))
    deactivate(person.pk, "", Actor(person.pk, "public", None, None, Perimeter.none()), now + timedelta(hours=1))
    ledger = [path.read_text() for path in (tmp_path / "files" / "erasures").rglob("*.json")]
    assert len(ledger) == 3 and all("@" not in line for line in ledger)

    assert restored(file, now + timedelta(hours=2)) == 2

    candidate.refresh_from_db()
    other.refresh_from_db()
    person.refresh_from_db()
    assert (candidate.state, candidate.email, other.state, person.is_active) == ("removed", "", "available", False)


def test_PRI_07_the_ledger_is_forgotten_with_the_backups(tmp_path: Path, now: datetime) -> None:
    with transaction.atomic():
        erase_candidate(make_candidate(), "other", None, now=now - timedelta(days=36))
        erase_candidate(make_candidate(), "other", None, now=now - timedelta(days=34))
    save(tmp_path, now, silent, roles.OWNER)
    assert len(list(erasures_since(now - timedelta(days=99)))) == 1


def test_a_backup_is_whole_or_not_there_and_closed_to_others(tmp_path: Path, now: datetime) -> None:
    file = saved(tmp_path, now)
    assert file.stat().st_mode & 0o077 == 0
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []
    with pytest.raises(BackupFault, match="existe déjà"):
        saved(tmp_path, now)
    with pytest.raises(BackupFault, match="ne peut pas être écrite"):
        saved(tmp_path / "nowhere", now)


def test_a_file_without_its_bytes_is_told_and_does_not_stop_the_rest(tmp_path: Path, now: datetime) -> None:
    path = StoredFile.objects.get().path
    (tmp_path / "files" / path).unlink()
    _, manifest = save(tmp_path / "copie.tar", now, silent, roles.OWNER)
    assert manifest.missing == [path]


def test_PRI_07_a_folder_keeps_its_backups_35_days(tmp_path: Path, now: datetime) -> None:
    folder = tmp_path / "kept"
    folder.mkdir()
    for days, name in ((36, "conum-old.tar"), (34, "conum-recent.tar"), (99, "other.tar")):
        (folder / name).touch()
        at = (now - timedelta(days=days)).timestamp()
        os.utime(folder / name, (at, at))
    save(folder, now, silent, roles.OWNER)
    names = sorted(path.name for path in folder.iterdir())
    assert names == ["conum-2026-01-13-103000.tar", "conum-recent.tar", "other.tar"]


def damaged(file: Path) -> None:
    """Change one byte of the copy of the database."""
    with tarfile.open(file) as archive:
        place = archive.getmember("database.dump").offset_data + 100
    with file.open("r+b") as content_of:
        content_of.seek(place)
        byte = content_of.read(1)
        content_of.seek(place)
        content_of.write(bytes([byte[0] ^ 255]))


def cut(file: Path) -> None:
    """Lose the end."""
    with file.open("r+b") as content_of:
        content_of.truncate(file.stat().st_size // 2)


def of_another_key(file: Path) -> None:
    """As if made with another key."""
    rewritten(file, keys={"CONUM_FILE_KEY": "0" * 16})


def of_a_later_version(file: Path) -> None:
    """As if made with tables that this version does not know."""
    rewritten(file, migrations=["accounts.9999_later"])


def another_thing(file: Path) -> None:
    """A file that is no archive."""
    file.write_bytes(b"PK")


def rewritten(file: Path, **changed: Any) -> None:
    """Change the manifest."""
    with tarfile.open(file) as archive:
        kept = {one.name: archive.extractfile(one).read() for one in archive.getmembers()}  # type: ignore[union-attr]
    manifest = Manifest.from_bytes(kept["manifest.json"])
    for name, value in changed.items():
        setattr(manifest, name, value)
    with tarfile.open(file, "w") as archive:
        for name, text in (kept | {"manifest.json": manifest.to_bytes()}).items():
            member = tarfile.TarInfo(name)
            member.size = len(text)
            archive.addfile(member, BytesIO(text))


HARMS = {
    damaged: "est abîmé : database.dump",
    cut: "incomplète",
    of_another_key: "donnez celle d'alors dans CONUM_FILE_KEY",
    of_a_later_version: "version plus récente",
    another_thing: "n'est pas une sauvegarde",
    Path.unlink: "n'existe pas",
}


def test_what_cannot_be_restored_is_said_in_one_sentence_and_changes_nothing(tmp_path: Path, now: datetime) -> None:
    whole, before = saved(tmp_path, now), counted()
    for harm, sentence in HARMS.items():
        file = Path(shutil.copy(whole, tmp_path / "abîmée.tar"))
        harm(file)
        with pytest.raises(BackupFault, match=sentence):
            restored(file, now)
    assert counted() == before


def test_nothing_is_restored_under_the_feet_of_the_application(tmp_path: Path, now: datetime) -> None:
    file = saved(tmp_path, now)
    with database.connected(roles.APPLICATION), pytest.raises(BackupFault, match="Arrêtez d'abord l'application"):
        restored(file, now)


def test_a_restoration_that_fails_half_way_leaves_the_database_as_it_was(
    tmp_path: Path, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, before = saved(tmp_path, now), counted()
    monkeypatch.setattr(database, "program", lambda name: shutil.which("false") if name == "pg_restore" else real(name))
    with pytest.raises(BackupFault, match="reste comme avant"):
        restored(file, now)
    assert counted() == before


real = database.program


def test_the_commands_say_what_they_did(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "address", owner_address)
    call_command("backup", str(tmp_path / "copie.tar"))
    assert "fichiers déposés : 1" in capsys.readouterr().out
    with pytest.raises(CommandError, match="Rien n'est changé"):
        call_command("restore", str(tmp_path / "copie.tar"))
    call_command("restore", str(tmp_path / "copie.tar"), "--yes")
    assert "journal intact" in capsys.readouterr().out
    with pytest.raises(CommandError, match="existe déjà"):
        call_command("backup", str(tmp_path / "copie.tar"))


def owner_address() -> dict[str, Any]:
    """How the owner reaches the database, as the commands do."""
    found = connections["default"].settings_dict
    return {"dbname": found["NAME"], "host": found["HOST"], "user": roles.OWNER}
