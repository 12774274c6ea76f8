"""Jobs of helpers: inactivity (MAN-05)."""

from __future__ import annotations

from datetime import UTC, datetime

from conum.domains.mandates.operations import inactivity
from conum.kernel.jobs import every, job


@every("40 5 * * *")
@job("mandates.watch_activity")
def watch_activity(timestamp: int) -> None:
    """Each morning, suspend who did nothing for six months and warn who did nothing for five."""
    now = datetime.fromtimestamp(timestamp, UTC)
    inactivity.suspend_inactive(now=now)
    inactivity.warn_inactive(now=now)
