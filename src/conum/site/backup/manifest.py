"""What a backup says of itself: its instant, its rows, the heads of the journal, the digests of its members."""

from __future__ import annotations

import hashlib
import hmac
import json
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings

NAME = "manifest.json"
DATABASE = "database.dump"
FILES = "files/"  # members: the stored files under their own path, as they are stored (encrypted ones stay so)
FORMAT = 1


class BackupFault(Exception):
    """A backup cannot be made or restored; the message is the one sentence that says why and what to do."""


@dataclass
class Manifest:
    """Attributes:
    made_at: instant of the copy.
    migrations: those applied, `app.name`.
    rows: number of rows of each table.
    heads: family of the journal → rank and hash of its last line.
    digests: SHA-256 of each member of the archive.
    missing: stored files that a row names and whose bytes were not there.
    keys: fingerprint of each key that the data cannot be read without; the keys themselves are kept elsewhere.
    """

    made_at: datetime
    migrations: list[str]
    rows: dict[str, int]
    heads: dict[str, list[Any]]
    digests: dict[str, str] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    keys: dict[str, str] = field(default_factory=dict)
    format: int = FORMAT

    def to_bytes(self) -> bytes:
        """Return it as JSON."""
        return json.dumps(asdict(self) | {"made_at": self.made_at.isoformat()}, indent=1, sort_keys=True).encode()

    @classmethod
    def from_bytes(cls, content: bytes) -> Manifest:
        """Read it back.

        Raises:
            BackupFault: not a manifest, or of a later format.
        """
        try:
            read = json.loads(content)
            if read["format"] > FORMAT:
                raise BackupFault("Cette sauvegarde a été faite par une version plus récente de Conum.")
            return cls(**(read | {"made_at": datetime.fromisoformat(read["made_at"])}))
        except (ValueError, KeyError, TypeError) as fault:
            raise BackupFault("Le sommaire de cette sauvegarde n'est pas lisible.") from fault


def fingerprints() -> dict[str, str]:
    """Return a mark of each key in use, from which the key cannot be found again."""
    keys = {"CONUM_FILE_KEY": settings.FILE_KEY, "CONUM_BENEFICIARY_KEY": settings.BENEFICIARY_KEY}
    return {name: _mark(key) for name, key in keys.items()}


def known_marks() -> dict[str, set[str]]:
    """Return the marks of the keys in use and, for files, of the older ones."""
    older = settings.FILE_KEYS_OLDER.split()
    known = {name: {mark} for name, mark in fingerprints().items()}
    known["CONUM_FILE_KEY"] |= {_mark(key) for key in older}
    return known


def _mark(key: str) -> str:
    return hmac.new(key.encode(), b"conum backup", hashlib.sha256).hexdigest()[:16]
