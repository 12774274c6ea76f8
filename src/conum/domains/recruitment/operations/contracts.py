"""Contracts: entered by the host, validated in one transaction, cancelled (REC-40 to REC-46)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Max, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from conum.commons.accounts.enums import Role
from conum.commons.accounts.models import Actor, Person
from conum.commons.accounts.operations.memberships import give_role
from conum.commons.files.operations import store
from conum.commons.journal.operations import record
from conum.commons.programme.parameters import MINIMUM_WAGE
from conum.domains.positions.models import PostAttachment
from conum.domains.recruitment.enums import (
    CONTRACT_EVIDENCE,
    LIVE_CONTRACTS,
    CandidateState,
    ContractKind,
    ContractState,
    MatchState,
)
from conum.domains.recruitment.events import CandidateChanged, CounsellorHired
from conum.domains.recruitment.models import Candidate, EmploymentContract, Match
from conum.domains.recruitment.operations.notices import tell_contract, tell_counsellor
from conum.domains.recruitment.operations.seats import open_seat
from conum.domains.recruitment.operations.shortlists import journal, lock_match
from conum.domains.recruitment.permissions import CANCEL_CONTRACT, ENTER_CONTRACT, VALIDATE_CONTRACT
from conum.domains.recruitment.rules import contracts as rules
from conum.domains.recruitment.rules.candidates import not_civic_service
from conum.domains.recruitment.workflow import CANDIDATE, CONTRACT, MATCH
from conum.kernel.errors import Conflict, ConumError, OutOfSight
from conum.kernel.events import publish


@dataclass(frozen=True)
class ContractTerms:
    """What a contract says. Salary in euros gross a month; `working_time` in percent of full time."""

    kind: str
    starts_on: date
    ends_on: date | None
    gross_monthly_salary: Decimal
    manager_first_name: str
    manager_last_name: str
    manager_function: str
    manager_email: str
    manager_phone: str = ""
    working_time: int = 100
    part_time_reason: str = ""
    coordinator: bool = False


@transaction.atomic
def enter_contract(
    match_id: UUID,
    terms: ContractTerms,
    actor: Actor,
    *,
    now: datetime,
    evidence: UploadedFile | None = None,
    part_time_evidence: UploadedFile | None = None,
) -> EmploymentContract:
    """Enter the contract of a shortlisted candidate; it takes one of the host's vacant posts.

    Raises:
        OutOfSight, PermissionRefused, TransitionRefused; RuleBroken: REC-40 to REC-46; the evidence's kind or size.
    """
    match = lock_match(match_id)
    ENTER_CONTRACT.require(actor, EmploymentContract(host_id=match.need.host_id))
    person = _person_of(match.candidate)
    state = MATCH.target(match.state, "select")
    floor = check_terms(terms, bool(part_time_evidence))
    _check_person(person, match, terms)
    contract = EmploymentContract(
        **vars(terms) | {"part_time_reason": terms.part_time_reason if terms.working_time < 100 else ""},
        person=person,
        candidate=match.candidate,
        match=match,
        host=match.need.host,
        attachment=_free_post(match, terms),
        wage_floor=floor,
        submitted_by_id=actor.person_id,
        submitted_at=now,
        created_at=now,
        updated_at=now,
    )
    contract.evidence = _kept(evidence, contract, actor, now)
    contract.part_time_evidence = _kept(part_time_evidence, contract, actor, now)
    contract.save(force_insert=True)
    match.state, match.updated_at = state, now
    match.save()
    journal("select", match, actor, now, contract=contract.pk)
    journal_contract("submit", contract, actor, now)
    tell_counsellor(
        contract,
        "submitted",
        _("{host} a saisi votre contrat").format(host=contract.host),
        _("Il sera vérifié puis validé. Vous recevrez un message à chaque étape."),
        now=now,
    )
    return contract


def check_terms(terms: ContractTerms, has_part_time_evidence: bool) -> Decimal:
    """Check what a contract says by itself (REC-43, 44, 46, REC-05) and return its wage floor in euros (PRG-41)."""
    not_civic_service.check(terms.kind)
    rules.permanent_has_no_end.check(terms.kind, terms.ends_on)
    rules.others_have_an_end.check(terms.kind, terms.ends_on)
    rules.ends_after_start.check(terms.starts_on, terms.ends_on)
    rules.full_time_or_accepted_exception.check(terms.working_time, terms.part_time_reason, has_part_time_evidence)
    floor = floor_on(terms.starts_on, terms.working_time)
    rules.salary_at_least_minimum_wage.check(terms.gross_monthly_salary, floor, terms.starts_on)
    return floor


def floor_on(day: date, working_time: int) -> Decimal:
    """Return the least gross monthly salary in euros for a contract that starts on `day` (REC-44)."""
    return rules.wage_floor(MINIMUM_WAGE.on(day), working_time)


@transaction.atomic
def validate_contract(contract_id: UUID, evidence_seen: bool, actor: Actor, *, now: datetime) -> EmploymentContract:
    """Validate: the post is filled, the person is a counsellor and hired, the other matches end — all or nothing.

    Raises:
        OutOfSight, PermissionRefused, TransitionRefused; ConumError: the evidence was not received.
    """
    contract = lock_contract(contract_id)
    VALIDATE_CONTRACT.require(actor, contract)
    contract.state = CONTRACT.target(contract.state, "validate")
    if not evidence_seen:
        raise ConumError(_("Confirmez que les pièces du contrat ont été reçues et vérifiées."), field="evidence_seen")
    contract.evidence_seen_at = contract.validated_at = contract.updated_at = now
    contract.assignment = open_seat(contract, actor, now=now)
    contract.save()
    role = Role.COORDINATOR if contract.coordinator else Role.COUNSELLOR
    give_role(contract.person, role, actor, now, organisation_id=contract.host_id)
    _hire(contract, actor, now)
    journal_contract("validate", contract, actor, now)
    _tell_validated(contract, now)
    publish(
        CounsellorHired(contract.pk, contract.person_id, contract.host_id, contract.starts_on, contract.coordinator)
    )
    return contract


@transaction.atomic
def cancel_contract(contract_id: UUID, reason: str, actor: Actor, *, now: datetime) -> EmploymentContract:
    """Cancel a contract not yet validated; the candidate is shortlisted again. An administrator says why.

    Raises:
        OutOfSight, PermissionRefused, TransitionRefused; ConumError: an administrator gives no reason.
    """
    contract = lock_contract(contract_id)
    CANCEL_CONTRACT.require(actor, contract)
    contract.state = CONTRACT.target(contract.state, "cancel")
    if actor.role != Role.HOST_MANAGER and not reason.strip():
        raise ConumError(_("Indiquez le motif de l'annulation, en 500 caractères au plus."), field="reason")
    contract.cancelled_at = contract.updated_at = now
    contract.cancel_reason = reason.strip()[:500]
    contract.save()
    _unselect(contract, actor, now)
    journal_contract("cancel", contract, actor, now)
    tell_contract(
        contract, "cancelled", _("Le contrat de {name} est annulé").format(name=contract.person), reason, now=now
    )
    return contract


def lock_contract(contract_id: UUID) -> EmploymentContract:
    """Return the contract, locked after its match's need and candidate, so that no two operations wait crosswise.

    Raises:
        OutOfSight: no such contract.
    """
    keys = EmploymentContract.objects.filter(pk=contract_id).values("match", "candidate").first()
    if keys is None:
        raise OutOfSight(_("Ce contrat n'existe pas."))
    if keys["match"]:
        lock_match(keys["match"])
    elif keys["candidate"]:
        Candidate.objects.select_for_update(no_key=True).get(pk=keys["candidate"])
    joined = EmploymentContract.objects.select_for_update(no_key=True, of=("self",))
    return joined.select_related("host", "person", "attachment__post").get(pk=contract_id)


def journal_contract(
    action: str, contract: EmploymentContract, actor: Actor | None, now: datetime, **payload: Any
) -> None:
    """Journal what happened to a contract; never the salary."""
    keys = {"host": contract.host_id, "attachment": contract.attachment_id}
    record(
        family="recruitment",
        action=f"contract.{action}",
        actor=actor,
        subject=contract,
        payload=keys | payload,
        now=now,
    )


def _person_of(candidate: Candidate) -> Person:
    if candidate.person_id is None:
        raise ConumError(_("Cette personne n'a pas confirmé son adresse électronique."))
    return Person.objects.select_for_update(no_key=True).get(pk=candidate.person_id)


def _check_person(person: Person, match: Match, terms: ContractTerms) -> None:
    theirs = EmploymentContract.objects.filter(person=person)
    rules.no_other_live_contract.check(theirs.filter(state__in=LIVE_CONTRACTS).count())
    ended = theirs.exclude(state=ContractState.CANCELLED)
    rules.starts_after_last_end.check(terms.starts_on, ended.aggregate(day=Max(Coalesce("ended_on", "ends_on")))["day"])
    here = ended.filter(host=match.need.host, kind__in=[ContractKind.PERMANENT, ContractKind.RIDER], ended_on=None)
    rules.permanent_of_the_host_gets_a_rider.check(here.exists(), terms.kind)


def _free_post(match: Match, terms: ContractTerms) -> PostAttachment:
    """Return a post of the host without live contract nor person, the lowest number first (REC-40)."""
    held = _held(match)
    taken = EmploymentContract.objects.filter(state__in=LIVE_CONTRACTS, host=match.need.host)
    taken = taken.filter(attachment__in=held)
    rules.post_of_the_right_kind.check(terms.coordinator, match.need.post_kind)
    rules.has_vacant_post.check(taken.count(), held.count())
    free = held.exclude(pk__in=taken.values("attachment")).order_by("post__number")
    found = free.select_for_update(no_key=True, of=("self",)).first()  # against a post being handed back right now
    if found is None:
        raise Conflict(_("Ce poste vient d'être rendu ou pourvu : il n'y a plus de poste vacant."))
    return found


def _held(match: Match) -> Any:
    """Return the host's posts of the kind that are not given back, even on a day to come."""
    kinds = Q(post__kind="coordinator") if match.need.post_kind == "coordinator" else ~Q(post__kind="coordinator")
    return PostAttachment.objects.filter(kinds, ends_on=None, host=match.need.host)


def _kept(upload: UploadedFile | None, contract: EmploymentContract, actor: Actor, now: datetime) -> Any:
    if upload is None:
        return None
    return store(upload=upload, purpose=CONTRACT_EVIDENCE, owner=contract, actor=actor, now=now)


def _hire(contract: EmploymentContract, actor: Actor, now: datetime) -> None:
    """The match is final, the candidate hired; the other matches end by the matching that follows the event."""
    if contract.match_id:
        match = Match.objects.get(pk=contract.match_id)
        match.state, match.closed_at, match.updated_at = MATCH.target(match.state, "hire"), None, now
        match.save()
        journal("hire", match, actor, now, contract=contract.pk)
    candidate = contract.candidate
    if candidate and candidate.state in (CandidateState.AVAILABLE, CandidateState.UNAVAILABLE):
        candidate.state = CANDIDATE.target(candidate.state, "hire")
        candidate.last_active_at = candidate.updated_at = now
        candidate.save()
        publish(CandidateChanged(candidate.pk))


def _unselect(contract: EmploymentContract, actor: Actor, now: datetime) -> None:
    match = contract.match
    if match and match.state == MatchState.SELECTED:
        match.state, match.updated_at = MATCH.target(match.state, "unselect"), now
        match.save()
        journal("unselect", match, actor, now, contract=contract.pk)


def _tell_validated(contract: EmploymentContract, now: datetime) -> None:
    name = contract.person
    tell_contract(contract, "validated", _("Le contrat de {name} est validé").format(name=name), now=now)
    tell_counsellor(
        contract,
        "validated",
        _("Bienvenue : votre contrat est validé"),
        _("Votre compte devient un compte de conseiller numérique à la prochaine connexion."),
        now=now,
    )
