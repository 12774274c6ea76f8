"""Acceptance of additions and returns: posts opened within the quota, or closed and given back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from conum.commons.accounts.models import Actor
from conum.domains.positions import parameters
from conum.domains.positions.enums import AmendmentKind, DecisionVerdict, RequestState
from conum.domains.positions.events import HostRequestClosed, PostHandedBack, PostsReturned
from conum.domains.positions.models import CommitteeDecision, HostRequest, PostAmendment, PostAttachment
from conum.domains.positions.operations.amendments import check_last_day, check_return, locked_amendment, move
from conum.domains.positions.operations.grants import open_posts
from conum.domains.positions.operations.life import locked_request
from conum.domains.positions.operations.life import move as move_request
from conum.domains.positions.permissions import AMENDMENT_DECIDE
from conum.domains.positions.queries import amendments as queries
from conum.domains.positions.queries import quotas
from conum.domains.positions.rules import amendments as rules
from conum.domains.positions.rules import decisions as decision_rules
from conum.domains.positions.rules.requests import allocation_is_open
from conum.domains.positions.workflow import AMENDMENTS
from conum.kernel.errors import ConumError
from conum.kernel.events import publish


@dataclass(frozen=True)
class Acceptance:
    """What the administrator accepts.

    Attributes:
        posts_granted: posts of an addition; a return is accepted whole.
        effective_on: last day of returned posts at the host, past or to come.
        letter_reference: registered letter of a return, or its electronic equivalent (POS-45).
    """

    posts_granted: int = 0
    decision_note: str = ""
    no_opinion_reason: str = ""
    effective_on: date | None = None
    letter_reference: str = ""


@transaction.atomic
def accept_amendment(amendment_id: UUID, accepted: Acceptance, *, actor: Actor, now: datetime) -> PostAmendment:
    """Accept an addition (posts open at once) or a return (posts close on its day).

    Raises:
        TransitionRefused.
        RuleBroken: POS-20, POS-22, POS-41 to POS-43, POS-45, POS-48.
    """
    amendment = locked_amendment(amendment_id)
    AMENDMENT_DECIDE.require(actor, amendment)
    AMENDMENTS.target(amendment.state, "accept")
    request = locked_request(amendment.request_id)
    amendment.decision_note = accepted.decision_note.strip()
    amendment.decided_by_id, amendment.decided_at = actor.person_id, now
    if amendment.direction == AmendmentKind.ADDITION:
        _add(amendment, request, accepted, actor, now)
    else:
        _give_back(amendment, request, accepted, actor, now)
    return amendment


def _add(amendment: PostAmendment, request: HostRequest, accepted: Acceptance, actor: Actor, now: datetime) -> None:
    day, granted = timezone.localdate(now), accepted.posts_granted
    allocation_is_open.check(parameters.ALLOCATION_OPEN.on(day))
    _check_request(request)
    rules.granted_within_asked.check(granted, amendment.posts)
    rules.no_addition_in_phase_one.check(queries.held_by(request, day).phase)
    has_opinion = amendment.opinions.filter(superseded_at__isnull=True).exists()
    decision_rules.opinion_or_reason.check(has_opinion, accepted.no_opinion_reason)
    quotas.lock(request.department_id, amendment.kind)
    quotas.lock_nation()
    left = quotas.remaining(request.department_id, amendment.kind, day)
    decision_rules.within_quota.check(granted, left, str(request.department))
    decision_rules.within_envelope.check(granted, quotas.remaining_in_envelope(day))
    decision = CommitteeDecision.objects.create(
        amendment=amendment,
        verdict=DecisionVerdict.APPROVED,
        posts_granted=granted,
        kind=amendment.kind,
        observation=amendment.decision_note,
        no_opinion_reason=accepted.no_opinion_reason,
        validator_id=actor.person_id,
        decided_at=now,
    )
    opened = open_posts(request, decision, day)
    amendment.posts_decided, amendment.effective_on = granted, day
    move(amendment, "accept", actor=actor, now=now, posts=granted)
    publish(opened)


def _check_request(request: HostRequest) -> None:
    if request.state != RequestState.APPROVED:
        raise ConumError(_("La demande de la structure n'est plus acceptée : aucun poste ne peut y être ajouté."))


def _give_back(
    amendment: PostAmendment, request: HostRequest, accepted: Acceptance, actor: Actor, now: datetime
) -> None:
    rules.return_is_confirmed_by_letter.check(accepted.letter_reference)
    last_day = accepted.effective_on or timezone.localdate(now)
    held = queries.held_by(request, last_day, locked=True)
    check_return(held, amendment.posts)
    closed = held.free[: amendment.posts]
    check_last_day(closed, last_day, timezone.localdate(now))
    _close(closed, last_day)
    amendment.posts_decided, amendment.effective_on = len(closed), last_day
    amendment.letter_reference = accepted.letter_reference.strip()
    move(amendment, "accept", actor=actor, now=now, posts=len(closed), effective_on=last_day)
    for row in closed:
        publish(PostHandedBack(row.pk, row.host_id, last_day))
    publish(
        PostsReturned(
            amendment.pk,
            request.pk,
            request.organisation_id,
            amendment.kind,
            tuple(row.pk for row in closed),
            last_day,
            amendment.letter_reference,
        )
    )
    close_without_posts(request, actor=actor, now=now)


def _close(rows: Iterable[PostAttachment], last_day: date) -> None:
    for row in rows:
        row.ends_on = last_day
        row.save(update_fields=["ends_on"])


def close_emptied(*, now: datetime) -> int:
    """Close the requests whose last post has reached its last day (POS-44). Returns how many."""
    emptied = queries.emptied(timezone.localdate(now)).values_list("pk", flat=True)
    return sum(_close_emptied(request, now) for request in emptied)


@transaction.atomic
def _close_emptied(request_id: UUID, now: datetime) -> bool:
    request = locked_request(request_id)
    close_without_posts(request, actor=None, now=now)
    return request.state == RequestState.WITHDRAWN


def close_without_posts(request: HostRequest, *, actor: Actor | None, now: datetime) -> None:
    """Close a request whose host holds no post of its kind after today (POS-44): no more access to the pool."""
    left = queries.kept_after(request, timezone.localdate(now)).count()
    if left or request.state != RequestState.APPROVED:
        return
    move_request(request, "close", actor=actor, now=now)
    rules.request_closes_with_last_post.check(left, request.state == RequestState.WITHDRAWN)
    publish(HostRequestClosed(request.pk, request.organisation_id, request.state))
