"""Host requests as their readers see them."""

from __future__ import annotations

from uuid import UUID

from django.db.models import OuterRef, Prefetch, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from conum.commons.accounts.models import Actor
from conum.domains.positions.enums import OPEN_STATES, RequestState
from conum.domains.positions.models import (
    CommitteeDecision,
    HostRequest,
    HostRequestStep,
    PrefectOpinion,
)
from conum.domains.positions.permissions import requests_visible_to


def listed(actor: Actor | None) -> QuerySet[HostRequest]:
    """Return the requests the actor sees, with host, commune, département and current verdict, in one query."""
    current = PrefectOpinion.objects.filter(request=OuterRef("pk"), superseded_at__isnull=True)
    return (
        requests_visible_to(actor)
        .select_related("organisation", "commune", "department__region")
        .annotate(verdict=Coalesce(Subquery(current.values("verdict")[:1]), Value("")))
    )


def detailed(actor: Actor | None) -> QuerySet[HostRequest]:
    """Return the requests the actor sees, with opinions, decisions and steps already read."""
    return listed(actor).select_related("commitments", "kept_request").prefetch_related(*_story(), "shared_with")


def followed() -> QuerySet[HostRequest]:
    """Return every request with its story: for the holder of a follow-up link."""
    rows = HostRequest.objects.select_related("organisation", "commune", "department__region", "commitments")
    return rows.prefetch_related(*_story())


def _story() -> tuple[Prefetch[str], ...]:
    return (
        Prefetch("opinions", PrefectOpinion.objects.select_related("author", "transfer_from").order_by("-given_at")),
        Prefetch("decisions", CommitteeDecision.objects.select_related("session", "validator").order_by("-decided_at")),
        Prefetch("steps", HostRequestStep.objects.select_related("author").order_by("at", "pk")),
    )


def already_open(legal_id: str, kind: str, *, except_for: UUID | None = None) -> bool:
    """Tell whether a request of this kind waits for a decision for this SIRET or RIDET (POS-01)."""
    rows = HostRequest.objects.filter(legal_id=legal_id, kind=kind, state__in=OPEN_STATES)
    return rows.exclude(pk=except_for).exists()


def already_approved(organisation_id: UUID, kind: str, *, except_for: UUID | None = None) -> bool:
    """Tell whether this organisation already holds an approved request of this kind (POS-01)."""
    rows = HostRequest.objects.filter(organisation=organisation_id, kind=kind, state=RequestState.APPROVED)
    return rows.exclude(pk=except_for).exists()


def waiting(actor: Actor | None) -> QuerySet[HostRequest]:
    """Return the listed requests that wait for a decision."""
    return listed(actor).filter(state__in=OPEN_STATES)


def decided_in(session_id: UUID) -> Q:
    """Return the condition "decided in this session"."""
    return Q(decisions__session=session_id)
