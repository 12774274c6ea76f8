"""What the places module listens to: its own changes, so that what is computed follows what is written, and ends
of contracts."""

from __future__ import annotations

from uuid import UUID

from conum.domains.places.events import PlacesChanged
from conum.domains.places.operations.hours import fill_open_during, forget_open_during
from conum.domains.places.operations.leaving import end_presences
from conum.domains.recruitment.events import ContractEnded
from conum.kernel.events import subscribe
from conum.kernel.jobs import defer

AT_ONCE = 20  # so many places are computed in the transaction; more are left to a job
OF_HOURS = frozenset({"opening_hours", "commune", "commune_id", "closed_on", "merged_into"})


@subscribe(PlacesChanged)
def follow_hours(event: PlacesChanged) -> None:
    """Compute when changed places are open: at once after an edit, in the background after an import."""
    if event.fields and not event.fields & OF_HOURS:
        return
    places = [UUID(place) for place in event.place_ids]
    if len(places) <= AT_ONCE:
        fill_open_during(now=event.now, places=places)
        return
    forget_open_during([place for place in places if str(place) not in event.created])
    defer("places.fill_missing_hours", key="places.fill_missing_hours")


@subscribe(ContractEnded)
def leave_places(event: ContractEnded) -> None:
    """Who leaves the host leaves its places the same day (REC-54)."""
    end_presences(person_id=event.person_id, host_id=event.host_id, last_day=event.ended_on, now=event.now)
