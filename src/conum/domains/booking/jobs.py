"""Jobs of booking: the horizon that moves, what the clock brings, offers of the waiting list, forgetting."""

from __future__ import annotations

from django.utils import timezone

from conum.domains.booking.operations.absences import extend_absences
from conum.domains.booking.operations.changes import start_due
from conum.domains.booking.operations.occurrences import extend_horizon
from conum.domains.booking.operations.offers import end_waits, expire_offers, make_offers
from conum.domains.booking.operations.series import extend_series
from conum.kernel.jobs import every, job


@every("20 1 * * *")
@job("booking.extend_horizon")
def extend(timestamp: int) -> None:
    """Write the coming days of presences and absences, up to the horizon."""
    now = timezone.now()
    while extend_horizon(now=now):
        pass
    extend_absences(now=now)
    extend_series(now=now)


@every("*/5 * * * *")
@job("booking.start_due")
def start(timestamp: int) -> None:
    """Ask for the attendance of what has begun."""
    while start_due(now=timezone.now()):
        pass


@every("* * * * *")
@job("booking.offers")
def offers(timestamp: int) -> None:
    """Each minute, end the offers whose time has passed and offer what is free."""
    now = timezone.now()
    expire_offers(now=now)
    end_waits(now=now)
    make_offers(now=now)
