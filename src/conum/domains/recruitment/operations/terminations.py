"""Ends of contracts: terminations declared, withdrawn, validated; terms reached (REC-50 to REC-57)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from conum.commons.accounts.enums import Role
from conum.commons.accounts.models import Actor, Membership
from conum.commons.accounts.operations.memberships import end_role
from conum.commons.files.operations import store
from conum.domains.recruitment.enums import (
    LIVE_CONTRACTS,
    TERMINATION_EVIDENCE,
    CandidateState,
    ContractChangeState,
    ContractState,
    TerminationEvidence,
    TerminationReason,
    TerminationState,
)
from conum.domains.recruitment.events import CandidateChanged, ContractEnded
from conum.domains.recruitment.models import ContractTermination, EmploymentContract
from conum.domains.recruitment.operations.contracts import journal_contract, lock_contract
from conum.domains.recruitment.operations.notices import day, tell_contract, tell_counsellor
from conum.domains.recruitment.operations.seats import close_seat
from conum.domains.recruitment.permissions import DECLARE_TERMINATION, VALIDATE_TERMINATION
from conum.domains.recruitment.rules import contracts as rules
from conum.domains.recruitment.workflow import CANDIDATE, CONTRACT
from conum.kernel.errors import ConumError
from conum.kernel.events import publish


@transaction.atomic
def declare_termination(
    contract_id: UUID,
    ends_on: date,
    reason: str,
    actor: Actor,
    *,
    now: datetime,
    evidence: UploadedFile | None = None,
    evidence_kind: str = "",
) -> ContractTermination:
    """The host declares an early end, with its reason and document.

    Raises:
        OutOfSight, PermissionRefused, TransitionRefused; RuleBroken: REC-50, REC-51, REC-53; ConumError: a document
        of no known kind.
    """
    contract = lock_contract(contract_id)
    DECLARE_TERMINATION.require(actor, contract)
    contract.state = CONTRACT.target(contract.state, "declare_termination")
    rules.termination_within_contract.check(ends_on, contract.starts_on, contract.ends_on)
    rules.termination_reason_known.check(reason, tuple(TerminationReason.values))
    if evidence and evidence_kind not in TerminationEvidence.values:
        raise ConumError(_("Dites quelle est la nature du document joint."), field="evidence_kind")
    rules.no_open_change.check(contract.changes.filter(state=ContractChangeState.OPEN).count())
    contract.updated_at = now
    contract.save()
    termination = ContractTermination(
        contract=contract,
        ends_on=ends_on,
        reason=reason,
        evidence_kind=evidence_kind if evidence else "",
        declared_at=now,
        created_at=now,
        updated_at=now,
    )
    if evidence:
        termination.evidence = store(
            upload=evidence, purpose=TERMINATION_EVIDENCE, owner=termination, actor=actor, now=now
        )
    termination.save(force_insert=True)
    journal_contract("declare_termination", contract, actor, now, ends_on=ends_on)
    tell_counsellor(
        contract,
        f"termination/{termination.pk}",
        _("Une rupture de votre contrat est déclarée"),
        _("{host} déclare la fin de votre contrat le {day}.").format(host=contract.host, day=day(ends_on)),
        now=now,
    )
    return termination


@transaction.atomic
def add_termination_evidence(
    contract_id: UUID, evidence: UploadedFile, evidence_kind: str, actor: Actor, *, now: datetime
) -> None:
    """Join the document afterwards: without it the termination is not validated (REC-52)."""
    contract = lock_contract(contract_id)
    DECLARE_TERMINATION.require(actor, contract)
    termination = running(contract)
    termination.evidence = store(upload=evidence, purpose=TERMINATION_EVIDENCE, owner=termination, actor=actor, now=now)
    termination.evidence_kind, termination.updated_at = evidence_kind, now
    termination.save()
    journal_contract("add_termination_evidence", contract, actor, now)


@transaction.atomic
def withdraw_termination(contract_id: UUID, actor: Actor, *, now: datetime) -> None:
    """The host takes a termination back: the contract goes on, if its post is still there."""
    contract = lock_contract(contract_id)
    DECLARE_TERMINATION.require(actor, contract)
    contract.state = CONTRACT.target(contract.state, "withdraw_termination")
    ended = contract.attachment.ends_on
    if ended and ended < localdate(now):
        raise ConumError(_("Le poste n'est plus rattaché à votre structure : la rupture ne peut pas être retirée."))
    termination = running(contract)
    termination.state, termination.withdrawn_at, termination.updated_at = TerminationState.WITHDRAWN, now, now
    termination.save()
    contract.updated_at = now
    contract.save()
    journal_contract("withdraw_termination", contract, actor, now)


@transaction.atomic
def validate_termination(contract_id: UUID, actor: Actor, *, now: datetime) -> None:
    """Validate on evidence, once the date has passed: the post is vacant, the person an available candidate.

    Raises:
        OutOfSight, PermissionRefused, TransitionRefused; RuleBroken: REC-50, REC-52.
    """
    contract = lock_contract(contract_id)
    VALIDATE_TERMINATION.require(actor, contract)
    contract.state = CONTRACT.target(contract.state, "validate_termination")
    termination = running(contract)
    rules.termination_date_has_passed.check(termination.ends_on, localdate(now))
    rules.termination_has_evidence.check(termination.evidence_id is not None)
    termination.state, termination.validated_at = TerminationState.VALIDATED, now
    termination.evidence_seen_at = termination.updated_at = now
    termination.save()
    _end(contract, termination.ends_on, actor, now, early=True)
    journal_contract("validate_termination", contract, actor, now, ends_on=termination.ends_on)
    tell_contract(
        contract,
        "terminated",
        _("La rupture du contrat de {name} est validée").format(name=contract.person),
        _("Le poste est vacant à partir du {day}.").format(day=day(termination.ends_on + timedelta(days=1))),
        _("Les sommes reçues qui ne sont pas justifiées par du temps de présence sont à rendre."),
        _("Un remplaçant doit être en poste dans le délai prévu, sans quoi le poste est proposé au rendu."),
        now=now,
    )


@transaction.atomic
def end_contract(contract_id: UUID, *, now: datetime) -> bool:
    """End a contract the day after its last day; does nothing when it has been ended or lengthened since."""
    contract = lock_contract(contract_id)
    due = contract.ends_on is not None and contract.ends_on < localdate(now)
    if contract.state != ContractState.ACTIVE or not due:
        return False
    contract.state = CONTRACT.target(contract.state, "end")
    _end(contract, contract.ends_on, None, now, early=False)
    journal_contract("end", contract, None, now, ends_on=contract.ends_on)
    tell_contract(contract, "ended", _("Le contrat de {name} est terminé").format(name=contract.person), now=now)
    return True


def due_contracts(today: date) -> list[UUID]:
    """Return the contracts whose last day was before `today`, oldest end first."""
    due = EmploymentContract.objects.filter(state=ContractState.ACTIVE, ends_on__lt=today)
    return list(due.order_by("ends_on", "pk").values_list("pk", flat=True))


def running(contract: EmploymentContract) -> ContractTermination:
    """Return the termination that waits for validation."""
    return contract.terminations.get(state=TerminationState.SUBMITTED)


def _end(contract: EmploymentContract, ended_on: date, actor: Actor | None, now: datetime, *, early: bool) -> None:
    """Close the seat, the role and the contract; the person is an available candidate again (REC-54)."""
    contract.ended_on, contract.updated_at = ended_on, now
    contract.save()
    close_seat(contract, ended_on, actor, now=now)
    role = Role.COORDINATOR if contract.coordinator else Role.COUNSELLOR
    held = Membership.objects.filter(person=contract.person, role=role, organisation=contract.host, ends_on=None)
    for membership in held:
        end_role(membership.pk, None, now)
    _release(contract, ended_on, now)
    publish(ContractEnded(contract.pk, contract.person_id, contract.host_id, ended_on, early, now))


def _release(contract: EmploymentContract, ended_on: date, now: datetime) -> None:
    candidate = contract.candidate
    others = EmploymentContract.objects.filter(person=contract.person, state__in=LIVE_CONTRACTS)
    if candidate is None or candidate.state != CandidateState.HIRED or others.exclude(pk=contract.pk).exists():
        return
    candidate.state = CANDIDATE.target(candidate.state, "release")
    candidate.waiting_since, candidate.last_active_at, candidate.updated_at = ended_on, now, now
    candidate.available_from = ended_on + timedelta(days=1)
    candidate.save()
    publish(CandidateChanged(candidate.pk))
    tell_counsellor(
        contract,
        "released",
        _("Votre candidature est de nouveau visible"),
        _("Votre contrat a pris fin. Les structures proches de chez vous peuvent de nouveau vous contacter."),
        _("Vous pouvez changer votre rayon, votre date, ou vous rendre indisponible à tout moment."),
        now=now,
    )
