"""Additions and returns of posts: asked, opined on, refused, cancelled (their acceptance is beside)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from conum.commons.accounts.models import Actor
from conum.commons.journal.operations import record
from conum.domains.positions import parameters
from conum.domains.positions.enums import AmendmentKind, AmendmentReason
from conum.domains.positions.models import HostRequest, PostAmendment, PostAttachment, PrefectOpinion
from conum.domains.positions.operations import notices
from conum.domains.positions.operations.life import FAMILY
from conum.domains.positions.operations.opinions import Opinion, check_posts, check_transfer
from conum.domains.positions.permissions import AMENDMENT_ASK, AMENDMENT_DECIDE, OPINION_GIVE
from conum.domains.positions.queries import amendments as queries
from conum.domains.positions.queries.context import opinion_context
from conum.domains.positions.rules import amendments as rules
from conum.domains.positions.rules import opinions as opinion_rules
from conum.domains.positions.rules.requests import allocation_is_open
from conum.domains.positions.rules.vacancy import add_months
from conum.domains.positions.workflow import AMENDMENTS
from conum.kernel.errors import ConumError, OutOfSight


@dataclass(frozen=True)
class Asked:
    """What a host asks: `direction` and `reason` are codes, `posts` counts posts of `kind`.

    Attributes:
        effective_on: day the host would like a return to take effect.
    """

    direction: str
    kind: str
    posts: int
    reason: str
    reason_text: str = ""
    effective_on: date | None = None
    letter_reference: str = ""


@transaction.atomic
def ask_amendment(asked: Asked, *, actor: Actor, now: datetime) -> PostAmendment:
    """Ask, for the actor's own host, to add or return posts.

    Raises:
        PermissionRefused.
        RuleBroken: POS-40 to POS-43, POS-48.
        ConumError: no accepted request of this kind, wrong number or reason.
    """
    AMENDMENT_ASK.require(actor)
    request = _locked_own(actor, asked.kind)
    open_already = PostAmendment.objects.filter(host=request.organisation_id, state="open").count()
    rules.one_open_amendment.check(open_already)
    _check_words(asked)
    if asked.direction == AmendmentKind.ADDITION:
        _check_addition(request, asked, timezone.localdate(now))
    else:
        _check_return_asked(request, asked, timezone.localdate(now))
    amendment = PostAmendment.objects.create(
        host=request.organisation,
        request=request,
        department=request.department,
        asked_by_id=actor.person_id,
        created_at=now,
        updated_at=now,
        **{**asked.__dict__, "reason_text": asked.reason_text.strip()},
    )
    payload = {"direction": asked.direction, "kind": asked.kind, "posts": asked.posts, "reason": asked.reason}
    record(family=FAMILY, action="amendment.ask", actor=actor, subject=amendment, payload=payload, now=now)
    notices.tell_asked(amendment, now)
    return amendment


def _locked_own(actor: Actor, kind: str) -> HostRequest:
    """All accepted requests of the host are held, so that two people of it ask one after the other (POS-40)."""
    rows = queries.approved_requests(actor.organisation_id) if actor.organisation_id else HostRequest.objects.none()
    held = list(rows.order_by("pk").select_for_update(no_key=True, of=("self",)))
    found = next((row for row in held if row.kind == kind), None)
    if found is None:
        raise ConumError(_("Votre structure n'a pas de demande acceptée pour ce type de poste."), field="kind")
    return found


def _check_words(asked: Asked) -> None:
    if asked.posts < 1:
        raise ConumError(_("Indiquez au moins un poste."), field="posts")
    if asked.reason not in dict(rules.reasons_of(asked.direction)):
        raise ConumError(_("Choisissez l'un des motifs proposés."), field="reason")
    if asked.reason == AmendmentReason.OTHER and not asked.reason_text.strip():
        raise ConumError(_("Précisez l'autre raison."), field="reason_text")


def _check_addition(request: HostRequest, asked: Asked, day: date) -> None:
    allocation_is_open.check(parameters.ALLOCATION_OPEN.on(day), field="posts")
    rules.no_addition_in_phase_one.check(queries.held_by(request, day).phase)
    most = parameters.MAX_POSTS_PER_REQUEST.on(day)
    if asked.posts > most:
        raise ConumError(_("Demandez {most} postes au plus.").format(most=most), field="posts")


def _check_return_asked(request: HostRequest, asked: Asked, day: date) -> None:
    """A day may be wished for: the posts that are free on that day count."""
    held = queries.held_by(request, asked.effective_on or day, locked=True)
    check_return(held, asked.posts)
    if asked.effective_on:
        check_last_day(held.free[: asked.posts], asked.effective_on, day)


def check_last_day(rows: Sequence[PostAttachment], last_day: date, day: date) -> None:
    """Refuse a last day before these posts began, or too far ahead of `day`."""
    latest = add_months(day, parameters.RETURN_AHEAD.on(day))
    rules.last_day_is_right.check(last_day, max(row.starts_on for row in rows), latest)


def check_return(held: queries.Held, posts: int) -> None:
    """Refuse a return that would close an engaged post (POS-42, POS-43)."""
    busy, free = len(held.engaged), len(held.free)
    rules.coordinator_post_is_free.check(held.kind, 0 if posts <= free else busy)
    rules.returned_posts_are_free.check(posts, len(held.attachments), busy, free)


def locked_amendment(amendment_id: UUID) -> PostAmendment:
    """Return the amendment, locked until the end of the transaction.

    Raises:
        OutOfSight: no such amendment.
    """
    rows = PostAmendment.objects.select_for_update(no_key=True, of=("self",))
    found = rows.select_related("host", "department", "request").filter(pk=amendment_id).first()
    if found is None:
        raise OutOfSight(_("Cet avenant n'existe pas."))
    return found


def move(amendment: PostAmendment, event: str, *, actor: Actor, now: datetime, **payload: object) -> None:
    """Take the transition, save, write the journal line and tell everybody concerned.

    Raises:
        TransitionRefused: the amendment no longer waits.
    """
    amendment.state = AMENDMENTS.target(amendment.state, event)
    amendment.updated_at = now
    amendment.save()
    record(family=FAMILY, action=f"amendment.{event}", actor=actor, subject=amendment, payload=dict(payload), now=now)
    notices.tell_decided(amendment, now)


@transaction.atomic
def give_amendment_opinion(amendment_id: UUID, opinion: Opinion, *, actor: Actor, now: datetime) -> PrefectOpinion:
    """Give or replace the prefect's opinion on an addition, in the form of POS-11.

    Raises:
        RuleBroken: POS-10 to POS-12.
        ConumError: it is a return, which takes no opinion.
    """
    amendment = locked_amendment(amendment_id)
    opinion_rules.in_own_territory.check(actor.perimeter.contains_department(amendment.department_id))
    OPINION_GIVE.require(actor, amendment)
    rules.amendment_waits.check(amendment.state)
    if amendment.direction != AmendmentKind.ADDITION:
        raise ConumError(_("Un rendu de postes ne demande pas d'avis."))
    opinion_rules.comment_has_right_length.check(opinion.comment)
    check_posts(opinion)
    check_transfer(opinion, amendment.department_id, amendment.host_id, timezone.localdate(now))
    replaced = amendment.opinions.filter(superseded_at__isnull=True).update(superseded_at=now)
    saved = PrefectOpinion.objects.create(
        amendment=amendment,
        author_id=actor.person_id,
        given_at=now,
        context=opinion_context(amendment.request, timezone.localdate(now)),
        **{**opinion.__dict__, "comment": opinion.comment.strip()},
    )
    action = "amendment.opinion_replaced" if replaced else "amendment.opinion_given"
    payload = {"verdict": opinion.verdict, "proposed_posts": opinion.proposed_posts}
    record(family=FAMILY, action=action, actor=actor, subject=amendment, payload=payload, now=now)
    return saved


@transaction.atomic
def refuse_amendment(amendment_id: UUID, note: str, *, actor: Actor, now: datetime) -> PostAmendment:
    """Refuse with a reason that the host and the prefecture read.

    Raises:
        TransitionRefused, ConumError: no reason.
    """
    amendment = locked_amendment(amendment_id)
    AMENDMENT_DECIDE.require(actor, amendment)
    if not note.strip():
        raise ConumError(_("Donnez le motif du refus : la structure le lit."), field="decision_note")
    amendment.decision_note, amendment.decided_by_id, amendment.decided_at = note.strip(), actor.person_id, now
    move(amendment, "refuse", actor=actor, now=now)
    return amendment


@transaction.atomic
def cancel_amendment(amendment_id: UUID, *, actor: Actor, now: datetime) -> PostAmendment:
    """Give up one's own amendment before its decision.

    Raises:
        PermissionRefused, TransitionRefused.
    """
    amendment = locked_amendment(amendment_id)
    AMENDMENT_ASK.require(actor, amendment)
    move(amendment, "cancel", actor=actor, now=now)
    return amendment
