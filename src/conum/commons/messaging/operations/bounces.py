"""Mails that come back: the report of a mail server closes the message."""

from __future__ import annotations

import email
import re
from dataclasses import dataclass
from datetime import datetime
from email.message import Message

from django.db import transaction

from conum.commons.messaging.enums import MessageState
from conum.commons.messaging.models import OutboxMessage

QUOTED = ("message/rfc822", "text/rfc822-headers", "message/rfc822-headers")
MESSAGE_ID = re.compile(r"<([0-9a-f]{32})@[^>]+>")


@dataclass(frozen=True)
class Report:
    """What a delivery status notification says.

    Attributes:
        mark: mark of the mail it is about.
        permanent: the address will never receive it (action `failed` with a 5.x.x status, RFC 3464).
        reason: the server's words.
    """

    mark: str
    permanent: bool
    reason: str


def read_report(raw: bytes) -> Report | None:
    """Read a delivery status notification (RFC 3464); None when it is another mail or about another sender's."""
    mail = email.message_from_bytes(raw)
    status = next((part for part in mail.walk() if part.get_content_type() == "message/delivery-status"), None)
    mark = _mark_in(mail)
    if status is None or mark is None:
        return None
    fields = [block for block in status.get_payload() if isinstance(block, Message)]  # type: ignore[union-attr]
    of = {name.lower(): str(value) for block in fields for name, value in block.items()}
    code = of.get("status", "").strip()
    permanent = of.get("action", "").strip().lower() == "failed" and code.startswith("5")
    return Report(mark, permanent, " ".join(f"{code} {of.get('diagnostic-code', '')}".split())[:300])


@transaction.atomic
def close_bounced(report: Report, *, now: datetime) -> bool:
    """Mark the message as bounced; False when the report is of a delay, or the message is unknown or closed."""
    if not report.permanent:
        return False
    open_states = [MessageState.QUEUED, MessageState.SENT]
    message = OutboxMessage.objects.select_for_update().filter(mark=report.mark, state__in=open_states).first()
    if message is None:
        return False
    message.state, message.closed_at = MessageState.BOUNCED, now
    message.last_error = "" if message.erased_at else report.reason
    message.save(update_fields=["state", "closed_at", "last_error"])
    return True


def _mark_in(mail: Message) -> str | None:
    """Find our Message-ID in the part that quotes the original, or in the references."""
    quoted = [part.as_string() for part in mail.walk() if part.get_content_type() in QUOTED]
    threads = f"{mail.get('In-Reply-To', '')} {mail.get('References', '')}"
    found = MESSAGE_ID.search(" ".join([*quoted, threads]))
    return found[1] if found else None
