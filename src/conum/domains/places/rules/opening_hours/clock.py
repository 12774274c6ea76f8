"""From local hours to instants: the two days a year when a clock skips or repeats an hour."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

MINUTE = timedelta(minutes=1)
Stretch = tuple[datetime, datetime]


def instant(local: datetime, zone: ZoneInfo) -> datetime:
    """Return the instant (UTC) of a local time without zone.

    A time the spring change skips is read as the moment the clock jumps; one that autumn repeats, as the first of both.
    """
    while (found := local.replace(tzinfo=zone).astimezone(UTC)).astimezone(zone).replace(tzinfo=None) != local:
        local += MINUTE
    return found


def instants(stretches: Iterable[Stretch], zone: ZoneInfo) -> list[Stretch]:
    """Return local stretches as instants, joined where they touch; those the spring change swallows are gone."""
    found: list[Stretch] = []
    for start, end in sorted((instant(start, zone), instant(end, zone)) for start, end in stretches):
        if end <= start:
            continue
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found
