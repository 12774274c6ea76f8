"""Contracts as lists and pages read them."""

from __future__ import annotations

from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from conum.commons.accounts.enums import Role
from conum.commons.accounts.models import Actor
from conum.domains.recruitment.enums import ContractChangeState, ContractState, TerminationReason, TerminationState
from conum.domains.recruitment.models import ContractTermination, EmploymentContract
from conum.domains.recruitment.permissions import contracts_visible_to

JOINED = ("person", "host", "attachment__post", "attachment__department", "candidate", "match")


def listed(actor: Actor) -> QuerySet[EmploymentContract]:
    """Return the contracts in sight, with what lists and exports show joined."""
    ended = ContractTermination.objects.filter(contract=OuterRef("pk"), state=TerminationState.VALIDATED)
    if actor.role == Role.COORDINATOR:  # why a colleague left is not its business (READ_CONTRACT_LIFE)
        ended = ended.filter(contract__person=actor.person_id)
    rows = contracts_visible_to(actor).select_related(*JOINED)
    return rows.annotate(termination_reason=Subquery(ended.values("reason")[:1]))


def team_of(actor: Actor) -> QuerySet[EmploymentContract]:
    """Return the contracts under way of those a coordinator coordinates, by name; not its own."""
    rows = contracts_visible_to(actor).filter(state=ContractState.ACTIVE).exclude(person=actor.person_id)
    return rows.select_related("person", "host").order_by("person__last_name", "person__first_name", "pk")


def story(contract: EmploymentContract) -> dict[str, Any]:
    """Return what is attached to a contract: changes, terminations, leaves, and those that wait."""
    changes = list(contract.changes.all())
    terminations = list(contract.terminations.all())
    return {
        "changes": changes,
        "open_change": next((row for row in changes if row.state == ContractChangeState.OPEN), None),
        "terminations": terminations,
        "open_termination": next((row for row in terminations if row.state == TerminationState.SUBMITTED), None),
        "leaves": list(contract.leaves.all()),
    }


def reason_words(code: str | None) -> str:
    """Return the French words of a termination reason."""
    return str(TerminationReason(code).label) if code else ""
