"""The scope of a coordinator, set by its host (REC-58)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate

from conum.commons.accounts.models import Actor
from conum.commons.territories.models import Commune
from conum.domains.positions.enums import CoordinationKind, CoordinatorTime
from conum.domains.positions.models import CoordinationScope
from conum.domains.recruitment.models import EmploymentContract
from conum.domains.recruitment.operations.contracts import journal_contract, lock_contract
from conum.domains.recruitment.permissions import SET_SCOPE
from conum.domains.recruitment.queries.coordination import team_choices
from conum.domains.recruitment.rules import coordination as rules


@dataclass(frozen=True)
class ScopeTerms:
    """What the host chose: a `CoordinationKind`, with the people of a team or the INSEE codes of a basin."""

    kind: str
    people: tuple[UUID, ...] = ()
    communes: tuple[str, ...] = ()


@transaction.atomic
def set_scope(contract_id: UUID, terms: ScopeTerms, actor: Actor, *, now: datetime) -> CoordinationScope:
    """Set, or change, what the coordinator of this contract coordinates; a territory is that of the post.

    Raises:
        OutOfSight, PermissionRefused; RuleBroken: REC-58.
    """
    contract = lock_contract(contract_id)
    SET_SCOPE.require(actor, contract)
    time = _time_of(contract)
    _check(contract, terms, time, now)
    filled = _filled(contract, terms)
    scope, _made = CoordinationScope.objects.update_or_create(
        assignment=contract.assignment,
        defaults={"kind": terms.kind, "coordinator_time": time, "updated_at": now, **filled},
        create_defaults={"kind": terms.kind, "coordinator_time": time, "updated_at": now, "created_at": now, **filled},
    )
    told = {"kind": terms.kind, "people": [str(key) for key in scope.people], "communes": scope.communes}
    journal_contract("set_scope", contract, actor, now, **told)
    return scope


def _time_of(contract: EmploymentContract) -> str:
    """A post without its request (an old import) is read as full time."""
    request = contract.attachment.request
    return (request.coordinator_time if request else "") or CoordinatorTime.FULL_TIME


def _check(contract: EmploymentContract, terms: ScopeTerms, time: str, now: datetime) -> None:
    rules.part_time_keeps_to_a_basin.check(time, terms.kind)
    rules.team_has_people.check(terms.kind, terms.people)
    rules.basin_has_communes.check(terms.kind, terms.communes)
    if terms.kind == CoordinationKind.TEAM:
        in_post = team_choices(contract, localdate(now)).values_list("pk", flat=True)
        rules.team_in_post_in_department.check(terms.people, list(in_post))
    if terms.kind == CoordinationKind.COMMUNE_BASIN:
        region = contract.attachment.department.region_id
        inside = Commune.objects.filter(pk__in=terms.communes, department__region=region)
        rules.basin_within_region.check(set(terms.communes) - set(inside.values_list("pk", flat=True)))


def _filled(contract: EmploymentContract, terms: ScopeTerms) -> dict[str, Any]:
    department, kind = contract.attachment.department, terms.kind
    return {
        "people": sorted(set(terms.people)) if kind == CoordinationKind.TEAM else [],
        "communes": sorted(set(terms.communes)) if kind == CoordinationKind.COMMUNE_BASIN else [],
        "department": department if kind == CoordinationKind.DEPARTMENT else None,
        "region_id": department.region_id if kind == CoordinationKind.REGION else None,
    }
