"""Lines of the journal, with the name of their author while it may be known."""

from __future__ import annotations

from django.contrib.auth import get_user_model
from django.db import models
from django.db.models import OuterRef, Subquery, Value
from django.db.models.functions import Concat, Trim

from conum.commons.journal.models import ActorAlias, JournalEntry, JournalHead
from conum.commons.journal.permissions import READ
from conum.kernel.permissions import ActorLike


def everything() -> models.QuerySet[JournalEntry]:
    """Return every line with `author` (full name, None for the system or once pseudonymised), latest first."""
    persons = get_user_model()._default_manager.filter(pk=OuterRef("person_id"))
    names = persons.annotate(name=Trim(Concat("first_name", Value(" "), "last_name"))).values("name")
    author = ActorAlias.objects.filter(pk=OuterRef("actor")).annotate(name=Subquery(names)).values("name")
    return JournalEntry.objects.annotate(author=Subquery(author)).order_by("-happened_at", "-pk")


def about(subject: models.Model | tuple[str, str]) -> models.QuerySet[JournalEntry]:
    """Return the lines about one row, latest first: the history shown on its page."""
    kind, key = subject if isinstance(subject, tuple) else (subject._meta.label, str(subject.pk))
    return everything().filter(subject_type=kind, subject_id=str(key))


def history_for(actor: ActorLike | None, subject: models.Model | tuple[str, str]) -> models.QuerySet[JournalEntry]:
    """Return the lines about one row when the actor may read the journal, none otherwise."""
    return about(subject) if READ.allows(actor) else JournalEntry.objects.none()


def heads() -> models.QuerySet[JournalHead]:
    """Return the end of each chain, by family: what is published so that anybody can check later."""
    return JournalHead.objects.filter(position__gte=1).order_by("family")
