"""What the messaging module keeps."""

from conum.commons.messaging.models.outbox_message import OutboxMessage
from conum.commons.messaging.models.preference import MailRefusal

__all__ = ["MailRefusal", "OutboxMessage"]
