"""Helpers and leads: invited, trained, suspended, gone (MAN-01 to MAN-05)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from conum.commons.accounts.enums import Role
from conum.commons.accounts.models import Actor, Membership
from conum.commons.accounts.operations.invitations import Offer, send_invitation
from conum.commons.accounts.operations.memberships import end_role
from conum.commons.accounts.operations.people import end_sessions
from conum.commons.accounts.queries.people import in_force
from conum.commons.journal import operations as journal
from conum.domains.mandates.enums import HelperState, HelperStatus, SuspensionReason
from conum.domains.mandates.events import HelperSuspended
from conum.domains.mandates.models import Accreditation, Helper, HelperLead, TotpCard
from conum.domains.mandates.operations import mails
from conum.domains.mandates.operations.tracing import trace
from conum.domains.mandates.permissions.accreditation import HELPER_MANAGE
from conum.domains.mandates.rules import team as rules
from conum.domains.mandates.workflow import HELPERS
from conum.kernel.errors import ConumError, OutOfSight
from conum.kernel.events import publish


@dataclass(frozen=True)
class Newcomer:
    """Somebody proposed as helper or lead.

    Attributes:
        status: `HelperStatus` (MAN-01); a lead too is a professional of the organisation.
    """

    first_name: str
    last_name: str
    email: str
    profession: str = ""
    status: str = HelperStatus.EMPLOYEE


def check_newcomer(newcomer: Newcomer) -> str:
    """Return the address in lower case; raises RuleBroken (MAN-01, MAN-02)."""
    rules.is_professional.check(newcomer.status)
    rules.address_is_nominative.check(newcomer.email)
    return newcomer.email.strip().lower()


@transaction.atomic
def invite_helper(accreditation_id: UUID, newcomer: Newcomer, *, actor: Actor, now: datetime) -> Helper:
    """Propose a colleague as helper: an invitation leaves by e-mail.

    Raises:
        OutOfSight: no such accreditation in force for this actor.
        RuleBroken: MAN-01, MAN-02.
    """
    journal.lock("accounts", "mandates")
    accreditation = in_force_for(accreditation_id, actor)
    email = check_newcomer(newcomer)
    rules.address_is_free.check(Helper.objects.filter(organisation=accreditation.organisation_id, email=email).exists())
    return add_helper(accreditation, newcomer, email, actor=actor, now=now)


def add_helper(accreditation: Accreditation, newcomer: Newcomer, email: str, *, actor: Actor, now: datetime) -> Helper:
    """Make the helper and send the invitation, inside the transaction of an operation that has checked.

    One known from an earlier accreditation of the organisation keeps the training and joins the new one.
    """
    known = Helper.objects.select_for_update(no_key=True).filter(
        organisation=accreditation.organisation_id, email=email
    )
    if helper := known.first():
        return _rejoin(helper, accreditation, actor, now)
    helper = Helper.objects.create(
        accreditation=accreditation,
        organisation_id=accreditation.organisation_id,
        state=HelperState.WAITING,
        first_name=newcomer.first_name.strip(),
        last_name=newcomer.last_name.strip(),
        profession=newcomer.profession.strip(),
        email=email,
        created_at=now,
        updated_at=now,
    )
    send(helper, Role.HELPER, actor, now)
    trace("helper.invite", actor=actor, subject=helper, now=now, organisation_id=accreditation.organisation_id)
    return helper


def _rejoin(helper: Helper, accreditation: Accreditation, actor: Actor, now: datetime) -> Helper:
    helper.accreditation, helper.updated_at = accreditation, now
    if helper.state == HelperState.LEFT:
        helper.left_at = None
        move(helper, "come_back", actor=actor, now=now)
        send(helper, Role.HELPER, actor, now)
    helper.save()
    return helper


@transaction.atomic
def invite_again(helper_id: UUID, *, actor: Actor, now: datetime) -> Helper:
    """Send the invitation of a waiting helper again, or invite one who had left."""
    journal.lock("accounts", "mandates")
    helper = locked(helper_id, actor)
    if helper.state == HelperState.LEFT:
        helper.left_at = None
        move(helper, "come_back", actor=actor, now=now)
    elif helper.state != HelperState.WAITING:
        raise ConumError(_("Cet aidant a déjà accepté son invitation."))
    send(helper, Role.HELPER, actor, now)
    return helper


def send(who: Helper | HelperLead, role: str, actor: Actor, now: datetime) -> None:
    """Send the invitation to the role, inside the transaction of an operation."""
    offer = Offer(
        who.email, role, organisation_id=who.organisation_id, first_name=who.first_name, last_name=who.last_name
    )
    send_invitation(offer, actor, now)


@transaction.atomic
def join(person_id: UUID, email: str, role: str, organisation_id: UUID, *, now: datetime) -> None:
    """Tie the account of who accepted an invitation to the helper or lead it was sent to, when there is one."""
    kind = Helper if role == Role.HELPER else HelperLead
    rows = kind.objects.select_for_update(no_key=True).filter(organisation=organisation_id, email=email)
    found: Any = rows.first()
    if found is None or (found.person_id and found.person_id != person_id):
        return
    found.person_id, found.updated_at = person_id, now
    if isinstance(found, Helper) and found.state == HelperState.WAITING:
        trained = bool(found.test_passed)
        found.last_activity_at = now
        move(found, "accept_trained" if trained else "accept", actor=None, now=now)
        return
    found.save(update_fields=["person", "updated_at"])


@transaction.atomic
def suspend(helper_id: UUID, *, reason: str = SuspensionReason.LEAD, actor: Actor | None, now: datetime) -> Helper:
    """Suspend a helper: open sessions and grants end at once (MAN-05).

    Args:
        reason: `SuspensionReason`.
        actor: None for the job.
    """
    helper = locked(helper_id, actor)
    helper.suspended_at, helper.suspension_reason = now, reason
    move(helper, "suspend", actor=actor, now=now, payload={"reason": str(reason)})
    _stop(helper)
    line = _("Motif : {reason}. Votre référent peut rétablir votre accès.").format(
        reason=helper.get_suspension_reason_display()
    )
    mails.tell_helper(helper, _("Votre accès Aidants Connect est suspendu"), line, "suspended", now)
    return helper


@transaction.atomic
def resume(helper_id: UUID, *, actor: Actor, now: datetime) -> Helper:
    """Give a suspended helper the access back."""
    helper = locked(helper_id, actor)
    if helper.accreditation.state != "active":
        raise ConumError(_("L'habilitation de l'organisation est terminée."))
    helper.suspended_at, helper.suspension_reason, helper.warned_at = None, "", None
    helper.last_activity_at = now
    move(helper, "resume", actor=actor, now=now)
    line = _("Vous pouvez de nouveau créer et utiliser des mandats.")
    mails.tell_helper(helper, _("Votre accès Aidants Connect est rétabli"), line, "resumed", now)
    return helper


@transaction.atomic
def leave(helper_id: UUID, *, actor: Actor, now: datetime) -> Helper:
    """The helper left the organisation: role, sessions, card and grants end at once."""
    journal.lock("accounts", "mandates")
    helper = locked(helper_id, actor)
    helper.left_at, helper.suspended_at, helper.suspension_reason = now, None, ""
    move(helper, "leave", actor=actor, now=now)
    TotpCard.objects.filter(helper=helper, removed_at=None).update(
        removed_at=now, updated_at=now, sealed_seed=None, key_id=""
    )
    end_memberships(helper, Role.HELPER, now)
    _stop(helper)
    return helper


def note_activity(person_id: UUID, organisation_id: UUID | None, now: datetime) -> None:
    """The helper did something: the months of inactivity begin again (MAN-05).

    Args:
        organisation_id: organisation acted for; None for a sign-in, which counts for all of them.
    """
    mine = Helper.objects.filter(person=person_id, state=HelperState.ACTIVE)
    if organisation_id is not None:
        mine = mine.filter(organisation=organisation_id)
    mine.update(last_activity_at=now, warned_at=None)


def locked(helper_id: UUID, actor: Actor | None) -> Helper:
    """Return the helper, locked until the end of the transaction; actor None is the system.

    Raises:
        OutOfSight: no such helper for this actor.
    """
    rows = Helper.objects.select_for_update(no_key=True, of=("self",)).select_related("accreditation", "organisation")
    found = rows.filter(pk=helper_id).first()
    if found is None or (actor is not None and not HELPER_MANAGE.allows(actor, found)):
        raise OutOfSight(_("Cet aidant n'existe pas."))
    return found


def in_force_for(accreditation_id: UUID, actor: Actor) -> Accreditation:
    """Return the accreditation in force, locked; raises OutOfSight when it is not the actor's to manage."""
    rows = Accreditation.objects.select_for_update(no_key=True).filter(pk=accreditation_id, state="active")
    found = rows.first()
    if found is None or not HELPER_MANAGE.allows(actor, found):
        raise OutOfSight(_("Cette habilitation n'existe pas, ou elle est terminée."))
    return found


def move(
    helper: Helper, event: str, *, actor: Actor | None, now: datetime, payload: dict[str, Any] | None = None
) -> None:
    """Take the transition, save the row and write the journal, inside the transaction of an operation.

    Raises:
        TransitionRefused: no such transition starts from the state of the helper.
    """
    before = helper.state
    helper.state, helper.updated_at = HELPERS.target(before, event), now
    helper.save()
    held = {"from": before, "to": helper.state, **(payload or {})}
    trace(f"helper.{event}", actor=actor, subject=helper, now=now, payload=held, organisation_id=helper.organisation_id)


def _stop(helper: Helper) -> None:
    """End the sessions, and let the provider end its grants, in this transaction."""
    if helper.person_id:
        end_sessions(helper.person_id)
    publish(HelperSuspended(helper.pk, helper.person_id, helper.organisation_id))


def end_memberships(who: Helper | HelperLead, role: str, now: datetime) -> None:
    """End the role held in the organisation, inside the transaction of an operation."""
    held = Membership.objects.filter(
        in_force(localdate(now)), person=who.person_id, organisation=who.organisation_id, role=role
    )
    for membership in held if who.person_id else ():
        end_role(membership.pk, None, now)
