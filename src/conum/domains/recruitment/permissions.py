"""Who may do what in recruitment, and what each actor sees (sheet 02 section 10)."""

from __future__ import annotations

from typing import Any

import rules
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from conum.commons.accounts.enums import Role
from conum.commons.accounts.models import Actor, Organisation
from conum.domains.positions.models import CoordinationScope
from conum.domains.recruitment.enums import CandidateState, ContractState
from conum.domains.recruitment.models import Candidate, ContractChange, EmploymentContract, HostNeed, Match
from conum.kernel.permissions import permission

NATIONAL = (Role.NATIONAL_ADMIN, Role.PAYING_AGENT)


def candidates_visible_to(actor: Actor) -> QuerySet[Candidate]:
    """Return the applications the actor may read: own for a candidate, all for a national administrator."""
    kept = Candidate.objects.exclude(state=CandidateState.REMOVED)
    if actor.role == Role.NATIONAL_ADMIN:
        return kept
    return kept.filter(person=actor.person_id)


def needs_visible_to(actor: Actor) -> QuerySet[HostNeed]:
    """Return the recruitment needs in the actor's reach: own host, territory, or France."""
    if actor.role in NATIONAL:
        return HostNeed.objects.all()
    if actor.role == Role.HOST_MANAGER:
        return HostNeed.objects.filter(host=actor.organisation_id)
    return HostNeed.objects.filter(actor.perimeter.as_q("department"))


def matches_visible_to(actor: Actor) -> QuerySet[Match]:
    """Return the matches the actor may read: own application, own host, or France for an administrator.

    A host never sees a candidate who withdrew visibility, unless they already met (REC-32).
    """
    if actor.role == Role.NATIONAL_ADMIN:
        return Match.objects.all()
    if actor.role == Role.HOST_MANAGER:
        met = Q(state__in=["shortlisted", "selected", "hired"])
        return Match.objects.filter(need__host=actor.organisation_id).filter(met | Q(candidate__visible=True))
    return Match.objects.filter(candidate__person=actor.person_id)


def contracts_visible_to(actor: Actor) -> QuerySet[EmploymentContract]:
    """Return the contracts the actor may read: own host, own contract, those it coordinates, territory, or France."""
    if actor.role in NATIONAL:
        return EmploymentContract.objects.all()
    if actor.role == Role.HOST_MANAGER:
        return EmploymentContract.objects.filter(host=actor.organisation_id)
    if actor.role == Role.COUNSELLOR:
        return EmploymentContract.objects.filter(person=actor.person_id)
    if actor.role == Role.COORDINATOR:
        return EmploymentContract.objects.filter(Q(person=actor.person_id) | _coordinated(actor))
    if actor.role == Role.NETWORK:
        network = Organisation.objects.filter(pk=actor.organisation_id).exclude(network="").values("network")
        return EmploymentContract.objects.filter(host__network__in=network)
    return EmploymentContract.objects.filter(actor.perimeter.as_q("attachment__department"))


def _coordinated(actor: Actor) -> Q:
    """Return the condition « of the coordinator's team, of a host of its basin, or in its territory » (REC-58)."""
    scope = CoordinationScope.of(actor.person_id, actor.organisation_id)
    near = Q(person__in=scope.people) | Q(host__commune__in=scope.communes)
    return near | scope.perimeter.as_q("attachment__department")


def changes_visible_to(actor: Actor) -> QuerySet[ContractChange]:
    """Return the extensions and renewals of the contracts the actor may read."""
    return ContractChange.objects.filter(contract__in=contracts_visible_to(actor))


@rules.predicate
def is_own_application(actor: Actor, candidate: Candidate) -> bool:
    """The application is the actor's own."""
    return candidate.person_id == actor.person_id


@rules.predicate
def is_candidate_of_match(actor: Actor, match: Match) -> bool:
    """The match concerns the actor's own application."""
    return bool(match.candidate.person_id == actor.person_id)


@rules.predicate
def is_host_of_match(actor: Actor, match: Match) -> bool:
    """The match concerns the actor's host."""
    return bool(match.need.host_id == actor.organisation_id)


@rules.predicate
def is_host_of_need(actor: Actor, need: HostNeed) -> bool:
    """The need is that of the actor's host; national administrators reach all, a prefecture its territory."""
    if actor.role == Role.HOST_MANAGER:
        return bool(need.host_id == actor.organisation_id)
    return actor.role == Role.NATIONAL_ADMIN or actor.perimeter.contains_department(need.department_id)


@rules.predicate
def is_own_host_or_national(actor: Actor, contract: EmploymentContract) -> bool:
    """The contract is that of the actor's host, or the actor acts for the whole of France."""
    return actor.role in NATIONAL or bool(contract.host_id == actor.organisation_id)


@rules.predicate
def reaches_contract(actor: Actor, contract: EmploymentContract) -> bool:
    """The contract is visible to the actor."""
    return contracts_visible_to(actor).filter(pk=contract.pk).exists()


@rules.predicate
def is_not_a_colleague(actor: Actor, contract: EmploymentContract) -> bool:
    """A coordinator reads who is in post where, not the pay, leaves or endings of the people it coordinates."""
    return actor.role != Role.COORDINATOR or contract.person_id == actor.person_id


@rules.predicate
def is_coordinator_in_post(actor: Actor, contract: EmploymentContract) -> bool:
    """The contract is that of a coordinator in post in the actor's host (REC-58)."""
    running = contract.state in (ContractState.ACTIVE, ContractState.TERMINATION_SUBMITTED)
    return contract.coordinator and running and bool(contract.host_id == actor.organisation_id)


def _named(name: str, sentence: Any, roles: str, predicate: Any = None, *, personal: bool = False) -> Any:
    given = {"personal": personal} | ({"predicate": predicate} if predicate is not None else {})
    return permission(f"recruitment.{name}", sentence, roles=roles, **given)


OWN_APPLICATION = _named(
    "own_application", _("suivre, modifier et supprimer sa candidature"), "candidate", is_own_application
)
ANSWER_MATCH = _named("answer_match", _("répondre à une structure"), "candidate", is_candidate_of_match, personal=True)
BROWSE_POOL = _named("browse_pool", _("parcourir la candidathèque"), "host_manager national_admin", is_host_of_need)
POOL_COUNTS = _named("pool_counts", _("voir le nombre de candidats de son territoire"), "prefecture", is_host_of_need)
SHORTLIST = _named("shortlist", _("présélectionner ou ne pas retenir un candidat"), "host_manager", is_host_of_match)
ENTER_CONTRACT = _named("enter_contract", _("saisir un contrat"), "host_manager", is_own_host_or_national)
READ_CONTRACTS = _named(
    "read_contracts",
    _("consulter les contrats"),
    "host_manager prefecture national_admin paying_agent hub network counsellor coordinator",
    reaches_contract,
)
READ_SALARY = _named(
    "read_salary",
    _("voir un salaire"),
    "host_manager paying_agent counsellor coordinator",  # PRI-12
    reaches_contract & is_not_a_colleague,
)
READ_CONTRACT_LIFE = _named(
    "read_contract_life",
    _("voir les congés, ruptures et aménagements d'un contrat"),
    "host_manager prefecture national_admin paying_agent hub network counsellor coordinator",
    reaches_contract & is_not_a_colleague,
)
CANCEL_CONTRACT = _named(
    "cancel_contract", _("annuler un contrat saisi"), "host_manager national_admin", is_own_host_or_national
)
VALIDATE_CONTRACT = _named("validate_contract", _("valider un contrat"), "national_admin paying_agent")
ASK_CHANGE = _named(
    "ask_change", _("demander une prolongation ou un renouvellement"), "host_manager", is_own_host_or_national
)
DECIDE_CHANGE = _named("decide_change", _("décider une prolongation ou un renouvellement"), "national_admin")
DECLARE_TERMINATION = _named(
    "declare_termination", _("déclarer ou retirer une rupture"), "host_manager", is_own_host_or_national
)
VALIDATE_TERMINATION = _named("validate_termination", _("valider une rupture"), "national_admin paying_agent")
RECORD_LEAVE = _named("record_leave", _("enregistrer un congé"), "host_manager", is_own_host_or_national)
SET_SCOPE = _named("set_scope", _("fixer le périmètre d'un coordinateur"), "host_manager", is_coordinator_in_post)
READ_CANDIDATES = _named("read_candidates", _("consulter toutes les candidatures"), "national_admin")
REMOVE_CANDIDATE = _named("remove_candidate", _("supprimer une candidature"), "national_admin")
READ_FAIRNESS = _named("read_fairness", _("lire le rapport d'équité"), "national_admin")
RUN_PLAN = _named("run_plan", _("calculer et lire le plan national"), "national_admin")
