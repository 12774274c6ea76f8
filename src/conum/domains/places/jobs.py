"""Work done in the background."""

from __future__ import annotations

from django.utils import timezone

from conum.domains.places.operations.hours import fill_missing, fill_open_during
from conum.kernel.jobs import every, job


@job("places.fill_missing_hours")
def fill_missing_hours() -> None:
    """Compute when the places an import wrote are open."""
    fill_missing(now=timezone.now())


@every("12 1 * * *")
@job("places.fill_hours")
def fill_hours(timestamp: int) -> None:
    """Compute, each night, when every place is open over the coming weeks."""
    fill_open_during(now=timezone.now())
