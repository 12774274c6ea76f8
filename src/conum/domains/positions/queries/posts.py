"""Posts with their derived state (POS-34)."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.models import Case, Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery, Value, When

from conum.commons.accounts.models import Actor, Organisation
from conum.domains.positions.enums import PostState
from conum.domains.positions.models import Post, PostAssignment, PostAttachment
from conum.domains.positions.permissions import attachments_visible_to
from conum.domains.positions.queries.quotas import open_on


def with_state(posts: QuerySet[Post], day: date) -> QuerySet[Post]:
    """Annotate posts with `state` on a day, and what a list shows of their host."""
    attached = PostAttachment.objects.filter(open_on(day), post=OuterRef("pk"))
    assigned = PostAssignment.objects.filter(open_on(day), attachment__post=OuterRef("pk"))
    last = _last_attachment()
    return posts.annotate(
        is_attached=Exists(attached),
        is_assigned=Exists(assigned),
        state=Case(
            When(is_attached=False, then=Value(PostState.HANDED_BACK.value)),
            When(is_assigned=True, then=Value(PostState.FILLED.value)),
            default=Value(PostState.VACANT.value),
        ),
        host_name=Subquery(last.values("host__name")[:1]),
        host_siret=Subquery(last.values("host__siret")[:1]),
        commune_name=Subquery(last.values("host__commune__name")[:1]),
        department_code=Subquery(last.values("department_id")[:1]),
        attached_since=Subquery(last.values("starts_on")[:1]),
    )


def with_territory(posts: QuerySet[Post]) -> QuerySet[Post]:
    """Annotate posts with their host's key and the names of their territory: for a download or one page, not a list."""
    last = _last_attachment()
    return posts.annotate(
        host_id=Subquery(last.values("host_id")[:1]),
        department_name=Subquery(last.values("department__name")[:1]),
        region_name=Subquery(last.values("department__region__name")[:1]),
    )


def _last_attachment() -> QuerySet[PostAttachment]:
    return PostAttachment.objects.filter(post=OuterRef("pk")).order_by("-starts_on")


def listed(actor: Actor | None, day: date) -> QuerySet[Post]:
    """Return the posts the actor sees (attached now or once to a host in reach), with their state."""
    seen = Post.objects.filter(attachments__in=attachments_visible_to(actor)).distinct()
    return with_state(Post.objects.filter(pk__in=seen.values("pk")), day).select_related("granted_by__session")


def detailed(actor: Actor | None, day: date) -> QuerySet[Post]:
    """Return the listed posts with attachments and assignments already read."""
    assignments = PostAssignment.objects.select_related("counsellor").order_by("starts_on")
    attachments = (
        PostAttachment.objects.select_related("host", "department", "request")
        .prefetch_related(Prefetch("assignments", assignments))
        .order_by("starts_on")
    )
    return with_territory(listed(actor, day)).prefetch_related(Prefetch("attachments", attachments))


def vacant_attachments(day: date) -> QuerySet[PostAttachment]:
    """Return the attachments open on `day` without an assignment open that day: the vacant posts and their hosts."""
    busy = PostAssignment.objects.filter(open_on(day), attachment=OuterRef("pk"))
    rows = PostAttachment.objects.filter(open_on(day)).filter(~Exists(busy))
    return rows.select_related("post", "host__commune", "department", "request")


def attachments_of(host_id: UUID, day: date) -> QuerySet[PostAttachment]:
    """Return the posts a host holds on `day`, each with `filled` True or False."""
    busy = PostAssignment.objects.filter(open_on(day), attachment=OuterRef("pk"))
    rows = PostAttachment.objects.filter(open_on(day), host=host_id)
    return rows.annotate(filled=Exists(busy)).select_related("post").order_by("post__number")


def hosts_holding(department: str, day: date, *, but: UUID | None = None) -> QuerySet[Organisation]:
    """Return the organisations that hold posts in a département on `day`, by name, but one."""
    held = PostAttachment.objects.filter(open_on(day), department=department)
    return Organisation.objects.filter(pk__in=held.values("host")).exclude(pk=but).order_by("name", "branch_name", "pk")


def overlapping(starts_on: date, ends_on: date | None) -> Q:
    """Return the condition "shares a day with this period", both days included."""
    later = Q(ends_on__isnull=True) | Q(ends_on__gte=starts_on)
    return later & Q(starts_on__lte=ends_on) if ends_on else later


def assignments_of(person_id: UUID) -> QuerySet[PostAssignment]:
    """Return every assignment of a person, latest first."""
    rows = PostAssignment.objects.filter(counsellor=person_id).select_related("attachment__host", "attachment__post")
    return rows.order_by(F("starts_on").desc())
