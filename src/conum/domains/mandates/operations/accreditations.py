"""Accreditations: made by a decision, their allowed groups chosen, ended."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from conum.commons.accounts.enums import Label
from conum.commons.accounts.models import Actor, Organisation, OrganisationLabel
from conum.commons.accounts.operations.organisations import give_label
from conum.commons.accounts.queries.people import in_force
from conum.commons.journal import operations as journal
from conum.domains.mandates.enums import AccreditationState, HelperState, SuspensionReason
from conum.domains.mandates.events import AccreditationEnded
from conum.domains.mandates.models import Accreditation, AllowedGroup, Helper
from conum.domains.mandates.operations.team import suspend
from conum.domains.mandates.operations.tracing import trace
from conum.domains.mandates.permissions.accreditation import ACCREDITATION_END, GROUPS_CHOOSE
from conum.domains.mandates.queries.team import offered_groups
from conum.domains.mandates.rules import team as rules
from conum.kernel.errors import ConumError, OutOfSight
from conum.kernel.events import publish


def make(organisation: Organisation, groups: frozenset[str], *, actor: Actor, now: datetime) -> Accreditation:
    """Make an accreditation in force, with its groups and the label, inside the transaction of the decision.

    Raises:
        RuleBroken: MAN-04, a group that is not offered.
    """
    rules.groups_are_offered.check(groups, _offered(now))
    made = Accreditation.objects.create(organisation=organisation, starts_at=now, created_at=now, updated_at=now)
    AllowedGroup.objects.bulk_create(AllowedGroup(accreditation=made, group_id=code) for code in sorted(groups))
    _label(organisation, actor, now)
    return made


def _label(organisation: Organisation, actor: Actor, now: datetime) -> None:
    held = OrganisationLabel.objects.filter(in_force(localdate(now)), organisation=organisation)
    if not held.filter(label=Label.AIDANTS_CONNECT).exists():
        give_label(organisation.pk, Label.AIDANTS_CONNECT, localdate(now), None, actor, now)


@transaction.atomic
def set_groups(accreditation_id: UUID, groups: frozenset[str], *, actor: Actor, now: datetime) -> Accreditation:
    """Choose the groups of procedures the organisation may be mandated for (MAN-04, MAN-11).

    Raises:
        OutOfSight: no such accreditation in force for this actor.
        RuleBroken: no group, or one that is not offered.
    """
    found = _locked(accreditation_id)
    if not GROUPS_CHOOSE.allows(actor, found):
        raise OutOfSight(_("Cette habilitation n'existe pas."))
    rules.groups_are_offered.check(groups, _offered(now))
    before = set(found.allowed.values_list("group", flat=True))
    found.allowed.exclude(group__in=groups).delete()
    AllowedGroup.objects.bulk_create(
        AllowedGroup(accreditation=found, group_id=code) for code in sorted(groups - before)
    )
    payload = {"before": sorted(before), "after": sorted(groups)}
    organisation = found.organisation_id
    trace("groups.change", actor=actor, subject=found, now=now, payload=payload, organisation_id=organisation)
    return found


@transaction.atomic
def end(accreditation_id: UUID, reason: str, *, actor: Actor, now: datetime) -> Accreditation:
    """End an accreditation: helpers are suspended, sessions and grants end, mandates serve no more.

    Args:
        reason: 10 to 500 characters.

    Raises:
        OutOfSight: no such accreditation in force.
        ConumError: the reason is too short or too long.
    """
    journal.lock("accounts", "mandates")
    found = _locked(accreditation_id)
    ACCREDITATION_END.require(actor, found)
    if not 10 <= len(reason.strip()) <= 500:
        raise ConumError(_("Le motif compte de 10 à 500 caractères."), field="reason")
    found.state, found.ended_at, found.end_reason = AccreditationState.ENDED, now, reason.strip()
    found.updated_at = now
    found.save()
    for key in Helper.objects.filter(accreditation=found, state=HelperState.ACTIVE).order_by("pk"):
        suspend(key.pk, reason=SuspensionReason.ACCREDITATION, actor=None, now=now)
    _end_label(found, now)
    trace("accreditation.end", actor=actor, subject=found, now=now, organisation_id=found.organisation_id)
    publish(AccreditationEnded(found.pk, found.organisation_id))
    return found


def _end_label(found: Accreditation, now: datetime) -> None:
    today = localdate(now)
    held = OrganisationLabel.objects.filter(organisation=found.organisation_id, label=Label.AIDANTS_CONNECT)
    held.filter(in_force(today), starts_on=today).delete()
    held.filter(in_force(today)).update(ends_on=today - timedelta(days=1))


def _locked(accreditation_id: UUID) -> Accreditation:
    rows = Accreditation.objects.select_for_update(no_key=True, of=("self",)).select_related("organisation")
    found = rows.filter(pk=accreditation_id, state=AccreditationState.ACTIVE).first()
    if found is None:
        raise OutOfSight(_("Cette habilitation n'existe pas, ou elle est terminée."))
    return found


def _offered(now: datetime) -> frozenset[str]:
    return frozenset(offered_groups(now).values_list("code", flat=True))
