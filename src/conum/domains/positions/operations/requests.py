"""The life of a request outside the committee: confirm, withdraw, duplicate, cancel, reinstate, purge."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from conum.commons.accounts.models import Actor
from conum.domains.positions import parameters
from conum.domains.positions.enums import RequestState
from conum.domains.positions.events import HostRequestClosed, HostRequestConfirmed
from conum.domains.positions.models import HostRequest
from conum.domains.positions.operations import mails
from conum.domains.positions.operations.life import locked_request, move
from conum.domains.positions.permissions import REQUEST_MANAGE, REQUEST_WITHDRAW
from conum.domains.positions.queries.quotas import holding
from conum.domains.positions.queries.requests import already_approved, already_open
from conum.domains.positions.rules import requests as rules
from conum.kernel.errors import ConumError
from conum.kernel.events import publish


@transaction.atomic
def confirm(request_id: UUID, *, now: datetime) -> HostRequest:
    """Confirm the contact's address: the request reaches the prefecture. Done twice, it changes nothing.

    Raises:
        OutOfSight: the request was deleted (POS-07).
        RuleBroken: POS-07, the link is too old; POS-01, another request came first.
        TransitionRefused: the request was withdrawn or cancelled meanwhile.
    """
    request = locked_request(request_id)
    if request.confirmed_at is not None:
        return request
    day = timezone.localdate(now)
    days = parameters.EMAIL_CONFIRM_DAYS.on(timezone.localdate(request.created_at))
    rules.confirmation_is_alive.check(timezone.localdate(request.created_at), day, days)
    return confirm_now(request, actor=None, now=now)


def confirm_now(request: HostRequest, *, actor: Actor | None, now: datetime) -> HostRequest:
    """Confirm a locked or new request whose contact is proven (called inside a transaction)."""
    rules.one_open_request.check(already_open(request.legal_id, request.kind, except_for=request.pk))
    rules.no_approved_request.check(already_approved(request.organisation_id, request.kind, except_for=request.pk))
    request.confirmed_at = now
    move(request, "confirm", actor=actor, now=now)
    mails.tell_confirmed(request, now)
    mails.tell_new_request(request, now)
    publish(HostRequestConfirmed(request.pk))
    return request


@transaction.atomic
def withdraw(request_id: UUID, *, actor: Actor | None, now: datetime, reason: str = "") -> HostRequest:
    """Withdraw a request before its decision.

    Args:
        actor: its host manager; None for the holder of the follow-up link, checked by the page.

    Raises:
        PermissionRefused, TransitionRefused.
    """
    request = locked_request(request_id)
    if actor is not None:
        REQUEST_WITHDRAW.require(actor, request)
    request.state_reason = reason
    move(request, "withdraw", actor=actor, now=now, note=reason)
    _closed(request, now)
    return request


@transaction.atomic
def mark_duplicate(request_id: UUID, kept_number: int, *, actor: Actor, now: datetime) -> HostRequest:
    """Mark a request as the duplicate of the kept one.

    Args:
        kept_number: public number of the request that stays.

    Raises:
        ConumError: the kept request does not exist, is this one, or is itself a duplicate.
    """
    request = locked_request(request_id)
    REQUEST_MANAGE.require(actor, request)
    kept = HostRequest.objects.filter(number=kept_number).exclude(state=RequestState.DUPLICATE).first()
    if kept is None or kept.pk == request.pk:
        raise ConumError(
            _("La demande n° {number} ne peut pas être la demande conservée.").format(number=kept_number),
            field="kept_number",
        )
    request.kept_request = kept
    move(request, "mark_duplicate", actor=actor, now=now, payload={"kept": kept.number})
    _closed(request, now)
    return request


@transaction.atomic
def cancel(request_id: UUID, reason: str, *, actor: Actor, now: datetime) -> HostRequest:
    """Cancel a request; an approved one only when its posts were all handed back.

    Raises:
        ConumError: no reason, or posts are still attached.
    """
    request = locked_request(request_id)
    REQUEST_MANAGE.require(actor, request)
    _need_reason(reason)
    if request.attachments.filter(holding(timezone.localdate(now))).exists():
        raise ConumError(_("Cette demande a encore des postes : faites-les rendre avant de l'annuler."))
    request.state_reason = reason
    move(request, "cancel", actor=actor, now=now, note=reason)
    _closed(request, now)
    return request


@transaction.atomic
def reinstate(request_id: UUID, reason: str, *, actor: Actor, now: datetime) -> HostRequest:
    """Put a withdrawn, refused or cancelled request back in instruction.

    Raises:
        RuleBroken: POS-01, the structure made another request meanwhile.
    """
    request = locked_request(request_id)
    REQUEST_MANAGE.require(actor, request)
    _need_reason(reason)
    rules.one_open_request.check(already_open(request.legal_id, request.kind, except_for=request.pk))
    rules.no_approved_request.check(already_approved(request.organisation_id, request.kind, except_for=request.pk))
    request.state_reason = ""
    request.confirmed_at = request.confirmed_at or now
    move(request, "reinstate", actor=actor, now=now, note=reason)
    mails.tell_closed(request, now, f"reinstate/{now.isoformat()}")
    return request


def _need_reason(reason: str) -> None:
    if not reason.strip():
        raise ConumError(_("Donnez le motif : il est gardé dans l'historique de la demande."), field="reason")


def _closed(request: HostRequest, now: datetime) -> None:
    mails.tell_closed(request, now, f"{request.state}/{now.isoformat()}")
    publish(HostRequestClosed(request.pk, request.organisation_id, request.state))
