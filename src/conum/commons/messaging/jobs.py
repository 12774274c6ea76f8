"""The job that sends, and the sweep that forgets no message."""

from __future__ import annotations

from datetime import UTC, datetime

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from conum.commons.messaging import operations
from conum.commons.messaging.models import OutboxMessage
from conum.kernel.jobs import every, job
from conum.kernel.retention import purge


@job("messaging.deliver", queue="mail")
def deliver(message_id: str) -> None:
    """Send one message of the outbox; a failure is kept on the row and tried again by the sweep."""
    operations.deliver(message_id, now=timezone.now())


@every("* * * * *")
@job("messaging.sweep", queue="mail")
def sweep(timestamp: int) -> None:
    """Each minute, send what is due and still waits."""
    operations.deliver_waiting(now=max(timezone.now(), datetime.fromtimestamp(timestamp, UTC)))


@purge("messaging.OutboxMessage", "privacy.message_content", _("Contenu et adresse des messages"))
def old_content(before: datetime) -> QuerySet[OutboxMessage]:
    """Messages queued before, whose content is still there."""
    return OutboxMessage.objects.filter(queued_at__lt=before, erased_at__isnull=True)


@old_content.erase
def erase_content(messages: list[OutboxMessage], now: datetime) -> None:
    """Keep the state and the dates, without address, person nor text; what never left never will."""
    operations.erase_content(messages, now=now)


@purge("messaging.OutboxMessage/state", "privacy.message_state", _("État des messages"))
def old_states(before: datetime) -> QuerySet[OutboxMessage]:
    """Messages without content, queued before."""
    return OutboxMessage.objects.filter(queued_at__lt=before, erased_at__isnull=False)


@old_states.erase
def erase_states(messages: list[OutboxMessage], now: datetime) -> None:
    """Delete the rows."""
    OutboxMessage.objects.filter(pk__in=[message.pk for message in messages]).delete()
