"""Coordinators: whom they may lead, and their scope in words."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from conum.commons.accounts.models import Person
from conum.commons.territories.models import Commune
from conum.domains.positions.models import CoordinationScope, PostAssignment
from conum.domains.recruitment.models import EmploymentContract


def team_choices(contract: EmploymentContract, day: date) -> QuerySet[Person]:
    """Return the counsellors in post on `day` in the département of the coordinator's post, but the coordinator."""
    on = Q(starts_on__lte=day) & (Q(ends_on=None) | Q(ends_on__gte=day))
    there = PostAssignment.objects.filter(on, attachment__department=contract.attachment.department_id)
    found = Person.objects.filter(pk__in=there.values("counsellor")).exclude(pk=contract.person_id)
    return found.order_by("last_name", "first_name", "pk")


def scope_of(contract: EmploymentContract) -> CoordinationScope | None:
    """Return the scope of the coordinator of this contract, None as long as the host gave none."""
    found = CoordinationScope.of(contract.person_id, contract.host_id) if contract.coordinator else None
    return found if found and found.kind else None


def scope_names(scope: CoordinationScope | None) -> list[str]:
    """Return what is inside the scope, by name: people, communes, or the one territory."""
    if scope is None:
        return []
    if scope.people:
        found = Person.objects.filter(pk__in=scope.people).order_by("last_name", "first_name", "pk")
        return [str(person) for person in found]
    if scope.communes:
        return [row.label for row in Commune.objects.filter(pk__in=scope.communes).order_by("name")]
    return [str(scope.department or scope.region)]
