"""Putting mails in the outbox."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from conum.commons.messaging import queries
from conum.commons.messaging.enums import Channel, Topic
from conum.commons.messaging.models import OutboxMessage
from conum.kernel.ids import new_id
from conum.kernel.jobs import defer


@dataclass(frozen=True)
class Rendered:
    """A message ready to leave."""

    subject: str
    text: str
    html: str


@dataclass(frozen=True)
class Window:
    """When a message may leave.

    Attributes:
        opens: not before this instant.
        closes: after it the message would say nothing any more and is skipped; None when it is always good to say.
    """

    opens: datetime
    closes: datetime | None = None


def send(
    *,
    template: str,
    to: str,
    context: dict[str, Any],
    key: str,
    now: datetime,
    person_id: UUID | None = None,
    language: str = "fr",
    topic: Topic | None = None,
    window: Window | None = None,
) -> None:
    """Render the mail and put it in the outbox, in the transaction of the caller; it leaves if that commits.

    Args:
        template: `module/name`, files `<module>/messages/<name>.{subject.txt,txt,html}`.
        to: address.
        context: what the templates show.
        key: makes the mail unique: the same key is queued once, whatever is replayed.
        now: instant of the fact.
        person_id: account of the recipient, when there is one.
        language: `fr` or `en`; French when the message has no such version.
        topic: for an optional mail, what the person may have refused; None is always sent.
        window: when it may leave; at once and for ever unless given.

    Raises:
        TemplateDoesNotExist: no such message.
    """
    if topic and person_id and queries.refuses(person_id, topic):
        return
    subject, text, html = queries.rendered(template, {**context, "topic": topic}, language)
    queue(
        Rendered(subject, text, html),
        template=template,
        to=to,
        key=key,
        now=now,
        person_id=person_id,
        language=language,
        topic=topic,
        window=window,
    )


def mark_of(key: str) -> str:
    """Return what the Message-ID carries: always the same for a key, and saying nothing of it."""
    return hashlib.sha256(key.encode()).hexdigest()[:32]


@transaction.atomic
def queue(
    rendered: Rendered,
    *,
    template: str,
    to: str,
    key: str,
    now: datetime,
    person_id: UUID | None = None,
    language: str = "fr",
    topic: Topic | None = None,
    window: Window | None = None,
    channel: Channel = Channel.EMAIL,
) -> bool:
    """Put a rendered message in the outbox and defer its sending, once per key; False when the key was known."""
    window = window or Window(now)
    message = OutboxMessage(
        id=new_id(),
        key=key,
        mark=mark_of(key),
        channel=channel,
        template=template,
        topic=topic or "",
        to=to,
        person_id=person_id,
        language=language,
        subject=rendered.subject[:250],
        text=rendered.text,
        html=rendered.html,
        not_before=window.opens,
        useless_after=window.closes,
        queued_at=now,
    )
    OutboxMessage.objects.bulk_create([message], ignore_conflicts=True)
    kept = OutboxMessage.objects.filter(pk=message.pk).exists()
    if kept and window.opens <= now:  # the sweep takes the others when their time comes
        defer("messaging.deliver", message_id=str(message.pk))
    return kept
