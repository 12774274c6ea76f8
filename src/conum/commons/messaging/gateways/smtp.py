"""Sending one message of the outbox by the configured transport."""

from __future__ import annotations

from email.utils import parseaddr
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection

from conum.commons.messaging.gateways.refusals import AddressRefused, SendingFailed
from conum.commons.messaging.models import OutboxMessage

PERMANENT = 500  # replies from 500 up are final (RFC 5321, 4.2.1)


def message_id(message: OutboxMessage) -> str:
    """Return the Message-ID, the same at each attempt so that a repeated mail is recognised as one."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    return f"<{message.mark}@{domain}>"


def deliver(message: OutboxMessage) -> None:
    """Hand the message to the mail server.

    Raises:
        AddressRefused: a final refusal of the recipient.
        SendingFailed: anything else went wrong.
    """
    mail = EmailMultiAlternatives(
        message.subject, message.text, settings.DEFAULT_FROM_EMAIL, [message.to], headers=_headers(message)
    )
    if message.html:
        mail.attach_alternative(message.html, "text/html")
    try:
        mail.connection = get_connection(settings.MAIL_TRANSPORT)
        mail.send()
    except SMTPRecipientsRefused as refusal:
        code, words = next(iter(refusal.recipients.values()))
        _raise(code, words, refusal)
    except SMTPResponseException as refusal:
        raise SendingFailed(f"{refusal.smtp_code} {_text(refusal.smtp_error)}") from refusal
    except (SMTPException, OSError) as fault:
        raise SendingFailed(f"{type(fault).__name__}: {fault}") from fault


def _raise(code: int, words: bytes | str, cause: Exception) -> None:
    kind = AddressRefused if code >= PERMANENT else SendingFailed
    raise kind(f"{code} {_text(words)}") from cause


def _text(words: bytes | str) -> str:
    return words.decode(errors="replace") if isinstance(words, bytes) else words


def _headers(message: OutboxMessage) -> dict[str, str]:
    return {
        "Message-ID": message_id(message),
        "Auto-Submitted": "auto-generated",
        "Content-Language": message.language,
    }
