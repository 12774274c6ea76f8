"""Additions and returns of posts as their readers see them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import OuterRef, Prefetch, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from conum.commons.accounts.models import Actor
from conum.domains.positions.enums import AmendmentState, PostKind, RequestState
from conum.domains.positions.models import HostRequest, PostAmendment, PostAttachment, PrefectOpinion
from conum.domains.positions.permissions import amendments_visible_to
from conum.domains.positions.queries.engaged import engaged
from conum.domains.positions.queries.quotas import COUNSELLORS


@dataclass(frozen=True)
class Held:
    """Posts of one kind that a host holds: all, those engaged (POS-42), and the phase of its last decision (POS-41).

    Attributes:
        request: the accepted request they come from.
    """

    request: HostRequest
    attachments: tuple[PostAttachment, ...]
    engaged: frozenset[UUID]
    phase: int

    @property
    def kind(self) -> str:
        """Kind of post."""
        return self.request.kind

    @property
    def free(self) -> tuple[PostAttachment, ...]:
        """Posts that may be returned, the longest attached first."""
        return tuple(row for row in self.attachments if row.pk not in self.engaged)


def listed(actor: Actor | None) -> QuerySet[PostAmendment]:
    """Return the amendments the actor sees with the current verdict of the prefect."""
    current = PrefectOpinion.objects.filter(amendment=OuterRef("pk"), superseded_at__isnull=True)
    return (
        amendments_visible_to(actor)
        .select_related("host__commune", "department", "request")
        .annotate(verdict=Coalesce(Subquery(current.values("verdict")[:1]), Value("")))
    )


def detailed(actor: Actor | None) -> QuerySet[PostAmendment]:
    """Return the listed amendments with opinions and author already read."""
    opinions = PrefectOpinion.objects.select_related("author", "transfer_from").order_by("-given_at")
    return listed(actor).select_related("asked_by", "decided_by").prefetch_related(Prefetch("opinions", opinions))


def approved_requests(host: UUID) -> QuerySet[HostRequest]:
    """Return the accepted requests of a host, counsellors first."""
    rows = HostRequest.objects.filter(organisation=host, state=RequestState.APPROVED)
    return rows.select_related("organisation", "department", "commune").order_by("-kind", "number")


def held_by(request: HostRequest, day: date, *, locked: bool = False) -> Held:
    """Return the posts that the host of a request holds for its kind; `locked` keeps them until the transaction ends.

    Args:
        day: the day on which posts would end.
    """
    kinds = (PostKind.COORDINATOR,) if request.kind == PostKind.COORDINATOR else COUNSELLORS
    rows = PostAttachment.objects.filter(host=request.organisation_id, ends_on__isnull=True, post__kind__in=kinds)
    rows = rows.select_related("post").order_by("starts_on", "post__number")
    if locked:
        # Stronger than no_key: a contract being written on one of these posts waits, or is seen here.
        rows = rows.select_for_update(of=("self",))
    attachments = tuple(rows)
    last = request.decisions.filter(verdict="approved").order_by("-decided_at").values_list("phase", flat=True)
    busy = engaged([row.pk for row in attachments], day)
    return Held(request, attachments, frozenset(busy), last.first() or 2)


def open_of(host: UUID) -> PostAmendment | None:
    """Return the amendment of a host that waits for a decision (POS-40)."""
    return PostAmendment.objects.filter(host=host, state=AmendmentState.OPEN).first()
