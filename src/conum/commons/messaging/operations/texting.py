"""Putting text messages in the outbox: short, in the letters phones know, few a day."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from conum.commons.messaging import queries, rules
from conum.commons.messaging.enums import Channel
from conum.commons.messaging.operations.ceilings import room_left
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
    if not room_left([to], window.opens, zone, ceiling):
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
