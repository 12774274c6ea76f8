"""The candidate pool of a host: matches of a need with what the list shows, joined."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q, QuerySet

from conum.commons.accounts.enums import Role
from conum.commons.accounts.models import Actor
from conum.commons.territories.queries import DistanceM
from conum.domains.recruitment.enums import CandidateState, MatchState
from conum.domains.recruitment.models import Candidate, HostNeed, IdentifiedCandidate, Match
from conum.domains.recruitment.permissions import matches_visible_to, needs_visible_to

ON_SCREEN = (
    MatchState.PROPOSED,
    MatchState.SHORTLISTED,
    MatchState.SELECTED,
    MatchState.HIRED,
    MatchState.DECLINED_BY_HOST,
    MatchState.DECLINED_BY_CANDIDATE,
    MatchState.EXPIRED,
)
MET = (MatchState.SHORTLISTED, MatchState.SELECTED, MatchState.HIRED)


def needs_of(actor: Actor) -> QuerySet[HostNeed]:
    """Return the needs the actor recruits for, hosts with vacant posts first."""
    rows = needs_visible_to(actor).select_related("host", "department")
    return rows.order_by("-vacant_posts", "post_kind", "pk")


def need_of(actor: Actor, chosen: str | None) -> HostNeed | None:
    """Return the need named in the address, else the first of the host; None when there is none."""
    rows = needs_of(actor)
    if chosen:
        return rows.filter(pk=chosen).first()
    return rows.first() if actor.role == Role.HOST_MANAGER else None


def pool(actor: Actor, need: HostNeed) -> QuerySet[Match]:
    """Return the candidates of a need, joined with what a row shows."""
    rows = matches_visible_to(actor).filter(need=need, state__in=ON_SCREEN)
    return rows.select_related("candidate__commune", "candidate__department", "candidate__cv", "need__host")


def identified(actor: Actor, need: HostNeed) -> tuple[IdentifiedCandidate, Match | None] | None:
    """Return whom the host named in its request, and their match when it is in the pool; None when it named nobody."""
    found = IdentifiedCandidate.objects.filter(request=need.request_id).first() if need.request_id else None
    if found is None:
        return None
    shown = pool(actor, need).filter(candidate=found.candidate_id).first() if found.candidate_id else None
    return found, shown


def states(actor: Actor, need: HostNeed) -> dict[str, int]:
    """Return how many candidates of this need are in each state shown."""
    counts = matches_visible_to(actor).filter(need=need, state__in=ON_SCREEN).order_by().values("state")
    return {row["state"]: row["n"] for row in counts.annotate(n=Count("pk"))}


def wider_pool(need: HostNeed) -> QuerySet[Candidate]:
    """Return the available, visible candidates that are not matched with this need, nearest first to read."""
    known = Match.objects.filter(need=need).exclude(state__in=[MatchState.WITHDRAWN, MatchState.EXPIRED])
    rows = Candidate.objects.filter(
        state=CandidateState.AVAILABLE, visible=True, latitude__isnull=False, zone=need.zone
    ).exclude(pk__in=known.values("candidate"))
    return rows.select_related("commune", "department").annotate(
        distance=DistanceM("latitude", "longitude", need.latitude, need.longitude)
    )


def counts_by_department(actor: Actor) -> list[dict[str, Any]]:
    """Return candidates by state in each département of the actor's territory (a prefecture sees counts only)."""
    rows = Candidate.objects.exclude(state=CandidateState.REMOVED).filter(actor.perimeter.as_q("department"))
    available = Count("pk", filter=Q(state=CandidateState.AVAILABLE))
    hired = Count("pk", filter=Q(state=CandidateState.HIRED))
    grouped = rows.order_by().values("department__code", "department__name")
    return list(grouped.annotate(total=Count("pk"), available=available, hired=hired).order_by("department__code"))


def points(matches: list[Match], need: HostNeed) -> list[dict[str, Any]]:
    """Return the points of the map: the host, then each candidate at the centre of the commune."""
    host = {"lat": need.latitude, "lon": need.longitude, "title": str(need.host)}
    return [host] + [
        {
            "lat": match.candidate.latitude,
            "lon": match.candidate.longitude,
            "title": match.candidate.first_name,
            "text": str(match.candidate.commune),
        }
        for match in matches
        if match.candidate.latitude is not None
    ]
