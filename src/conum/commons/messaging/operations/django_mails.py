"""Django's mail backend: whatever the framework and its libraries send goes through the outbox too."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from conum.commons.messaging.operations.queueing import Rendered, queue
from conum.kernel.ids import new_id


class OutboxBackend(BaseEmailBackend):
    """Writes each recipient's mail to the outbox; named by the setting `EMAIL_BACKEND`."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Queue the mails and return how many.

        Raises:
            ValueError: a mail has attachments, which the outbox does not carry.
        """
        for mail in email_messages:
            if mail.attachments:
                raise ValueError("the outbox carries no attachment: link to a page that asks a permission")
            for address in mail.recipients():
                self._queue(mail, address)
        return len(email_messages)

    def _queue(self, mail: Any, address: str) -> None:
        pages = [body for body, kind in getattr(mail, "alternatives", []) if kind == "text/html"]
        queue(
            Rendered(subject=str(mail.subject), text=str(mail.body), html=str(pages[0]) if pages else ""),
            template="django/mail",
            to=address,
            key=f"django:{new_id()}",
            now=timezone.now(),
        )
