"""Additions and returns of posts as their readers see them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from conum.commons.accounts.models import Actor
from conum.domains.positions.enums import AmendmentState, DecisionVerdict, PostKind, RequestState
from conum.domains.positions.models import CommitteeDecision, HostRequest, PostAmendment, PostAttachment, PrefectOpinion
from conum.domains.positions.permissions import amendments_visible_to
from conum.domains.positions.queries.engaged import engaged
from conum.domains.positions.queries.quotas import COUNSELLORS, holding


@dataclass(frozen=True)
class Held:
    """Posts of one kind that a host holds: all, those engaged (POS-42), and the phase of its last decision (POS-41).

    A post whose last day is set is no longer among them.

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
    rows = PostAttachment.objects.filter(host=request.organisation_id, ends_on__isnull=True)
    rows = rows.filter(post__kind__in=_kinds(request)).select_related("post").order_by("starts_on", "post__number")
    if locked:
        # Stronger than no_key: a contract being written on one of these posts waits, or is seen here.
        rows = rows.select_for_update(of=("self",))
    attachments = tuple(rows)
    busy = engaged([row.pk for row in attachments], day)
    return Held(request, attachments, frozenset(busy), phase_of(request))


def phase_of(request: HostRequest) -> int:
    """Return the phase of the last decision that granted posts: on the request, or on one of its additions (POS-41).

    The convention itself is kept by the funding module, above (ADR 0010).
    """
    granted = CommitteeDecision.objects.filter(
        Q(request=request) | Q(amendment__request=request), verdict=DecisionVerdict.APPROVED
    )
    return granted.order_by("-decided_at", "-pk").values_list("phase", flat=True).first() or 2


def kept_after(request: HostRequest, day: date) -> QuerySet[PostAttachment]:
    """Return the posts that the host of a request still holds, of its kind, after `day`."""
    rows = PostAttachment.objects.filter(host=request.organisation_id, post__kind__in=_kinds(request))
    return rows.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=day))


def emptied(day: date) -> QuerySet[HostRequest]:
    """Return the accepted requests whose host holds no post of their kind on `day` nor later."""
    kept = PostAttachment.objects.filter(holding(day), host=OuterRef("organisation"))
    coordinators = kept.filter(post__kind=PostKind.COORDINATOR)
    counsellors = kept.filter(post__kind__in=COUNSELLORS)
    without = Q(kind=PostKind.COORDINATOR) & ~Exists(coordinators) | Q(kind=PostKind.COUNSELLOR) & ~Exists(counsellors)
    return HostRequest.objects.filter(without, state=RequestState.APPROVED).order_by("pk")


def _kinds(request: HostRequest) -> tuple[PostKind, ...]:
    return (PostKind.COORDINATOR,) if request.kind == PostKind.COORDINATOR else COUNSELLORS


def open_of(host: UUID) -> PostAmendment | None:
    """Return the amendment of a host that waits for a decision (POS-40)."""
    return PostAmendment.objects.filter(host=host, state=AmendmentState.OPEN).first()
