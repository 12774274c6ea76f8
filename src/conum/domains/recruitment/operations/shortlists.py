"""Shortlists: the host chooses, the candidate answers, the clock ends them (REC-32, REC-33, REC-35)."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from conum.commons.accounts.models import Actor
from conum.commons.journal.operations import record
from conum.domains.recruitment.enums import (
    CandidateDeclineReason,
    CandidateState,
    MatchOrigin,
    MatchState,
    NotRetainedReason,
)
from conum.domains.recruitment.models import Candidate, HostNeed, Match
from conum.domains.recruitment.operations.matching import fill_again
from conum.domains.recruitment.operations.notices import (
    tell_answer,
    tell_candidate,
    tell_expired,
    tell_not_retained,
    tell_shortlisted,
)
from conum.domains.recruitment.operations.scoring import scored_pair
from conum.domains.recruitment.parameters import (
    CHOOSE_WITHIN,
    SHORTLIST_MAX_PER_CANDIDATE,
    SHORTLIST_MAX_PER_POST,
)
from conum.domains.recruitment.permissions import ANSWER_MATCH, BROWSE_POOL, SHORTLIST
from conum.domains.recruitment.rules.clocks import due_after
from conum.domains.recruitment.rules.matching import (
    open_to_match,
    room_in_candidate_shortlists,
    room_in_host_shortlists,
    visible_to_hosts,
)
from conum.domains.recruitment.workflow import MATCH
from conum.kernel.errors import ConumError, OutOfSight

LIVE = (MatchState.SHORTLISTED, MatchState.SELECTED)


@transaction.atomic
def shortlist(match_id: UUID, actor: Actor, *, now: datetime) -> Match:
    """The host is interested: contact details open, the clock starts, the candidate is told.

    Raises:
        OutOfSight, PermissionRefused, TransitionRefused; RuleBroken: REC-20, REC-32, REC-33.
    """
    match = lock_match(match_id)
    SHORTLIST.require(actor, match)
    state = MATCH.target(match.state, "shortlist")
    _require_room(match.need, match.candidate, now)
    _start_clock(match, state, now)
    journal("shortlist", match, actor, now)
    tell_shortlisted(match, now=now)
    return match


@transaction.atomic
def pick(need_id: UUID, candidate_id: UUID, actor: Actor, *, now: datetime) -> Match:
    """Shortlist by hand somebody of the pool, even outside the radius; an existing match is shortlisted.

    Raises:
        OutOfSight, PermissionRefused, TransitionRefused; RuleBroken: REC-20, REC-32, REC-33.
    """
    need = HostNeed.objects.select_for_update(no_key=True).filter(pk=need_id).first()
    candidate = Candidate.objects.select_for_update(no_key=True).filter(pk=candidate_id).first()
    if need is None or candidate is None:
        raise OutOfSight(_("Cette candidature n'existe plus."))
    BROWSE_POOL.require(actor, need)
    known = Match.objects.filter(need=need, candidate=candidate).first()
    if known and known.state == MatchState.PROPOSED:
        return shortlist(known.pk, actor, now=now)
    if known and known.state not in (MatchState.WITHDRAWN, MatchState.EXPIRED):
        MATCH.target(known.state, "pick")
    _require_room(need, candidate, now)
    match = known or Match(need=need, candidate=candidate, created_at=now)
    match.origin = MatchOrigin.MANUAL
    scored_pair(match, now=now)
    _start_clock(match, MatchState.SHORTLISTED, now)
    journal("pick", match, actor, now)
    tell_shortlisted(match, now=now)
    return match


@transaction.atomic
def not_retain(match_id: UUID, reason: str, actor: Actor, *, now: datetime) -> Match:
    """The host does not retain the candidate, with one of the standard reasons; the candidate is told (REC-35)."""
    match = lock_match(match_id)
    SHORTLIST.require(actor, match)
    if reason not in NotRetainedReason.values:
        raise ConumError(_("Choisissez un motif dans la liste."), field="reason")
    close(match, MATCH.target(match.state, "not_retain"), now, reason=reason)
    journal("not_retain", match, actor, now, reason=reason)
    tell_not_retained(match, now=now)
    return match


@transaction.atomic
def undo(match_id: UUID, actor: Actor, *, now: datetime) -> Match:
    """Put back a shortlisted or not retained candidate among the proposals; a lost shortlist is told."""
    match = lock_match(match_id)
    SHORTLIST.require(actor, match)
    was = match.state
    match.state = MATCH.target(was, "undo")
    match.shortlisted_at = match.due_at = match.agreed_at = match.closed_at = match.declined_at = None
    match.reason = ""
    _save(match, now)
    journal("undo", match, actor, now, was=was)
    if was == MatchState.SHORTLISTED:
        tell_candidate(
            match.candidate,
            f"undone/{match.pk}",
            _("La présélection de {host} est annulée").format(host=match.need.host),
            _("Votre candidature lui reste proposée."),
            now=now,
        )
    return match


@transaction.atomic
def agree(match_id: UUID, actor: Actor, *, now: datetime) -> Match:
    """The candidate accepts to be contacted by the host that shortlisted."""
    match = lock_match(match_id)
    ANSWER_MATCH.require(actor, match)
    if match.state != MatchState.SHORTLISTED:
        raise ConumError(_("Cette présélection n'est plus en cours."))
    match.agreed_at = now
    _save(match, now)
    journal("agree", match, actor, now)
    tell_answer(match, agreed=True, now=now)
    return match


@transaction.atomic
def decline(match_id: UUID, reason: str, actor: Actor, *, now: datetime) -> Match:
    """The candidate declines a host, proposed or shortlisting; not proposed again before REC-25's delay."""
    match = lock_match(match_id)
    ANSWER_MATCH.require(actor, match)
    if reason not in CandidateDeclineReason.values:
        raise ConumError(_("Choisissez un motif dans la liste."), field="reason")
    told = match.state == MatchState.SHORTLISTED
    close(match, MATCH.target(match.state, "decline"), now, reason=reason)
    journal("decline", match, actor, now, reason=reason)
    if told:
        tell_answer(match, agreed=False, now=now)
    return match


@transaction.atomic
def expire_due(*, now: datetime, at_most: int = 200) -> int:
    """End the shortlists whose delay has passed (REC-35); returns how many. Safe to run twice."""
    due = (
        Match.objects.select_for_update(skip_locked=True, no_key=True, of=("self",))
        .filter(state=MatchState.SHORTLISTED, due_at__lte=now)
        .select_related("candidate", "need__host")
        .order_by("due_at")[:at_most]
    )
    expired = list(due)
    for match in expired:
        close(match, MATCH.target(match.state, "expire"), now)
        journal("expire", match, None, now)
        tell_expired(match, now=now)
    return len(expired)


def lock_match(match_id: UUID) -> Match:
    """Return the match, with its need, its candidate and itself locked in this order.

    Raises:
        OutOfSight: no such match.
    """
    keys = Match.objects.filter(pk=match_id).values("need", "candidate").first()
    if keys is None:
        raise OutOfSight(_("Cette proposition n'existe plus."))
    need = HostNeed.objects.select_for_update(no_key=True, of=("self",)).select_related("host").get(pk=keys["need"])
    candidate = Candidate.objects.select_for_update(no_key=True).get(pk=keys["candidate"])
    match = Match.objects.select_for_update(no_key=True).get(pk=match_id)
    match.need, match.candidate = need, candidate
    return match


def close(match: Match, state: str, now: datetime, *, reason: str = "") -> None:
    """Close a match in `state`; declines and expiries start the delay of REC-25; the next best appears (REC-33)."""
    match.state, match.reason, match.closed_at = state, reason, now
    if state != MatchState.WITHDRAWN:
        match.declined_at = now
    _save(match, now)
    fill_again(match.need.host_id)


def journal(action: str, match: Match, actor: Actor | None, now: datetime, **payload: Any) -> None:
    """Journal what happened to a match."""
    record(
        family="recruitment",
        action=f"match.{action}",
        actor=actor,
        subject=match,
        payload={"candidate": match.candidate_id, "need": match.need_id, **payload},
        now=now,
    )


def _require_room(need: HostNeed, candidate: Candidate, now: datetime) -> None:
    """Check REC-20, REC-32 and REC-33 under the locks of both sides."""
    today = localdate(now)
    available = candidate.state == CandidateState.AVAILABLE
    open_to_match.check("approved", need.vacant_posts, candidate.state, bool(candidate.confirmed_at and available))
    visible_to_hosts.check(candidate.visible)
    host_live = Match.objects.filter(need=need, state__in=LIVE).count()
    room_in_host_shortlists.check(host_live, need.vacant_posts, SHORTLIST_MAX_PER_POST.on(today))
    candidate_live = Match.objects.filter(candidate=candidate, state__in=LIVE).count()
    room_in_candidate_shortlists.check(candidate_live, SHORTLIST_MAX_PER_CANDIDATE.on(today))


def _start_clock(match: Match, state: str, now: datetime) -> None:
    match.state, match.shortlisted_at = state, now
    match.due_at = due_after(now, CHOOSE_WITHIN.on(localdate(now)))
    match.closed_at = match.agreed_at = None
    match.reason = ""
    _save(match, now)


def _save(match: Match, now: datetime) -> None:
    match.updated_at = now
    match.save()
