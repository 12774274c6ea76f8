"""Putting text messages in the outbox: short, in the letters phones know, few a day."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection, transaction

from conum.commons.messaging import queries, rules
from conum.commons.messaging.enums import Channel
from conum.commons.messaging.models import OutboxMessage
from conum.commons.messaging.operations.queueing import Rendered, Window, queue


@transaction.atomic
def send_sms(
    *,
    template: str,
    to: str,
    context: dict[str, Any],
    key: str,
    now: datetime,
    ceiling: int,
    zone: str = "Europe/Paris",
    link: str = "",
    window: Window | None = None,
    person_id: UUID | None = None,
    language: str = "fr",
) -> bool:
    """Render a text message and queue it as `send` does a mail (BOO-23).

    Args:
        template: `module/name`, file `<module>/messages/<name>.sms.txt`.
        to: number, E.164.
        context: what the template shows; nothing that says why the person is helped.
        key: makes the message unique.
        now: instant of the fact.
        ceiling: messages one number receives a day at most.
        zone: time zone whose day is counted.
        link: address put at the end, never cut.
        window: when it may leave.
        person_id: account of the recipient, when there is one.
        language: `fr` or `en`.

    Returns:
        False when the day's ceiling is reached or the key was known: nothing was queued.

    Raises:
        TemplateDoesNotExist: no such message.
    """
    window = window or Window(now)
    _one_at_a_time(to)
    if sent_that_day(to, window.opens, zone) >= ceiling:
        return False
    text = rules.sms_text(queries.rendered_sms(template, context, language), link)
    return queue(
        Rendered(subject=text[:80], text=text, html=""),
        template=template,
        to=to,
        key=key,
        now=now,
        person_id=person_id,
        language=language,
        window=window,
        channel=Channel.SMS,
    )


def sent_that_day(to: str, instant: datetime, zone: str) -> int:
    """Return how many messages leave to a recipient on the local day of an instant, waiting ones included."""
    local = instant.astimezone(ZoneInfo(zone))
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    return OutboxMessage.objects.filter(
        to=to, not_before__gte=midnight, not_before__lt=midnight + timedelta(days=1)
    ).count()


def _one_at_a_time(to: str) -> None:
    """Two messages to one number are counted one after the other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"sms:{to}"])
