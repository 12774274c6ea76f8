"""Deleting applications: by the person at once, by an administrator, by retention (REC-06, PRI-04, PRI-05, PRI-08)."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from conum.commons.accounts.enums import Role
from conum.commons.accounts.models import Actor, Membership
from conum.commons.accounts.operations.memberships import end_role
from conum.commons.files.operations import erase, note_erasure
from conum.commons.journal.operations import record
from conum.commons.programme.parameters import CANDIDATE_INACTIVE
from conum.domains.recruitment.enums import (
    CandidateState,
    ContractState,
    Gender,
    MatchState,
    RemovalReason,
    WithdrawnReason,
)
from conum.domains.recruitment.events import CandidateRemoved
from conum.domains.recruitment.models import Candidate, CandidateConsent, EmploymentContract, Match
from conum.domains.recruitment.operations.candidates import lock_candidate
from conum.domains.recruitment.operations.contracts import journal_contract
from conum.domains.recruitment.operations.notices import tell_host
from conum.domains.recruitment.parameters import CONFIRM_DAYS, CV_RETENTION
from conum.domains.recruitment.permissions import OWN_APPLICATION, REMOVE_CANDIDATE
from conum.domains.recruitment.rules.candidates import admin_removal_reason, email_retyped, own_removal_reason
from conum.domains.recruitment.rules.clocks import before
from conum.domains.recruitment.workflow import CANDIDATE
from conum.kernel.events import publish
from conum.kernel.permissions import in_person

OPEN_MATCHES = (MatchState.PROPOSED, MatchState.SHORTLISTED, MatchState.SELECTED)


@transaction.atomic
def remove_own(candidate_id: UUID, reason: str, actor: Actor, *, now: datetime) -> None:
    """Delete the own application at once; the view has asked to sign in again.

    Raises:
        OutOfSight, PermissionRefused; RuleBroken: REC-06; ConumError: somebody acts in the place of the candidate.
    """
    in_person(actor)
    candidate = lock_candidate(candidate_id)
    OWN_APPLICATION.require(actor, candidate)
    own_removal_reason.check(reason)
    erase_candidate(candidate, reason, actor, now=now)


@transaction.atomic
def remove_by_admin(candidate_id: UUID, reason: str, typed_email: str, actor: Actor, *, now: datetime) -> None:
    """Delete an application for an administrator, who types the e-mail again.

    Raises:
        OutOfSight, PermissionRefused; RuleBroken: REC-06.
    """
    candidate = lock_candidate(candidate_id)
    REMOVE_CANDIDATE.require(actor, candidate)
    admin_removal_reason.check(reason)
    email_retyped.check(typed_email, candidate.email)
    erase_candidate(candidate, reason, actor, now=now)


def erase_candidate(candidate: Candidate, reason: str, actor: Actor | None, *, now: datetime) -> None:
    """Erase the personal fields of a locked application, end its matches; dates and département stay for counts."""
    state = CANDIDATE.target(candidate.state, "remove")
    _close_matches(candidate, actor, now)
    cv = candidate.cv
    person_id = candidate.person_id
    for name in ("first_name", "last_name", "email", "phone", "motivation", "degree_name"):
        setattr(candidate, name, "")
    candidate.birth_date = candidate.commune = candidate.latitude = candidate.longitude = candidate.cv = None
    candidate.pix_shared, candidate.pix_level, candidate.pix_skills = False, None, []
    candidate.situations, candidate.gender, candidate.visible = [], Gender.UNDISCLOSED, False
    candidate.state, candidate.removal_reason = state, reason
    candidate.removed_at = candidate.updated_at = now
    candidate.save()
    CandidateConsent.objects.filter(candidate=candidate, withdrawn_at=None).update(withdrawn_at=now)
    if cv:
        erase(cv, now=now)
    for membership in Membership.objects.filter(person=person_id, role=Role.CANDIDATE, ends_on=None):
        end_role(membership.pk, None, now)
    record(
        family="recruitment",
        action="candidate.remove",
        actor=actor,
        subject=candidate,
        payload={"reason": reason},
        now=now,
    )
    note_erasure(candidate, now)
    publish(CandidateRemoved(candidate.pk, person_id))


def purge(*, now: datetime, dry_run: bool = False, at_most: int = 500) -> dict[str, int]:
    """Apply the retention of applications and CVs; returns counts, never names. Safe to run again (PRI-04)."""
    today = localdate(now)
    kept = Candidate.objects.exclude(state__in=[CandidateState.REMOVED, CandidateState.HIRED])
    inactive = kept.filter(last_active_at__lt=before(now, CANDIDATE_INACTIVE.on(today)))
    unconfirmed = Candidate.objects.filter(
        state=CandidateState.UNCONFIRMED, created_at__lt=now - CONFIRM_DAYS.on(today) * timedelta(days=1)
    )
    old_cvs = Candidate.objects.filter(cv__isnull=False, cv_at__lt=before(now, CV_RETENTION.on(today)))
    counts = {"inactive": inactive.count(), "unconfirmed": unconfirmed.count(), "cvs": old_cvs.count()}
    if not dry_run:
        for pk in [
            *unconfirmed.values_list("pk", flat=True)[:at_most],
            *inactive.values_list("pk", flat=True)[:at_most],
        ]:
            _remove_old(pk, now)
        for pk in list(old_cvs.values_list("pk", flat=True)[:at_most]):
            _erase_cv(pk, now)
    return counts


@transaction.atomic
def _remove_old(pk: UUID, now: datetime) -> None:
    candidate = Candidate.objects.select_for_update(no_key=True, skip_locked=True).filter(pk=pk).first()
    if candidate and candidate.state != CandidateState.REMOVED:
        erase_candidate(candidate, RemovalReason.INACTIVE, None, now=now)


@transaction.atomic
def _erase_cv(pk: UUID, now: datetime) -> None:
    candidate = Candidate.objects.select_for_update(no_key=True).get(pk=pk)
    cv, candidate.cv = candidate.cv, None
    candidate.save(update_fields=["cv"])
    if cv:
        erase(cv, now=now)


def _close_matches(candidate: Candidate, actor: Actor | None, now: datetime) -> None:
    """End the open matches; hosts that shortlisted are told, a contract not yet validated is cancelled."""
    running = Match.objects.filter(candidate=candidate, state__in=OPEN_MATCHES[1:]).select_related("need__host")
    hosts = [match.need.host for match in running]
    entered = EmploymentContract.objects.select_for_update(no_key=True).filter(candidate=candidate)
    for contract in entered.filter(state=ContractState.SUBMITTED):
        contract.state, contract.cancelled_at, contract.updated_at = ContractState.CANCELLED, now, now
        contract.save()
        journal_contract("cancel", contract, actor, now, removed=True)
    Match.objects.filter(candidate=candidate, state__in=OPEN_MATCHES).update(
        state=MatchState.WITHDRAWN, reason=WithdrawnReason.REMOVED, closed_at=now, updated_at=now
    )
    for host in hosts:
        tell_host(
            host,
            f"removed/{candidate.pk}",
            _("Un candidat présélectionné a supprimé sa candidature"),
            _("Ses coordonnées ne sont plus visibles. D'autres candidats vous sont proposés."),
            now=now,
            label=_("Voir les candidats"),
            path=reverse("recruitment:pool"),
        )
