"""Posts without a counsellor, and since when (POS-47)."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import DateField, F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Coalesce

from conum.commons.accounts.models import Actor
from conum.domains.positions.models import PostAssignment, PostAttachment, VacancyNotice
from conum.domains.positions.permissions import attachments_visible_to
from conum.domains.positions.queries.posts import vacant_attachments

ONE_DAY = Value(timedelta(days=1))


def vacant(day: date) -> QuerySet[PostAttachment]:
    """Return the posts vacant on `day`, each with `vacant_since`: the day after the last counsellor, or the grant's."""
    ended = PostAssignment.objects.filter(attachment=OuterRef("pk"), ends_on__lt=day).order_by("-ends_on")
    first_day = Cast(Subquery(ended.values("ends_on")[:1]) + ONE_DAY, DateField())
    rows = vacant_attachments(day).annotate(vacant_since=Coalesce(first_day, F("starts_on")))
    sent = VacancyNotice.objects.filter(attachment=OuterRef("pk"), vacant_since=OuterRef("vacant_since"))
    return rows.annotate(last_stage=Subquery(sent.order_by("-sent_at").values("stage")[:1]))


def listed(actor: Actor | None, day: date) -> QuerySet[PostAttachment]:
    """Return the vacant posts the actor sees."""
    return vacant(day).filter(pk__in=attachments_visible_to(actor).values("pk"))
