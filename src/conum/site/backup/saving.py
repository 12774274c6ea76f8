"""Making a backup: one file that is there whole or not at all."""

from __future__ import annotations

import hashlib
import io
import tarfile
import tempfile
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
from django.utils.timezone import localdate, localtime

from conum.commons.files.operations import forget_erasures
from conum.commons.files.queries import stored_bytes
from conum.commons.programme.parameters import BACKUPS
from conum.site.backup import database
from conum.site.backup.manifest import DATABASE, FILES, NAME, BackupFault, Manifest, fingerprints

PATTERN = "conum-*.tar"
IN_MEMORY = 4 * 1024 * 1024  # bytes of a stored file kept in memory before the disk is used


def save(target: Path, now: datetime, tell: database.Tell, role: str = "") -> tuple[Path, Manifest]:
    """Write a backup and return where it is, and what it holds.

    Args:
        target: a file that does not exist yet, or a folder: the file is then named after the instant, and the backups
            of the folder older than `privacy.backups` are removed (PRI-07).
        tell: hears the progress: done, out of, in tables then files.
        role: role to take on the connection, when it is not the owner's.

    Raises:
        BackupFault: the place cannot be written, or PostgreSQL refused.
    """
    folder = target if target.is_dir() else target.parent
    file = target / f"conum-{localtime(now):%Y-%m-%d-%H%M%S}.tar" if target.is_dir() else target
    if file.exists():
        raise BackupFault(f"{file} existe déjà : donnez un autre nom.")
    draft = file.with_name(f".{file.name}.part")
    try:
        with tempfile.TemporaryDirectory(dir=folder, prefix=".conum-") as workshop:
            manifest = _write(draft, Path(workshop) / DATABASE, now, tell, role)
        draft.rename(file)
    except OSError as fault:
        raise BackupFault(
            f"La sauvegarde ne peut pas être écrite dans {folder} : {fault.strerror or fault}."
        ) from fault
    finally:
        draft.unlink(missing_ok=True)
    if target.is_dir():
        _expire(target, now)
    return file, manifest


def _write(draft: Path, dump: Path, now: datetime, tell: database.Tell, role: str) -> Manifest:
    with database.connected(role) as connection:
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        snapshot = connection.execute("SELECT pg_export_snapshot()").fetchone()
        manifest, paths = _seen(connection, now), _paths(connection)
        database.dump(dump, str(snapshot and snapshot[0]), len(manifest.rows), tell, role)
    draft.touch(mode=0o600)
    with tarfile.open(draft, "w") as archive:
        with dump.open("rb") as content:
            manifest.digests[DATABASE] = _add(archive, DATABASE, content, dump.stat().st_size)
        for done, path in enumerate(paths, start=1):
            _add_stored(archive, path, manifest)
            tell(done, len(paths))
        words = manifest.to_bytes()
        _add(archive, NAME, io.BytesIO(words), len(words))
    return manifest


def _seen(connection: psycopg.Connection[Any], now: datetime) -> Manifest:
    applied = connection.execute("SELECT app || '.' || name FROM django_migrations ORDER BY 1").fetchall()
    rows, heads = database.rows_of(connection), database.heads_of(connection)
    return Manifest(now, [row[0] for row in applied], rows, heads, keys=fingerprints())


def _paths(connection: psycopg.Connection[Any]) -> list[str]:
    return [row[0] for row in connection.execute("SELECT path FROM files_storedfile ORDER BY 1").fetchall()]


def _add_stored(archive: tarfile.TarFile, path: str, manifest: Manifest) -> None:
    """Copy the bytes of a stored file, as they are stored."""
    with tempfile.SpooledTemporaryFile(IN_MEMORY) as copy:
        try:
            for piece in stored_bytes(path):
                copy.write(piece)
        except FileNotFoundError:
            manifest.missing.append(path)
            return
        size = copy.tell()
        copy.seek(0)
        manifest.digests[FILES + path] = _add(archive, FILES + path, copy, size)


def _add(archive: tarfile.TarFile, name: str, content: Any, size: int) -> str:
    """Add a member and return its SHA-256."""
    member = tarfile.TarInfo(name)
    member.size, member.mode = size, 0o600
    reader = _Digesting(content)
    archive.addfile(member, reader)  # type: ignore[arg-type]
    return reader.digest.hexdigest()


class _Digesting:
    """Reads, and digests what is read."""

    def __init__(self, content: Any) -> None:
        self.content, self.digest = content, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes."""
        piece: bytes = self.content.read(size)
        self.digest.update(piece)
        return piece


def _expire(folder: Path, now: datetime) -> None:
    """Remove the backups that are kept for too long, and the lines of the ledger of erasures they needed (PRI-07)."""
    oldest = now - timedelta(days=BACKUPS.on(localdate(now)))
    for old in folder.glob(PATTERN):
        if old.stat().st_mtime < oldest.timestamp():
            old.unlink()
    forget_erasures(oldest.date())
