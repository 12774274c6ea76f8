"""Extensions and renewals (section 8): asked by the host, decided by an administrator."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from conum.commons.accounts.models import Actor
from conum.commons.files.operations import store
from conum.domains.recruitment.enums import CONTRACT_EVIDENCE, ContractChangeKind, ContractChangeState, ContractState
from conum.domains.recruitment.events import ContractRenewed
from conum.domains.recruitment.models import ContractChange, EmploymentContract
from conum.domains.recruitment.operations.contracts import floor_on, journal_contract, lock_contract
from conum.domains.recruitment.operations.notices import tell_contract
from conum.domains.recruitment.operations.seats import close_seat, open_seat
from conum.domains.recruitment.permissions import ASK_CHANGE, DECIDE_CHANGE
from conum.domains.recruitment.rules import contracts as rules
from conum.domains.recruitment.workflow import CHANGE, CONTRACT
from conum.kernel.errors import ConumError, OutOfSight
from conum.kernel.events import publish


@dataclass(frozen=True)
class ChangeTerms:
    """What a change asks: a later end, or a new contract. Salary in euros gross a month."""

    kind: str
    new_end: date | None
    new_salary: Decimal
    new_kind: str = ""
    new_start: date | None = None


@transaction.atomic
def ask_change(
    contract_id: UUID, terms: ChangeTerms, actor: Actor, *, now: datetime, evidence: UploadedFile | None = None
) -> ContractChange:
    """Ask for an extension or a renewal of an active contract; one at a time (REC-53).

    Raises:
        OutOfSight, PermissionRefused, TransitionRefused; RuleBroken: REC-42, REC-43, REC-44, REC-53.
    """
    contract = lock_contract(contract_id)
    ASK_CHANGE.require(actor, contract)
    CONTRACT.target(contract.state, f"ask_{terms.kind}")
    rules.no_open_change.check(contract.changes.filter(state=ContractChangeState.OPEN).count())
    change = ContractChange(
        **vars(terms),
        contract=contract,
        wage_floor=_checked(contract, terms),
        asked_at=now,
        created_at=now,
        updated_at=now,
    )
    if evidence:
        change.evidence = store(upload=evidence, purpose=CONTRACT_EVIDENCE, owner=change, actor=actor, now=now)
    change.save(force_insert=True)
    journal_contract(f"ask_{terms.kind}", contract, actor, now, change=change.pk)
    return change


@transaction.atomic
def accept_change(change_id: UUID, actor: Actor, *, now: datetime) -> EmploymentContract:
    """Accept: the end moves, or the old contract ends and a new one follows on the same post, accesses kept."""
    change = _locked(change_id, actor, DECIDE_CHANGE)
    _decide(change, "accept", now)
    contract = change.contract
    if change.kind == ContractChangeKind.EXTENSION:
        contract.ends_on, contract.gross_monthly_salary = change.new_end, change.new_salary
        contract.updated_at = now
        contract.save()
    else:
        contract = _renew(change, actor, now)
    journal_contract(f"accept_{change.kind}", contract, actor, now, change=change.pk)
    _tell(change, _("{kind} acceptée"), now)
    return contract


@transaction.atomic
def refuse_change(change_id: UUID, reason: str, actor: Actor, *, now: datetime) -> None:
    """Refuse, with a reason that the host reads."""
    change = _locked(change_id, actor, DECIDE_CHANGE)
    if not reason.strip():
        raise ConumError(_("Indiquez le motif du refus, en 500 caractères au plus."), field="reason")
    change.reason = reason.strip()[:500]
    _decide(change, "refuse", now)
    journal_contract(f"refuse_{change.kind}", change.contract, actor, now, change=change.pk)
    _tell(change, _("{kind} refusée"), now)


@transaction.atomic
def cancel_change(change_id: UUID, actor: Actor, *, now: datetime) -> None:
    """The host takes the request back."""
    change = _locked(change_id, actor, ASK_CHANGE)
    _decide(change, "cancel", now)
    journal_contract(f"cancel_{change.kind}", change.contract, actor, now, change=change.pk)


def _checked(contract: EmploymentContract, terms: ChangeTerms) -> Decimal:
    """Check the dates and the salary; return the wage floor of the first new day."""
    if terms.kind == ContractChangeKind.EXTENSION:
        rules.later_end.check(terms.new_end or contract.starts_on, contract.ends_on)
        first = (contract.ends_on or contract.starts_on) + timedelta(days=1)
    else:
        first = terms.new_start or contract.starts_on
        rules.renewal_follows.check(first, contract.ends_on)
        rules.permanent_has_no_end.check(terms.new_kind, terms.new_end, field="new_end")
        rules.others_have_an_end.check(terms.new_kind, terms.new_end, field="new_end")
        rules.ends_after_start.check(first, terms.new_end, field="new_end")
    floor = floor_on(first, contract.working_time)
    rules.salary_at_least_minimum_wage.check(terms.new_salary, floor, first, field="new_salary")
    return floor


def _locked(change_id: UUID, actor: Actor, permission: Any) -> ContractChange:
    found = ContractChange.objects.filter(pk=change_id).values("contract").first()
    if found is None:
        raise OutOfSight(_("Cette demande n'existe pas."))
    contract = lock_contract(found["contract"])
    permission.require(actor, contract)
    change = ContractChange.objects.select_for_update(no_key=True).get(pk=change_id)
    change.contract = contract
    return change


def _decide(change: ContractChange, name: str, now: datetime) -> None:
    change.state, change.decided_at, change.updated_at = CHANGE.target(change.state, name), now, now
    change.save()


def _renew(change: ContractChange, actor: Actor, now: datetime) -> EmploymentContract:
    old = change.contract
    old.state, old.ended_on, old.updated_at = CONTRACT.target(old.state, "renew"), old.ends_on, now
    old.save()
    close_seat(old, old.ends_on, actor, now=now)
    new = _following(old, change, now)
    new.assignment = open_seat(new, actor, now=now)
    new.save(force_insert=True)
    change.new_contract = new
    change.save()
    publish(ContractRenewed(old.pk, new.pk, new.person_id, new.starts_on))
    return new


KEPT = (
    "person_id",
    "candidate_id",
    "host_id",
    "attachment_id",
    "coordinator",
    "working_time",
    "part_time_reason",
    "part_time_evidence_id",
    "manager_first_name",
    "manager_last_name",
    "manager_function",
    "manager_email",
    "manager_phone",
)


def _following(old: EmploymentContract, change: ContractChange, now: datetime) -> EmploymentContract:
    return EmploymentContract(
        **{name: getattr(old, name) for name in KEPT},
        previous=old,
        state=ContractState.ACTIVE,
        kind=change.new_kind,
        starts_on=change.new_start,
        ends_on=change.new_end,
        gross_monthly_salary=change.new_salary,
        wage_floor=change.wage_floor,
        evidence_id=change.evidence_id,
        submitted_at=change.asked_at,
        validated_at=now,
        created_at=now,
        updated_at=now,
    )


def _tell(change: ContractChange, subject: str, now: datetime) -> None:
    kind = change.get_kind_display()
    tell_contract(change.contract, f"change/{change.pk}", subject.format(kind=kind), change.reason, now=now)
