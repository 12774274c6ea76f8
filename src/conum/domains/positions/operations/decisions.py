"""Decisions of the committee: approve, refuse, ask for more; one request or many."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from conum.commons.accounts.models import Actor
from conum.domains.positions import parameters
from conum.domains.positions.enums import DecisionVerdict
from conum.domains.positions.events import HostRequestApproved, HostRequestClosed
from conum.domains.positions.models import CommitteeDecision, CommitteeSession, HostRequest
from conum.domains.positions.operations import mails
from conum.domains.positions.operations.grants import invite_contact, open_posts
from conum.domains.positions.operations.life import locked_request, move
from conum.domains.positions.permissions import REQUEST_DECIDE
from conum.domains.positions.queries import quotas
from conum.domains.positions.rules import decisions as rules
from conum.domains.positions.rules.requests import allocation_is_open
from conum.domains.positions.workflow import REQUESTS
from conum.kernel.errors import ConumError, OutOfSight
from conum.kernel.events import publish


@dataclass(frozen=True)
class Verdict:
    """What the administrator decides for one request.

    Attributes:
        verdict: `DecisionVerdict`.
        posts_granted: posts, 0 unless approved.
        session_id: session it is taken in; None for an individual dated decision.
        phase: 1 or 2.
        criteria: weighing of POS-26, for a coordinator.
        no_opinion_reason: why it is decided without an opinion (POS-20).
    """

    verdict: str
    posts_granted: int = 0
    session_id: UUID | None = None
    phase: int = 2
    priority: bool = False
    refusal_reason: str = ""
    observation: str = ""
    criteria: dict[str, str] = field(default_factory=dict)
    no_opinion_reason: str = ""


@dataclass(frozen=True)
class Outcome:
    """What became of one request of a lot: the decision, or the sentence that refused it."""

    request_id: UUID
    decision: CommitteeDecision | None
    refusal: str = ""


EVENTS = {
    DecisionVerdict.APPROVED: "approve",
    DecisionVerdict.REFUSED: "refuse",
    DecisionVerdict.FURTHER_REVIEW: "ask_more",
}


@transaction.atomic
def decide(request_id: UUID, verdict: Verdict, *, actor: Actor, now: datetime) -> CommitteeDecision:
    """Decide one request; an approval creates posts and attachments in the same transaction (POS-24).

    Raises:
        PermissionRefused, TransitionRefused.
        RuleBroken: POS-20 to POS-23, POS-25, POS-26, POS-48.
    """
    request = locked_request(request_id)
    REQUEST_DECIDE.require(actor, request)
    rules.request_is_confirmed.check(request.state)
    REQUESTS.target(request.state, EVENTS[DecisionVerdict(verdict.verdict)])
    _check(request, verdict)
    if verdict.verdict == DecisionVerdict.APPROVED:
        return _approve(request, verdict, actor, now)
    decision = _saved(request, verdict, actor, now)
    _finish(request, decision, verdict, actor, now)
    if verdict.verdict == DecisionVerdict.REFUSED:
        publish(HostRequestClosed(request.pk, request.organisation_id, request.state))
    return decision


def decide_many(verdicts: Iterable[tuple[UUID, Verdict]], *, actor: Actor, now: datetime) -> list[Outcome]:
    """Decide several requests, each on its own: what one refuses does not undo the others."""
    outcomes = []
    for request_id, verdict in sorted(verdicts, key=lambda pair: pair[0]):
        try:
            outcomes.append(Outcome(request_id, decide(request_id, verdict, actor=actor, now=now)))
        except ConumError as refusal:
            outcomes.append(Outcome(request_id, None, str(refusal)))
    return outcomes


def _check(request: HostRequest, verdict: Verdict) -> None:
    has_opinion = request.opinions.filter(superseded_at__isnull=True).exists()
    rules.opinion_or_reason.check(has_opinion, verdict.no_opinion_reason)
    if verdict.session_id:
        session = CommitteeSession.objects.select_for_update(no_key=True).filter(pk=verdict.session_id).first()
        if session is None:
            raise OutOfSight(_("Cette session n'existe pas."))
        rules.session_takes_decisions.check(session.state)
    rules.coordination_is_weighed.check(request.kind, verdict.criteria)
    if verdict.verdict == DecisionVerdict.REFUSED:
        rules.refusal_has_a_reason.check(verdict.refusal_reason)
    if verdict.verdict == DecisionVerdict.FURTHER_REVIEW:
        rules.review_has_an_observation.check(verdict.observation)
    if verdict.verdict != DecisionVerdict.APPROVED:
        rules.refusal_grants_none.check(verdict.posts_granted)


def _approve(request: HostRequest, verdict: Verdict, actor: Actor, now: datetime) -> CommitteeDecision:
    day = timezone.localdate(now)
    allocation_is_open.check(parameters.ALLOCATION_OPEN.on(day))
    rules.approval_grants_a_post.check(verdict.posts_granted)
    quotas.lock(request.department_id, request.kind)
    quotas.lock_nation()
    left = quotas.remaining(request.department_id, request.kind, day)
    rules.within_quota.check(verdict.posts_granted, left, str(request.department))
    rules.within_envelope.check(verdict.posts_granted, quotas.remaining_in_envelope(day))
    decision = _saved(request, verdict, actor, now)
    opened = open_posts(request, decision, day)
    rules.posts_follow_the_decision.check(verdict.posts_granted, len(opened.attachment_ids))
    _finish(request, decision, verdict, actor, now)
    invite_contact(request, actor=actor, now=now)
    publish(HostRequestApproved(request.pk, request.organisation_id, decision.pk))
    publish(opened)
    return decision


def _saved(request: HostRequest, verdict: Verdict, actor: Actor, now: datetime) -> CommitteeDecision:
    agreed = request.overrides.filter(agreed_by__isnull=False).exclude(agreed_by=actor.person_id)
    second = agreed.order_by("-agreed_at").values_list("agreed_by", flat=True).first()
    return CommitteeDecision.objects.create(
        request=request,
        kind=request.kind,
        validator_id=actor.person_id,
        second_validator_id=second if verdict.verdict == DecisionVerdict.APPROVED else None,
        decided_at=now,
        **verdict.__dict__,
    )


def _finish(request: HostRequest, decision: CommitteeDecision, verdict: Verdict, actor: Actor, now: datetime) -> None:
    move(
        request,
        EVENTS[DecisionVerdict(verdict.verdict)],
        actor=actor,
        now=now,
        note=verdict.observation,
        payload={
            "decision": str(decision.pk),
            "posts": verdict.posts_granted,
            "session": str(verdict.session_id or ""),
        },
    )
    mails.tell_decision(request, decision, now)
