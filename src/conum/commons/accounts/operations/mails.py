"""Mails of the accounts module. They go through Django's mail backend, hence the outbox."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils.translation import override


def send_mail(name: str, to: str, context: dict[str, Any], language: str = "") -> None:
    """Send `accounts/mails/<name>.txt` (first line: the subject) and its HTML frame.

    Args:
        name: template, without its ending.
        to: address.
        context: what the template shows; `person` gives the language.
        language: `fr` or `en`, when there is no person.
    """
    person = context.get("person")
    with override(language or getattr(person, "language", "") or "fr"):
        values = {"address": settings.SITE_ADDRESS, **context}
        subject, text = render_to_string(f"accounts/mails/{name}.txt", values).strip().split("\n", 1)
        page = render_to_string("accounts/mails/frame.html", {"subject": subject, "text": text.strip()})
    mail = EmailMultiAlternatives(subject.strip(), text.strip() + "\n", None, [to])
    mail.attach_alternative(page, "text/html")
    mail.send()
