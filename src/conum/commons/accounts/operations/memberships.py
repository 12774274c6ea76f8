"""Memberships: given, ended; each change is journalled and has effect at the next request."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from conum.commons.accounts.models import Actor, Membership, Person
from conum.commons.accounts.permissions import END_MEMBERSHIP, MANAGE_TEAM
from conum.commons.accounts.queries.actors import active_memberships
from conum.commons.accounts.rules import scope_is_complete
from conum.commons.journal.operations import record
from conum.kernel.errors import ConumError, OutOfSight


@transaction.atomic
def give_role(
    person: Person,
    role: str,
    actor: Actor | None,
    now: datetime,
    *,
    organisation_id: UUID | None = None,
    department_id: str | None = None,
    region_id: str | None = None,
) -> Membership:
    """Give a role from today; the same role in the same scope is held once, and given back as it is.

    For the operations of other modules too (a candidate's account, a hired counsellor): they check their own
    permission first. `actor` is None when the system gives the role.

    Raises:
        ConumError: the scope does not fit the role (a prefecture has one département or one région).
    """
    if not scope_is_complete(
        role, organisation=bool(organisation_id), department=bool(department_id), region=bool(region_id)
    ):
        raise ConumError(_("Ce rôle demande une structure, ou un seul territoire : un département ou une région."))
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    scope = {"organisation_id": organisation_id, "department_id": department_id, "region_id": region_id}
    held = active_memberships(person.pk, localdate(now)).filter(role=role, **scope).first()
    if held:
        return held
    membership = Membership.objects.create(person=person, role=role, starts_on=localdate(now), **scope)
    _journal("give_role", actor, membership, now)
    return membership


@transaction.atomic
def end_role(membership_id: UUID, actor: Actor | None, now: datetime) -> None:
    """End a membership: it no longer counts from this instant.

    A membership begun today is removed: a period ends on a day, and this one was not held a whole day.

    Raises:
        OutOfSight: no such membership in force for this actor.
    """
    membership = _locked(membership_id, now)
    if actor is not None:
        _require_may_end(actor, membership, now)
    _journal("end_role", actor, membership, now)
    yesterday = localdate(now) - timedelta(days=1)
    if membership.starts_on > yesterday:
        membership.delete()
        return
    membership.ends_on = yesterday
    membership.save(update_fields=["ends_on"])


def _locked(membership_id: UUID, now: datetime) -> Membership:
    in_force = Membership.objects.select_for_update(no_key=True).filter(pk=membership_id).first()
    if in_force is None or (in_force.ends_on and in_force.ends_on < localdate(now)):
        raise OutOfSight(_("Ce rôle n'existe pas, ou il a déjà pris fin."))
    return in_force


def _require_may_end(actor: Actor, membership: Membership, now: datetime) -> None:
    if END_MEMBERSHIP.allows(actor, membership) or membership.person_id == actor.person_id:
        return
    same_role = membership.role == actor.role
    if not (same_role and MANAGE_TEAM.allows(actor, membership)):
        raise OutOfSight(_("Ce rôle n'existe pas, ou il a déjà pris fin."))


def _journal(action: str, actor: Actor | None, membership: Membership, now: datetime) -> None:
    payload: dict[str, Any] = {
        "person": membership.person_id,
        "role": membership.role,
        "organisation": membership.organisation_id,
        "department": membership.department_id,
        "region": membership.region_id,
    }
    record(family="accounts", action=action, actor=actor, subject=membership, payload=payload, now=now)
