"""Restoring a backup: checked whole before anything is touched, then all of the database or nothing of it."""

from __future__ import annotations

import hashlib
import shutil
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from django.core.management import call_command
from django.db import connections
from django.db.migrations.loader import MigrationLoader
from django.utils.timezone import localdate

from conum.commons.files.operations import put_back
from conum.commons.programme.operations.retention import apply_retention
from conum.site.backup import database
from conum.site.backup.erasures import erase_again
from conum.site.backup.manifest import DATABASE, FILES, NAME, BackupFault, Manifest, known_marks

PIECE = 1024 * 1024
UNREADABLE = "{} n'est pas une sauvegarde de Conum, ou elle est incomplète."


def restore(source: Path, now: datetime, tell: database.Tell, role: str = "") -> tuple[Manifest, int]:
    """Put the database and the files back as the backup has them; what was done since is lost.

    Migrations made since are applied; then what people had erased since, by the ledger of the storage, is erased again,
    and the purge of what is over is run (PRI-07). Returns what the backup says, and how many rows were erased again.

    Args:
        tell: hears the progress, in files.
        role: role to take on the connection, when it is not the owner's.

    Raises:
        BackupFault: the file is not whole, a key is missing, the application is running, or PostgreSQL refused: the
            database is then as it was. Or the rows restored are not those that were saved.
    """
    with _opened(source) as archive:
        manifest = _checked(archive, source)
        _require_fit(manifest)
        _require_alone(role)
        _put_files(archive, manifest, tell)
        with tempfile.TemporaryDirectory() as workshop:
            dump = Path(workshop) / DATABASE
            with dump.open("wb") as copy:
                shutil.copyfileobj(_member(archive, DATABASE, source), copy)
            database.load(dump, role)
    _compare(manifest, role)
    if _known_migrations() - set(manifest.migrations):
        call_command("migrate", verbosity=0, interactive=False)
    erased = erase_again(manifest.made_at, now)
    apply_retention(day=localdate(now), now=now)
    return manifest, erased


@contextmanager
def _opened(source: Path) -> Iterator[tarfile.TarFile]:
    try:
        archive = tarfile.open(source, "r:")  # noqa: SIM115 – closed below
    except FileNotFoundError as fault:
        raise BackupFault(f"{source} n'existe pas.") from fault
    except (OSError, tarfile.TarError) as fault:
        raise BackupFault(UNREADABLE.format(source)) from fault
    with archive:
        yield archive


def _member(archive: tarfile.TarFile, name: str, source: Path) -> IO[bytes]:
    try:
        found = archive.extractfile(name)
    except (KeyError, tarfile.TarError) as fault:
        raise BackupFault(UNREADABLE.format(source)) from fault
    if found is None:
        raise BackupFault(UNREADABLE.format(source))
    return found


def _checked(archive: tarfile.TarFile, source: Path) -> Manifest:
    """Return the manifest once each member has its digest."""
    manifest = Manifest.from_bytes(_member(archive, NAME, source).read())
    for name, expected in manifest.digests.items():
        digest = hashlib.sha256()
        for piece in _pieces(_member(archive, name, source)):
            digest.update(piece)
        if digest.hexdigest() != expected:
            raise BackupFault(f"{source} est abîmé : {name} n'est plus ce qui a été sauvegardé.")
    return manifest


def _pieces(content: IO[bytes]) -> Iterator[bytes]:
    try:
        while piece := content.read(PIECE):
            yield piece
    except (OSError, tarfile.TarError) as fault:
        raise BackupFault("La sauvegarde est incomplète : la fin du fichier manque.") from fault


def _require_fit(manifest: Manifest) -> None:
    """The keys are those of the backup, and this version knows its tables."""
    for name, mark in manifest.keys.items():
        if mark not in known_marks().get(name, {mark}):
            raise BackupFault(f"Les données ont été chiffrées avec une autre clé : donnez celle d'alors dans {name}.")
    if set(manifest.migrations) - _known_migrations():
        raise BackupFault("Cette sauvegarde a été faite par une version plus récente de Conum : mettez-le à jour.")


def _known_migrations() -> set[str]:
    known = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    return {f"{app}.{name}" for app, name in known}


def _require_alone(role: str) -> None:
    connections.close_all()
    _close_pools()
    with database.connected(role) as connection:
        others = database.others(connection)
    if others:
        raise BackupFault(f"Arrêtez d'abord l'application : la base de données est ouverte ailleurs ({others}).")


def _close_pools() -> None:
    for each in connections.all():
        close: Any = getattr(each, "close_pool", None)
        if close:
            close()


def _put_files(archive: tarfile.TarFile, manifest: Manifest, tell: database.Tell) -> None:
    """Before the database: a file that no row names is swept, a row that has lost its file is lost."""
    names = [name for name in manifest.digests if name.startswith(FILES)]
    for done, name in enumerate(names, start=1):
        content = archive.extractfile(name)
        if content is not None:
            put_back(name.removeprefix(FILES), _pieces(content))
        tell(done, len(names))


def _compare(manifest: Manifest, role: str) -> None:
    with database.connected(role) as connection:
        rows, heads = database.rows_of(connection), database.heads_of(connection)
    wrong = sorted(name for name in {*rows, *manifest.rows} if rows.get(name) != manifest.rows.get(name))
    wrong += [f"journal {family}" for family in sorted(manifest.heads) if heads.get(family) != manifest.heads[family]]
    if wrong:
        raise BackupFault(f"Ce qui est restauré n'est pas ce qui a été sauvegardé : {', '.join(wrong)}.")
