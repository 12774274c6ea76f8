"""Sending what waits in the outbox, and closing what cannot be sent."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet

from conum.commons.messaging.enums import Channel, MessageState
from conum.commons.messaging.gateways import sms, smtp
from conum.commons.messaging.gateways.refusals import AddressRefused, SendingFailed
from conum.commons.messaging.models import OutboxMessage
from conum.kernel.jobs import defer

MAX_ATTEMPTS = 8
FIRST_WAIT = timedelta(minutes=1)  # doubled at each attempt: the eighth comes after about two hours


@transaction.atomic
def deliver(message_id: UUID | str, *, now: datetime) -> None:
    """Send one waiting message; sent, closed, not yet due, out of turn or held by another worker: does nothing.

    The row stays locked while the server is spoken to, so two workers never send the same message; a worker killed
    meanwhile leaves it waiting, and the next attempt bears the same Message-ID.
    """
    waiting = OutboxMessage.objects.select_for_update(skip_locked=True).filter(
        pk=message_id, state=MessageState.QUEUED, not_before__lte=now, channel__in=open_channels()
    )
    message = waiting.first()
    if message is None or _before(message).exists():
        return
    if message.useless_after is not None and now >= message.useless_after:
        _close(message, MessageState.SKIPPED, message.last_error, now)
    else:
        _try(message, now)
    message.save()
    if message.state != MessageState.QUEUED and (following := _after(message).filter(not_before__lte=now).first()):
        defer("messaging.deliver", message_id=str(following.pk))


def _before(message: OutboxMessage) -> QuerySet[OutboxMessage]:
    """Text messages of one kind to one number leave in the order they were queued: a question follows its recap."""
    due = Q(not_before__lte=message.not_before) | Q(attempts__gt=0)
    return _alongside(message).filter(due, pk__lt=message.pk)


def _after(message: OutboxMessage) -> QuerySet[OutboxMessage]:
    return _alongside(message).filter(pk__gt=message.pk).order_by("pk")


def _alongside(message: OutboxMessage) -> QuerySet[OutboxMessage]:
    queued = OutboxMessage.objects.filter(state=MessageState.QUEUED, channel=Channel.SMS)
    return queued.filter(to=message.to, template=message.template) if message.channel == Channel.SMS else queued.none()


def open_channels() -> list[Channel]:
    """Return the channels that have a way out; what goes by another waits for its server to be named."""
    return [Channel.EMAIL, Channel.SMS] if settings.MAIL_TRANSPORT else [Channel.SMS]


def _try(message: OutboxMessage, now: datetime) -> None:
    message.attempts += 1
    try:
        (sms if message.channel == Channel.SMS else smtp).deliver(message)
    except AddressRefused as refusal:
        _close(message, MessageState.BOUNCED, str(refusal), now)
    except SendingFailed as fault:
        _postpone(message, str(fault), now)
    else:
        message.state, message.sent_at, message.last_error = MessageState.SENT, now, ""


def deliver_waiting(*, now: datetime, limit: int = 500) -> int:
    """Send what waits and is due, oldest first; what a killed worker or a retry left behind. Returns how many."""
    due = OutboxMessage.objects.filter(state=MessageState.QUEUED, not_before__lte=now, channel__in=open_channels())
    found = list(due.order_by("not_before", "pk").values_list("pk", flat=True)[:limit])
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
    sms.forget(message.mark for message in messages if message.channel == Channel.SMS and message.mark)
    rows.filter(state=MessageState.QUEUED).update(state=MessageState.FAILED, closed_at=now)
    rows.update(to="", person_id=None, subject="", text="", html="", last_error="", erased_at=now)
