"""Rendering and reading messages."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.template.loader import select_template
from django.utils import translation

from conum.commons.messaging.enums import MessageState, Topic
from conum.commons.messaging.models import MailRefusal, OutboxMessage


def rendered(template: str, context: dict[str, Any], language: str) -> tuple[str, str, str]:
    """Return subject, text and HTML page of `module/name` in a language, in French where it has no such files.

    Raises:
        TemplateDoesNotExist: the module has no message of this name.
    """
    module, _, name = template.partition("/")
    known = {
        "site_address": site_address(),
        "synthetic": settings.CONUM_SYNTHETIC,
        **context,
        "language": language,
    }

    def render(ending: str) -> str:
        names = [f"{module}/messages/{name}.{language}.{ending}", f"{module}/messages/{name}.{ending}"]
        return str(select_template(names).render(known)).strip()

    with translation.override(language):
        return " ".join(render("subject.txt").split()), render("txt"), render("html")


def rendered_sms(template: str, context: dict[str, Any], language: str) -> str:
    """Return the text message of `module/name`, in French where it has no such file in the language.

    Raises:
        TemplateDoesNotExist: the module has no text message of this name.
    """
    module, _, name = template.partition("/")
    names = [f"{module}/messages/{name}.{language}.sms.txt", f"{module}/messages/{name}.sms.txt"]
    with translation.override(language):
        return " ".join(select_template(names).render(context).split())


def site_address() -> str:
    """Return the address people type, without a final slash, for the links of mails."""
    return str(settings.SITE_ADDRESS)


def undelivered(addresses: Iterable[str]) -> set[str]:
    """Return those of the addresses or numbers whose latest message came back: pages warn that it is wrong."""
    latest = OutboxMessage.objects.filter(to__in=set(addresses)).exclude(
        state__in=[MessageState.QUEUED, MessageState.SKIPPED]
    )
    states = dict(latest.order_by("queued_at", "pk").values_list("to", "state"))
    return {address for address, state in states.items() if state == MessageState.BOUNCED}


def refused_topics(person_id: UUID) -> set[str]:
    """Return the topics whose mails the person does not want."""
    return set(MailRefusal.objects.filter(person_id=person_id).values_list("topic", flat=True))


def refuses(person_id: UUID, topic: Topic) -> bool:
    """Tell whether the person does not want the mails of this topic."""
    return MailRefusal.objects.filter(person_id=person_id, topic=topic).exists()


def latest_key(template: str, to: str) -> str:
    """Return the key of the last message of this template queued to a recipient, "" when there is none."""
    rows = OutboxMessage.objects.filter(template=template, to=to).order_by("-queued_at", "-id")
    return rows.values_list("key", flat=True).first() or ""


def queued(keys: Iterable[str]) -> set[str]:
    """Return those of the keys under which a message was put in the outbox."""
    return set(OutboxMessage.objects.filter(key__in=set(keys)).values_list("key", flat=True))
