"""The daily sweep of the storage."""

from __future__ import annotations

from datetime import UTC, datetime

from conum.commons.files import operations
from conum.kernel.jobs import every, job


@every("40 2 * * *")
@job("files.sweep")
def sweep(timestamp: int) -> None:
    """At 2:40, remove bytes without row and report rows without bytes."""
    operations.sweep(now=datetime.fromtimestamp(timestamp, UTC))
