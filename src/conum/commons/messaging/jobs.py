"""The job that sends, and the sweep that forgets no message."""

from __future__ import annotations

from datetime import UTC, datetime

from django.utils import timezone

from conum.commons.messaging import operations
from conum.kernel.jobs import every, job


@job("messaging.deliver", queue="mail")
def deliver(message_id: str) -> None:
    """Send one message of the outbox; a failure is kept on the row and tried again by the sweep."""
    operations.deliver(message_id, now=timezone.now())


@every("* * * * *")
@job("messaging.sweep", queue="mail")
def sweep(timestamp: int) -> None:
    """Each minute, send what is due and still waits."""
    operations.deliver_waiting(now=max(timezone.now(), datetime.fromtimestamp(timestamp, UTC)))
