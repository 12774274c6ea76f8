"""How many messages one recipient receives a day (BOO-23)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import connection

from conum.commons.messaging.models import OutboxMessage

TAKEN = """
SELECT pg_advisory_xact_lock(hashtextextended('messages:' || recipient, 0))
  FROM (SELECT unnest(%s::text[]) AS recipient ORDER BY 1) AS asked
"""


def room_left(
    to: Collection[str], instant: datetime, zone: str, ceiling: int, *, template: str = "", event: str = ""
) -> bool:
    """Tell whether a person may be told of one more event on the local day of an instant, by whatever way.

    Called in the transaction that queues it: two messages to one person are counted one after the other.

    Args:
        to: every address and number of the person.
        template: messages of this kind count; "" counts all.
        event: what begins the keys of its messages: what one way told already leaves room for the other.
    """
    with connection.cursor() as cursor:
        cursor.execute(TAKEN, [sorted(to)])
    return len(told_that_day(to, instant, zone, template=template) - {event}) < ceiling


def told_that_day(to: Collection[str], instant: datetime, zone: str, *, template: str = "") -> set[str]:
    """Return the events a person is told of on the local day of an instant, waiting messages included.

    One event told by mail and by text message is one: the end of its two keys, `:email` or `:sms`, is left out.
    """
    local = instant.astimezone(ZoneInfo(zone))
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    rows = OutboxMessage.objects.filter(
        to__in=to, not_before__gte=midnight, not_before__lt=midnight + timedelta(days=1)
    )
    rows = rows.filter(template=template) if template else rows
    return {key.removesuffix(":email").removesuffix(":sms") for key in rows.values_list("key", flat=True)}
