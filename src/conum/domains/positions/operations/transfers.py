"""Transfers of posts (POS-46): proposed, agreed by hosts and prefectures, carried out on their day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from conum.commons.accounts.enums import Role
from conum.commons.accounts.models import Actor, Organisation
from conum.commons.journal.operations import record
from conum.domains.positions import parameters
from conum.domains.positions.enums import AttachmentReason, PostKind, TransferState
from conum.domains.positions.events import PostHandedBack, PostsOpened, PostTransferred
from conum.domains.positions.models import Post, PostAttachment, PostTransfer
from conum.domains.positions.operations import notices
from conum.domains.positions.operations.acceptances import close_without_posts
from conum.domains.positions.operations.agreements import agree_for_own_sides, all_agreed
from conum.domains.positions.operations.life import FAMILY, locked_request
from conum.domains.positions.permissions import TRANSFER_AGREE, TRANSFER_PROPOSE, attachments_visible_to
from conum.domains.positions.queries import amendments as amendment_queries
from conum.domains.positions.queries import quotas
from conum.domains.positions.queries import transfers as queries
from conum.domains.positions.queries.engaged import last_occupied
from conum.domains.positions.rules import decisions as decision_rules
from conum.domains.positions.rules import transfers as rules
from conum.domains.positions.workflow import TRANSFERS
from conum.kernel.errors import ConumError, OutOfSight
from conum.kernel.events import publish


@dataclass(frozen=True)
class Proposal:
    """Which post goes where, and when.

    Attributes:
        to_host_id: host of arrival.
        effective_on: first day at that host.
        exceptional: out of the département, or while allocation is closed (POS-48); an administrator says it.
    """

    post_id: UUID
    to_host_id: UUID
    effective_on: date
    reason: str = ""
    exceptional: bool = False


@transaction.atomic
def propose_transfer(proposal: Proposal, *, actor: Actor, now: datetime) -> PostTransfer:
    """Propose to move a post; who proposes agrees at once for their side.

    Raises:
        OutOfSight: no such post in reach.
        RuleBroken: POS-46, POS-48.
        ConumError: a transfer is already open for this post, same host, day before the attachment or today.
    """
    Post.objects.select_for_update(no_key=True).filter(pk=proposal.post_id).first()
    attachment = queries.open_attachment(proposal.post_id)
    if attachment is None or not attachments_visible_to(actor).filter(pk=attachment.pk).exists():
        raise OutOfSight(_("Ce poste n'est rattaché à aucune structure de votre périmètre."))
    TRANSFER_PROPOSE.require(actor)
    arrival = Organisation.objects.select_related("commune__department").get(pk=proposal.to_host_id)
    _check_proposal(proposal, attachment, arrival, actor, timezone.localdate(now))
    transfer = PostTransfer(
        post=attachment.post,
        from_host=attachment.host,
        to_host=arrival,
        department=attachment.department,
        arrival_department=arrival.commune.department,
        effective_on=proposal.effective_on,
        reason=proposal.reason.strip(),
        exceptional=proposal.exceptional,
        proposed_by_id=actor.person_id,
        created_at=now,
        updated_at=now,
    )
    agree_for_own_sides(transfer, actor, now)
    transfer.save(force_insert=True)
    _journal("propose", transfer, actor, now)
    notices.tell_transfer(transfer, "proposed", now)
    return transfer


def _check_proposal(
    proposal: Proposal, attachment: PostAttachment, arrival: Organisation, actor: Actor, day: date
) -> None:
    if proposal.exceptional and actor.role != Role.NATIONAL_ADMIN:
        raise ConumError(_("Seul un administrateur propose un transfert exceptionnel."), field="exceptional")
    rules.transfer_is_allowed.check(parameters.ALLOCATION_OPEN.on(day), proposal.exceptional)
    if arrival.pk == attachment.host_id:
        raise ConumError(_("Le poste est déjà rattaché à cette structure."), field="siret")
    if arrival.commune is None:
        raise ConumError(_("La commune de cette structure n'est pas connue."), field="siret")
    rules.in_same_department.check(attachment.department_id, arrival.commune.department_id, proposal.exceptional)
    if proposal.effective_on < max(day, attachment.starts_on + timedelta(days=1)):
        raise ConumError(_("Choisissez aujourd'hui ou une date à venir."), field="effective_on")
    open_states = (TransferState.PROPOSED, TransferState.ACCEPTED)
    if PostTransfer.objects.filter(post=attachment.post, state__in=open_states).exists():
        raise ConumError(_("Un transfert est déjà en cours pour ce poste."))


@transaction.atomic
def agree_transfer(transfer_id: UUID, *, actor: Actor, now: datetime) -> PostTransfer:
    """Agree for one's side; with the last agreement the transfer is accepted, and done at once if its day has come.

    Raises:
        OutOfSight, PermissionRefused, TransitionRefused.
    """
    transfer = _locked(transfer_id)
    TRANSFER_AGREE.require(actor, transfer)
    TRANSFERS.target(transfer.state, "accept")
    agree_for_own_sides(transfer, actor, now)
    transfer.updated_at = now
    if not all_agreed(transfer):
        transfer.save()
        _journal("agree", transfer, actor, now)
        return transfer
    transfer.state = TRANSFERS.target(transfer.state, "accept")
    transfer.save()
    _journal("accept", transfer, actor, now)
    notices.tell_transfer(transfer, "accepted", now)
    if transfer.effective_on <= timezone.localdate(now) and blocked_by(transfer) is None:
        _carry_out(transfer, actor, now)
    return transfer


@transaction.atomic
def refuse_transfer(transfer_id: UUID, reason: str, *, actor: Actor, now: datetime) -> PostTransfer:
    """Refuse for one's side, with a reason everybody concerned reads.

    Raises:
        OutOfSight, PermissionRefused, TransitionRefused, ConumError: no reason.
    """
    transfer = _locked(transfer_id)
    TRANSFER_AGREE.require(actor, transfer)
    transfer.state = TRANSFERS.target(transfer.state, "refuse")
    if not reason.strip():
        raise ConumError(_("Donnez le motif du refus."), field="refused_reason")
    transfer.refused_reason, transfer.updated_at = reason.strip(), now
    transfer.save()
    _journal("refuse", transfer, actor, now)
    notices.tell_transfer(transfer, "refused", now)
    return transfer


@transaction.atomic
def carry_out_transfer(transfer_id: UUID, *, actor: Actor | None, now: datetime) -> PostTransfer:
    """Move the post of an accepted transfer: the old attachment closes the day before the new one opens.

    Raises:
        TransitionRefused.
        RuleBroken: POS-46 while a contract, or its termination, still holds the post; POS-22 in another département.
        ConumError: the day has not come.
    """
    transfer = _locked(transfer_id)
    TRANSFERS.target(transfer.state, "carry_out")
    if transfer.effective_on > timezone.localdate(now):
        raise ConumError(_("Le jour du transfert n'est pas venu."))
    _carry_out(transfer, actor, now)
    return transfer


def carry_out_due(*, now: datetime) -> int:
    """Carry out the accepted transfers whose day has come; those still held by a contract wait. Returns how many."""
    done = 0
    for transfer in queries.to_carry_out(timezone.localdate(now)).values_list("pk", flat=True):
        try:
            carry_out_transfer(transfer, actor=None, now=now)
        except ConumError:
            continue  # the page of the transfer says what it waits for; tried again tomorrow
        done += 1
    return done


def blocked_by(transfer: PostTransfer) -> str | None:
    """Return the sentence that says what an accepted transfer waits for, None when nothing holds the post."""
    attachment = queries.open_attachment(transfer.post_id)
    day = transfer.effective_on - timedelta(days=1)
    busy = attachment is not None and queries.is_engaged(attachment, max(day, _last_day(attachment) or day))
    return rules.post_is_free_to_leave.explain(busy) if busy else None


def _last_day(attachment: PostAttachment) -> date | None:
    return last_occupied(attachment.pk)


def _carry_out(transfer: PostTransfer, actor: Actor | None, now: datetime) -> None:
    leaving = _locked_attachment(transfer)
    opens_on = rules.opening_day(transfer.effective_on, _last_day(leaving))
    closes_on = opens_on - timedelta(days=1)
    rules.post_is_free_to_leave.check(queries.is_engaged(leaving, closes_on))
    if transfer.changes_department:
        _check_quota(transfer.post, transfer.arrival_department_id, opens_on, str(transfer.arrival_department))
    arriving = _moved(transfer, leaving, closes_on, opens_on)
    transfer.state, transfer.updated_at = TRANSFERS.target(transfer.state, "carry_out"), now
    transfer.save()
    _journal("carry_out", transfer, actor, now)
    _tell(transfer, leaving, arriving)
    notices.tell_transfer(transfer, "done", now)
    if leaving.request_id:
        close_without_posts(locked_request(leaving.request_id), actor=actor, now=now)


def _locked_attachment(transfer: PostTransfer) -> PostAttachment:
    rows = PostAttachment.objects.select_for_update(of=("self",)).select_related("request")
    found = rows.filter(post=transfer.post, host=transfer.from_host, ends_on__isnull=True).first()
    if found is None:
        raise ConumError(_("Le poste n'est plus rattaché à la structure cédante."))
    return found


def _check_quota(post: Post, department: str, day: date, name: str) -> None:
    quotas.lock(department, post.kind)
    decision_rules.within_quota.check(1, quotas.remaining(department, post.kind, day), name)


def _moved(transfer: PostTransfer, leaving: PostAttachment, closes_on: date, opens_on: date) -> PostAttachment:
    rules.opens_the_day_after.check(closes_on, opens_on)
    leaving.ends_on = closes_on
    leaving.save(update_fields=["ends_on"])
    kind = PostKind.COORDINATOR if transfer.post.kind == PostKind.COORDINATOR else PostKind.COUNSELLOR
    request = amendment_queries.approved_requests(transfer.to_host_id).filter(kind=kind).first()
    return PostAttachment.objects.create(
        post=transfer.post,
        host=transfer.to_host,
        request=request,
        department_id=transfer.arrival_department_id,
        starts_on=opens_on,
        reason=AttachmentReason.TRANSFER,
    )


def _tell(transfer: PostTransfer, leaving: PostAttachment, arriving: PostAttachment) -> None:
    publish(PostHandedBack(leaving.pk, leaving.host_id, leaving.ends_on))  # type: ignore[arg-type]
    kind, day = transfer.post.kind, arriving.starts_on
    publish(PostsOpened(arriving.request_id, arriving.host_id, kind, (arriving.pk,), day))
    hosts = (transfer.from_host_id, transfer.to_host_id)
    publish(PostTransferred(transfer.pk, transfer.post_id, leaving.pk, arriving.pk, *hosts, day))


def _locked(transfer_id: UUID) -> PostTransfer:
    rows = PostTransfer.objects.select_for_update(no_key=True, of=("self",))
    joined = rows.select_related("post", "from_host", "to_host", "department", "arrival_department")
    found = joined.filter(pk=transfer_id).first()
    if found is None:
        raise OutOfSight(_("Ce transfert n'existe pas."))
    return found


def _journal(event: str, transfer: PostTransfer, actor: Actor | None, now: datetime) -> None:
    payload = {
        "post": str(transfer.post_id),
        "from": str(transfer.from_host_id),
        "to": str(transfer.to_host_id),
        "effective_on": transfer.effective_on,
        "state": transfer.state,
        "exceptional": transfer.exceptional,
    }
    record(family=FAMILY, action=f"transfer.{event}", actor=actor, subject=transfer, payload=payload, now=now)
