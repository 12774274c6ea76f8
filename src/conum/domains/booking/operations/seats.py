"""Seats of a workshop, always counted with the workshop taken (BOO-11)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Count

from conum.domains.booking.enums import WaitingState, WorkshopState
from conum.domains.booking.models import Seat, WaitingListEntry, Workshop
from conum.domains.booking.operations.refusals import SeatsTaken
from conum.domains.booking.workflow import WAITING, WORKSHOP


def take_seats(workshop: Workshop, count: int, **source: Any) -> None:
    """Give the lowest free numbers of a locked workshop to a registration, or hold them for an offer.

    Args: source: `registration=…`, or `offer=…` with `expires_at=…`.
    Raises: SeatsTaken: fewer are free.
    """
    taken = set(workshop.taken_seats.values_list("number", flat=True))
    last = workshop.seats if workshop.seats is not None else len(taken) + count
    free = [number for number in range(1, last + 1) if number not in taken]
    if len(free) < count:
        raise SeatsTaken(len(free), count)
    Seat.objects.bulk_create(Seat(workshop=workshop, number=number, **source) for number in free[:count])
    recount(workshop)


def free_seats(workshop: Workshop, **source: Any) -> int:
    """Take back the seats of a registration or an offer; returns how many."""
    count, _ = workshop.taken_seats.filter(**source).delete()
    recount(workshop)
    return count


def recount(workshop: Workshop) -> None:
    """Write the counters of a locked workshop, and whether it is full."""
    counts = workshop.taken_seats.aggregate(registered=Count("registration"), held=Count("offer"))
    workshop.registered, workshop.held = counts["registered"], counts["held"]
    if workshop.state == WorkshopState.OPEN and workshop.free == 0:
        workshop.state = WORKSHOP.target(workshop.state, "fill")
    elif workshop.state == WorkshopState.FULL and workshop.free != 0:
        workshop.state = WORKSHOP.target(workshop.state, "free")
    workshop.save(update_fields=["registered", "held", "state"])


def expire_holds(workshop: Workshop, now: datetime) -> list[WaitingListEntry]:
    """End the offers of a locked workshop whose time has passed; returns their entries."""
    entries = WaitingListEntry.objects.select_for_update().filter(workshop=workshop, state=WaitingState.OFFERED)
    over = list(entries.filter(hold_until__lte=now).order_by("pk"))
    for entry in over:
        entry.state, entry.updated_at = WAITING.target(entry.state, "expire"), now
        entry.save(update_fields=["state", "updated_at"])
    if over:
        free_seats(workshop, offer__in=over)
    return over


def renumber(workshop: Workshop, seats: int) -> None:
    """Bring the seats numbered above a lower capacity down to free numbers, before the capacity is lowered."""
    taken = dict(workshop.taken_seats.values_list("number", "pk"))
    free = iter(number for number in range(1, seats + 1) if number not in taken)
    for number in sorted(taken):
        if number > seats:
            Seat.objects.filter(pk=taken[number]).update(number=next(free))
