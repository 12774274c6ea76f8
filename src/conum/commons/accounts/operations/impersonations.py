"""Acting in the place of a person: agreed by them, entered once by an administrator, ended by either or by time."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from conum.commons.accounts.enums import UNLENT_ROLES, SignInMethod, SignInOutcome
from conum.commons.accounts.models import Actor, Impersonation, Membership, Person
from conum.commons.accounts.operations.mails import send_mail
from conum.commons.accounts.operations.sign_ins import log_sign_in
from conum.commons.accounts.permissions import IMPERSONATE, OWN_ACCOUNT
from conum.commons.accounts.queries.impersonations import in_force
from conum.commons.accounts.queries.people import in_force as held_on
from conum.commons.journal.operations import record
from conum.commons.programme.parameters import IMPERSONATION
from conum.kernel.errors import ConumError, OutOfSight


def is_lent(person_id: UUID, now: datetime) -> bool:
    """Tell whether the roles of this person admit that somebody acts in their place."""
    held = Membership.objects.filter(held_on(localdate(now)), person=person_id)
    return not held.filter(role__in=UNLENT_ROLES).exists()


@transaction.atomic
def agree(actor: Actor, now: datetime) -> Impersonation:
    """Let an administrator act in one's place under the role in use; an agreement given before ends.

    Raises:
        PermissionRefused: asked by somebody who acts in the place of another.
        ConumError: a bare account, or roles that are never lent.
    """
    OWN_ACCOUNT.require(actor)
    if actor.membership_id is None or not is_lent(actor.person_id, now):
        raise ConumError(_("Vos rôles n'admettent pas que quelqu'un agisse à votre place."))
    _end_all(actor.person_id, now)
    given = Impersonation.objects.create(
        person_id=actor.person_id,
        membership_id=actor.membership_id,
        agreed_at=now,
        expires_at=now + timedelta(minutes=IMPERSONATION.on(localdate(now))),
    )
    _journal("agree_impersonation", given, actor, now)
    return given


@transaction.atomic
def withdraw(actor: Actor, now: datetime) -> int:
    """Take one's agreement back: who acts under it is out at the next page. Returns how many ended."""
    OWN_ACCOUNT.require(actor)
    ended = _end_all(actor.person_id, now)
    for given in ended:
        _journal("withdraw_impersonation", given, actor, now)
    return len(ended)


@transaction.atomic
def enter(person_id: UUID, actor: Actor, now: datetime, *, address: str | None, device: str) -> Impersonation:
    """Begin to act in the place of a person who agreed; they are told by mail and in their sign-in log.

    Args:
        address, device: of the administrator, as in `log_sign_in`.

    Raises:
        PermissionRefused: the actor is no administrator.
        OutOfSight: no agreement in force, or it has served.
        ConumError: the person took a role that is never lent.
    """
    IMPERSONATE.require(actor)
    waiting = in_force(now).filter(person=person_id, person__is_active=True, entered_at=None)
    given = waiting.exclude(person=actor.person_id).select_for_update(of=("self",)).order_by("-agreed_at").first()
    if given is None:
        raise OutOfSight(_("Cette personne n'a pas donné son accord, ou il a déjà servi."))
    if not is_lent(person_id, now):
        raise ConumError(_("Les rôles de cette personne n'admettent pas que quelqu'un agisse à sa place."))
    given.administrator_id, given.entered_at = actor.person_id, now
    given.save(update_fields=["administrator", "entered_at"])
    _journal("begin_impersonation", given, actor, now)
    log_sign_in(person_id, SignInMethod.IMPERSONATION, SignInOutcome.SUCCEEDED, address, device, now)
    person = Person.objects.get(pk=person_id)
    send_mail("impersonated", person.email, {"person": person, "who": actor.name, "until": given.expires_at})
    return given


@transaction.atomic
def leave(impersonation_id: UUID, actor: Actor, now: datetime) -> None:
    """Stop acting in the place of somebody; nothing happens when it was over already."""
    rows = Impersonation.objects.select_for_update().filter(pk=impersonation_id, administrator=actor.behind)
    given = rows.filter(left_at=None).first() if actor.behind else None
    if given is not None:
        given.left_at = now
        given.save(update_fields=["left_at"])
        _journal("end_impersonation", given, actor, now)


@transaction.atomic
def note_write(impersonation_id: UUID, page: str, actor: Actor, now: datetime) -> None:
    """Write in the journal, before it is done, that something is sent from a page in the place of somebody.

    Args:
        page: name of the address, without its arguments.
    """
    payload = {"impersonation": str(impersonation_id), "page": page}
    subject = ("accounts.Person", str(actor.person_id))
    record(family="accounts", action="write_in_place", actor=actor, subject=subject, payload=payload, now=now)


def _end_all(person_id: UUID, now: datetime) -> list[Impersonation]:
    rows = list(in_force(now).filter(person=person_id).select_for_update())
    Impersonation.objects.filter(pk__in=[row.pk for row in rows]).update(withdrawn_at=now)
    return rows


def _journal(action: str, given: Impersonation, actor: Actor, now: datetime) -> None:
    payload = {"impersonation": str(given.pk), "until": given.expires_at}
    subject = ("accounts.Person", str(given.person_id))
    record(family="accounts", action=action, actor=actor, subject=subject, payload=payload, now=now)
