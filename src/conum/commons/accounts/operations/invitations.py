"""Invitations: made, sent, accepted once, withdrawn."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from conum.commons.accounts.events import InvitationAccepted
from conum.commons.accounts.models import Actor, Invitation, Person
from conum.commons.accounts.operations.mails import send_mail
from conum.commons.accounts.operations.memberships import give_role
from conum.commons.accounts.operations.people import register_person
from conum.commons.accounts.permissions import INVITES, MANAGE_TEAM
from conum.commons.accounts.rules import scope_is_complete
from conum.commons.journal.operations import record
from conum.commons.programme.parameters import TOKEN_INVITATION
from conum.kernel.errors import ConumError, OutOfSight, PermissionRefused
from conum.kernel.events import publish


@dataclass(frozen=True)
class Offer:
    """What is offered, and to whom.

    Attributes:
        email: address the invitation is sent to.
        role: `enums.Role`.
        organisation_id, department_id, region_id: scope of the role.
        first_name, last_name: known name of the person, may be empty.
    """

    email: str
    role: str
    organisation_id: UUID | None = None
    department_id: str | None = None
    region_id: str | None = None
    first_name: str = ""
    last_name: str = ""


class InvitationDead(ConumError):
    """The token is unknown, used, withdrawn or too old: one sentence for all."""

    def __init__(self) -> None:
        super().__init__(
            _("Cette invitation n'est plus valable : elle a déjà servi, elle a été retirée ou elle est trop ancienne.")
        )


def token_hash(token: str) -> str:
    """Return what is kept of a token (256 random bits: a plain SHA-256 cannot be turned back)."""
    return sha256(token.encode()).hexdigest()


@transaction.atomic
def invite(offer: Offer, actor: Actor, now: datetime) -> Invitation:
    """Send an invitation, valid `privacy.token_invitation` days; an earlier same one stops working.

    A manager invites to the own organisation and the own role; a national administrator to any role.

    Raises:
        PermissionRefused: the actor may not offer this role in this scope.
        ConumError: the scope does not fit the role.
    """
    _require_may_invite(offer, actor)
    return send_invitation(offer, actor, now)


@transaction.atomic
def send_invitation(offer: Offer, actor: Actor, now: datetime) -> Invitation:
    """Send an invitation for an operation of another module, which has checked its own permission.

    Raises:
        ConumError: the scope does not fit the role.
    """
    scope = _scope(offer)
    if not scope_is_complete(offer.role, **{name: bool(scope[f"{name}_id"]) for name in SCOPES}):
        raise ConumError(
            _("Indiquez la structure de ce rôle, ou son territoire : un département ou une région, jamais les deux."),
            field="role",
        )
    email = offer.email.strip().lower()
    alive = Invitation.objects.filter(email=email, role=offer.role, accepted_at=None, revoked_at=None, **scope)
    alive.update(revoked_at=now)
    token = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        email=email,
        first_name=offer.first_name.strip(),
        last_name=offer.last_name.strip(),
        role=offer.role,
        token_hash=token_hash(token),
        invited_by_id=actor.person_id,
        created_at=now,
        expires_at=now + timedelta(days=TOKEN_INVITATION.on(localdate(now))),
        **scope,
    )
    payload = {"role": offer.role, **scope}
    record(family="accounts", action="invite", actor=actor, subject=invitation, payload=payload, now=now)
    path = reverse("accounts:invitation", args=[token])
    send_mail("invitation", email, {"invitation": invitation, "path": path, "by": actor.name})
    return invitation


SCOPES = ("organisation", "department", "region")


def _scope(offer: Offer) -> dict[str, UUID | str | None]:
    return {
        "organisation_id": offer.organisation_id,
        "department_id": offer.department_id,
        "region_id": offer.region_id,
    }


def _require_may_invite(offer: Offer, actor: Actor) -> None:
    if offer.role not in INVITES.get(actor.role, ()):  # type: ignore[call-overload]
        raise PermissionRefused(_("Vous ne pouvez pas inviter à ce rôle."))
    if actor.role != "national_admin":
        MANAGE_TEAM.require(actor, offer)


def alive_invitation(token: str, now: datetime) -> Invitation:
    """Return the invitation of this token while it may be accepted.

    Raises:
        InvitationDead: unknown, used, withdrawn or too old.
    """
    found = (
        Invitation.objects.select_related("organisation", "department", "region", "invited_by")
        .filter(token_hash=token_hash(token), accepted_at=None, revoked_at=None, expires_at__gt=now)
        .first()
    )
    if found is None:
        raise InvitationDead
    return found


@transaction.atomic
def accept(token: str, first_name: str, last_name: str, now: datetime) -> Person:
    """Accept an invitation: make the account if needed, give the role, use the token up.

    Args:
        first_name, last_name: name of a new account; ignored when the account exists.

    Raises:
        InvitationDead: as above; of two simultaneous acceptances, the second gets it.
        ConumError: the account was deactivated.
    """
    Invitation.objects.select_for_update(no_key=True).filter(token_hash=token_hash(token)).first()
    invitation = alive_invitation(token, now)
    person = register_person(invitation.email, first_name, last_name, now)
    if not person.is_active:
        raise ConumError(_("Ce compte est désactivé. Écrivez à l'assistance pour le rouvrir."))
    membership = give_role(
        person,
        invitation.role,
        None,
        now,
        organisation_id=invitation.organisation_id,
        department_id=invitation.department_id,
        region_id=invitation.region_id,
    )
    invitation.accepted_at = now
    invitation.save(update_fields=["accepted_at"])
    payload = {"invitation": invitation.pk, "invited_by": invitation.invited_by_id}
    record(family="accounts", action="accept_invitation", actor=None, subject=membership, payload=payload, now=now)
    publish(InvitationAccepted(invitation.pk, person.pk, invitation.role, invitation.organisation_id))
    return person


@transaction.atomic
def revoke(invitation_id: UUID, actor: Actor, now: datetime) -> None:
    """Withdraw an invitation that was not accepted yet.

    Raises:
        OutOfSight: no such invitation for this actor.
    """
    waiting = Invitation.objects.select_for_update(no_key=True).filter(accepted_at=None, revoked_at=None)
    invitation = waiting.filter(pk=invitation_id).first()
    if invitation is None or not (actor.role == "national_admin" or MANAGE_TEAM.allows(actor, invitation)):
        raise OutOfSight(_("Cette invitation n'existe pas, ou elle a déjà servi."))
    invitation.revoked_at = now
    invitation.save(update_fields=["revoked_at"])
    record(family="accounts", action="revoke_invitation", actor=actor, subject=invitation, payload={}, now=now)
