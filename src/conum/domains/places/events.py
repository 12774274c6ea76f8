"""What the places module tells."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from conum.kernel.events import Event


@dataclass(frozen=True)
class PlacesChanged(Event):
    """Places were created or changed: opening instants, duplicates and what is shown are to be computed again.

    Attributes:
        place_ids: keys, as text, thousands at once after an import.
        created: the keys among them that are new.
        fields: names of the fields of `Place` that may have changed; empty when all may have.
        now: instant of the change.
    """

    place_ids: tuple[str, ...]
    created: frozenset[str]
    fields: frozenset[str]
    now: datetime


@dataclass(frozen=True)
class PlacesImported(Event):
    """A file was imported.

    Attributes:
        source, digest: name given to the source, and SHA-256 of the file.
        created, updated, unchanged, refused: lines of each kind.
        actor_id, actor_role: who, empty for the console.
        now: instant of the import.
    """

    source: str
    digest: str
    created: int
    updated: int
    unchanged: int
    refused: int
    actor_id: str
    actor_role: str
    now: datetime
