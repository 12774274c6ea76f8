"""Queueing, sending and closing messages."""

from conum.commons.messaging.operations.bounces import close_bounced, read_report
from conum.commons.messaging.operations.ceilings import room_left
from conum.commons.messaging.operations.delivery import deliver, deliver_waiting, erase_content
from conum.commons.messaging.operations.django_mails import OutboxBackend
from conum.commons.messaging.operations.preferences import choose_topics
from conum.commons.messaging.operations.queueing import Rendered, Window, queue, send
from conum.commons.messaging.operations.texting import send_sms
from conum.commons.messaging.rules import sending_instant

__all__ = [
    "OutboxBackend",
    "Rendered",
    "Window",
    "choose_topics",
    "close_bounced",
    "deliver",
    "deliver_waiting",
    "erase_content",
    "queue",
    "read_report",
    "room_left",
    "send",
    "send_sms",
    "sending_instant",
]
