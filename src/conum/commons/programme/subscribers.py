"""What the programme listens to: reference data came in."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from uuid import UUID

from conum.commons.journal.operations import record
from conum.commons.territories.events import ReferenceImported
from conum.kernel.events import subscribe

FAMILY = "territories"


@dataclass(frozen=True)
class Importer:
    """Who brought the data, as the journal asks."""

    person_id: UUID
    role: str


@subscribe(ReferenceImported)
def journal_import(event: ReferenceImported) -> None:
    """Write in the journal what was imported, by whom, from which source: territories stand too low to do it."""
    counts = {
        name: value for name, value in asdict(event).items() if name in ("created", "changed", "closed", "source")
    }
    record(
        family=FAMILY,
        action=f"{event.subject}.import",
        actor=Importer(UUID(event.person_id), event.role) if event.person_id else None,
        subject=("territories.reference", event.subject),
        payload=counts,
        now=event.now,
    )
