"""The daily purge."""

from __future__ import annotations

from datetime import UTC, datetime

from django.utils.timezone import localdate

from conum.commons.programme.operations import apply_retention, preview_retention
from conum.kernel.jobs import every, job
from conum.kernel.web import limits


@every("10 1 * * *")
@job("programme.preview_retention")
def preview(timestamp: int) -> None:
    """At 1:10, count what the purge of the day will erase: there is time to read it."""
    now = datetime.fromtimestamp(timestamp, UTC)
    preview_retention(day=localdate(now), now=now)


@every("10 4 * * *")
@job("programme.apply_retention")
def apply(timestamp: int) -> None:
    """At 4:10, erase; the job is tried again when it fails, and tomorrow's covers a day that was missed."""
    now = datetime.fromtimestamp(timestamp, UTC)
    apply_retention(day=localdate(now), now=now)


@every("25 * * * *")
@job("programme.forget_attempts")
def forget_attempts(timestamp: int) -> None:
    """Each hour, delete the counters of attempts (sign-in, codes, forms, challenges) whose window is over."""
    limits.sweep(datetime.fromtimestamp(timestamp, UTC))
