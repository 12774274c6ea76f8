"""What the territories tell: reference data changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from conum.kernel.events import Event


@dataclass(frozen=True)
class ReferenceImported(Event):
    """Indexes or zones were imported, or communes refreshed.

    Attributes:
        subject: `fragility`, `zones` or `communes`.
        created, changed, closed: rows of each kind.
        source: what the person or the command gave as the source.
        person_id, role: who did it; "" for the system.
        now: instant of the import.
    """

    subject: str
    created: int
    changed: int
    closed: int
    source: str
    person_id: str
    role: str
    now: datetime
