"""Leads: invited, removed; one at least stays (MAN-04)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from conum.commons.accounts.enums import Role
from conum.commons.accounts.models import Actor
from conum.commons.journal import operations as journal
from conum.domains.mandates.models import Accreditation, HelperLead
from conum.domains.mandates.operations.team import Newcomer, check_newcomer, end_memberships, in_force_for, send
from conum.domains.mandates.operations.tracing import trace
from conum.domains.mandates.permissions.accreditation import HELPER_MANAGE
from conum.domains.mandates.rules import team as rules
from conum.kernel.errors import ConumError, OutOfSight


@transaction.atomic
def invite_lead(accreditation_id: UUID, newcomer: Newcomer, *, actor: Actor, now: datetime) -> HelperLead:
    """Propose a colleague as lead; raises as `invite_helper`."""
    journal.lock("accounts", "mandates")
    accreditation = in_force_for(accreditation_id, actor)
    email = check_newcomer(newcomer)
    known = HelperLead.objects.filter(organisation=accreditation.organisation_id, email=email, left_at=None)
    rules.address_is_free.check(known.exists())
    return add_lead(accreditation, newcomer, email, actor=actor, now=now)


def add_lead(
    accreditation: Accreditation, newcomer: Newcomer, email: str, *, actor: Actor, now: datetime
) -> HelperLead:
    """Make the lead, or bring back a former one, and send the invitation; the operation has checked."""
    lead, _made = HelperLead.objects.update_or_create(
        organisation_id=accreditation.organisation_id,
        email=email,
        defaults={"accreditation": accreditation, "left_at": None, "updated_at": now},
        create_defaults={
            "accreditation": accreditation,
            "first_name": newcomer.first_name.strip(),
            "last_name": newcomer.last_name.strip(),
            "profession": newcomer.profession.strip(),
            "created_at": now,
            "updated_at": now,
        },
    )
    send(lead, Role.HELPER_LEAD, actor, now)
    trace("lead.invite", actor=actor, subject=lead, now=now, organisation_id=accreditation.organisation_id)
    return lead


@transaction.atomic
def remove_lead(lead_id: UUID, *, actor: Actor, now: datetime) -> HelperLead:
    """End the role of a lead; one lead at least stays.

    Raises:
        OutOfSight: no such lead for this actor.
        ConumError: the last one.
    """
    journal.lock("accounts", "mandates")
    lead = HelperLead.objects.select_for_update(no_key=True).filter(pk=lead_id, left_at=None).first()
    if lead is None or not HELPER_MANAGE.allows(actor, lead):
        raise OutOfSight(_("Ce référent n'existe pas."))
    Accreditation.objects.select_for_update(no_key=True).get(pk=lead.accreditation_id)
    others = HelperLead.objects.filter(accreditation=lead.accreditation_id, left_at=None, person__isnull=False)
    if not others.exclude(pk=lead.pk).exists():
        raise ConumError(_("Une organisation garde au moins un référent : invitez-en un autre d'abord."))
    lead.left_at, lead.updated_at = now, now
    lead.save(update_fields=["left_at", "updated_at"])
    end_memberships(lead, Role.HELPER_LEAD, now)
    trace("lead.leave", actor=actor, subject=lead, now=now)
    return lead
