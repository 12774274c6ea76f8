"""Sending what waits in the outbox, and closing what cannot be sent."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction

from conum.commons.messaging.enums import MessageState
from conum.commons.messaging.gateways import smtp
from conum.commons.messaging.models import OutboxMessage

MAX_ATTEMPTS = 8
FIRST_WAIT = timedelta(minutes=1)  # doubled at each attempt: the eighth comes after about two hours


@transaction.atomic
def deliver(message_id: UUID | str, *, now: datetime) -> None:
    """Send one waiting message; sent, closed, not yet due or held by another worker: does nothing.

    The row stays locked while the server is spoken to, so two workers never send the same message; a worker killed
    meanwhile leaves it waiting, and the next attempt bears the same Message-ID.
    """
    if not settings.MAIL_TRANSPORT:  # no mail server yet: everything waits for it
        return
    waiting = OutboxMessage.objects.select_for_update(skip_locked=True).filter(
        pk=message_id, state=MessageState.QUEUED, not_before__lte=now
    )
    message = waiting.first()
    if message is None:
        return
    message.attempts += 1
    try:
        smtp.deliver(message)
    except smtp.AddressRefused as refusal:
        _close(message, MessageState.BOUNCED, str(refusal), now)
    except smtp.SendingFailed as fault:
        _postpone(message, str(fault), now)
    else:
        message.state, message.sent_at, message.last_error = MessageState.SENT, now, ""
    message.save()


def deliver_waiting(*, now: datetime, limit: int = 500) -> int:
    """Send what waits and is due, oldest first; what a killed worker or a retry left behind. Returns how many."""
    if not settings.MAIL_TRANSPORT:
        return 0
    due = OutboxMessage.objects.filter(state=MessageState.QUEUED, not_before__lte=now).order_by("not_before", "pk")
    found = list(due.values_list("pk", flat=True)[:limit])
    for pk in found:
        deliver(pk, now=now)
    return len(found)


def _postpone(message: OutboxMessage, reason: str, now: datetime) -> None:
    if message.attempts >= MAX_ATTEMPTS:
        _close(message, MessageState.FAILED, reason, now)
    else:
        message.last_error = reason[:300]
        message.not_before = now + FIRST_WAIT * 2 ** (message.attempts - 1)


def _close(message: OutboxMessage, state: MessageState, reason: str, now: datetime) -> None:
    message.state, message.closed_at, message.last_error = state, now, reason[:300]


@transaction.atomic
def erase_content(messages: list[OutboxMessage], *, now: datetime) -> None:
    """Erase address, person and text of messages; one that still waits is closed as failed (sheet 11 section 2)."""
    rows = OutboxMessage.objects.filter(pk__in=[message.pk for message in messages])
    rows.filter(state=MessageState.QUEUED).update(state=MessageState.FAILED, closed_at=now)
    rows.update(to="", person_id=None, subject="", text="", html="", last_error="", erased_at=now)
