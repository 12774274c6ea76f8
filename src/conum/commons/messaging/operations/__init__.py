"""Queueing, sending and closing messages."""

from conum.commons.messaging.operations.delivery import deliver, deliver_waiting
from conum.commons.messaging.operations.django_mails import OutboxBackend
from conum.commons.messaging.operations.queueing import Rendered, queue, send

__all__ = ["OutboxBackend", "Rendered", "deliver", "deliver_waiting", "queue", "send"]
