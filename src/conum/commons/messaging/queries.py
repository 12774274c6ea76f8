"""Rendering and reading messages."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.template.loader import select_template
from django.utils import translation

from conum.commons.messaging.enums import Topic
from conum.commons.messaging.models import MailRefusal


def rendered(template: str, context: dict[str, Any], language: str) -> tuple[str, str, str]:
    """Return subject, text and HTML page of `module/name` in a language, in French where it has no such files.

    Raises:
        TemplateDoesNotExist: the module has no message of this name.
    """
    module, _, name = template.partition("/")
    known = {"site_address": site_address(), **context, "language": language}

    def render(ending: str) -> str:
        names = [f"{module}/messages/{name}.{language}.{ending}", f"{module}/messages/{name}.{ending}"]
        return str(select_template(names).render(known)).strip()

    with translation.override(language):
        return " ".join(render("subject.txt").split()), render("txt"), render("html")


def site_address() -> str:
    """Return the address people type, without a final slash, for the links of mails."""
    return str(settings.SITE_ADDRESS)


def refuses(person_id: UUID, topic: Topic) -> bool:
    """Tell whether the person does not want the mails of this topic."""
    return MailRefusal.objects.filter(person_id=person_id, topic=topic).exists()
