"""Committee sessions and what they decided."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from conum.domains.positions.enums import SessionState
from conum.domains.positions.models import CommitteeDecision, CommitteeSession


def listed() -> QuerySet[CommitteeSession]:
    """Return the sessions with their counts of decisions and of posts granted."""
    return CommitteeSession.objects.annotate(
        decided=Count("decisions"),
        approved=Count("decisions", filter=Q(decisions__verdict="approved")),
        posts=Coalesce(Sum("decisions__posts_granted"), 0),
    )


def open_sessions() -> QuerySet[CommitteeSession]:
    """Return the sessions that take decisions, soonest first."""
    return CommitteeSession.objects.filter(state=SessionState.OPEN).order_by("date", "label")


def departments(session_id: UUID) -> set[str]:
    """Return the codes of the départements that this session decided something for."""
    decided = CommitteeDecision.objects.filter(session=session_id)
    return set(decided.values_list("request__department", flat=True).distinct())
