"""Work of positions done in the background."""

from __future__ import annotations

from django.utils import timezone

from conum.domains.positions.operations.requests import purge_unconfirmed
from conum.kernel.jobs import every, job


@every("17 3 * * *")
@job("positions.purge_unconfirmed")
def purge(timestamp: int) -> None:
    """Delete, each night, the requests that nobody confirmed in time (POS-07)."""
    purge_unconfirmed(now=timezone.now())
