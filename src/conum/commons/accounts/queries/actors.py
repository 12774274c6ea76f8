"""From a person and the membership chosen in the session to the Actor of the request."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from conum.commons.accounts.enums import HUB_DEPARTMENTS, HUB_REGIONS, NATIONAL_ROLES, TWO_FACTOR_ROLES, Hub, Role
from conum.commons.accounts.models import Actor, Membership, Person
from conum.commons.territories.models import Perimeter
from conum.kernel.reading import Reading

PRIVATE_ROLES = frozenset({Role.PUBLIC, Role.CANDIDATE})
"""Roles held for oneself; all others are a work."""

IN_FORCE = Reading(  # what `active_memberships` says, without what it joins: each request asks
    """FROM accounts_membership m
    WHERE m.person_id = %s AND m.starts_on <= %s AND (m.ends_on IS NULL OR m.ends_on >= %s)
    ORDER BY m.starts_on, m.id""",
    m=Membership,
)


def active_memberships(person_id: UUID, today: date) -> QuerySet[Membership]:
    """Return the memberships in force on `today`, oldest first, with their organisation and territory joined."""
    return (
        Membership.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=today), starts_on__lte=today)
        .filter(person=person_id)
        .select_related("organisation", "department", "region")
        .order_by("starts_on", "pk")
    )


def active_membership(person_id: UUID, chosen: UUID | None, today: date) -> Membership | None:
    """Return the membership chosen in the session while it is in force, else the newest one that is a work.

    Who was hired lands as a counsellor, not as the candidate they were; two works of the same day: the last given.
    """
    memberships = [membership for (membership,) in IN_FORCE(person_id, today, today)]
    mine = next((m for m in memberships if m.pk == chosen), None)
    return mine or max(memberships, key=lambda m: (m.role not in PRIVATE_ROLES, m.starts_on, m.pk), default=None)


def perimeter_of(membership: Membership) -> Perimeter:
    """Return the territory that the role of this membership reaches (sheet 00 section 3, column "Scope").

    National roles: France. A role held over a département or a région: that territory. A hub: its régions or
    départements. The others act through their organisation, a team or themselves: no territory.
    """
    if membership.role in NATIONAL_ROLES:
        return Perimeter.france()
    if membership.department_id:
        return Perimeter.of_departments([membership.department_id])
    if membership.region_id:
        return Perimeter.of_regions([membership.region_id])
    if membership.role == Role.HUB and membership.organisation:
        return hub_perimeter(membership.organisation.hub)
    return Perimeter.none()


def hub_perimeter(hub: str) -> Perimeter:
    """Return the territory of a hub (`enums.Hub`), nothing when the hub is not known."""
    if hub not in Hub.values:
        return Perimeter.none()
    return Perimeter.of_regions(HUB_REGIONS.get(Hub(hub), ())) | Perimeter.of_departments(
        HUB_DEPARTMENTS.get(Hub(hub), ())
    )


def actor_of(person: Person, membership: Membership | None) -> Actor:
    """Build the Actor: the person under the role of this membership, or a bare account without one."""
    if membership is None:
        return Actor(person.pk, Role.PUBLIC, None, None, Perimeter.none(), str(person))
    return Actor(
        person.pk,
        membership.role,
        membership.pk,
        membership.organisation_id,
        perimeter_of(membership),
        str(person),
    )


def actor_for(person: Person, chosen: UUID | None, today: date) -> Actor:
    """Return the Actor of a request of this person on this day; `chosen` is the membership of the session."""
    return actor_of(person, active_membership(person.pk, chosen, today))


def second_factor_demanded(person_id: UUID, today: date) -> bool:
    """Tell whether one of the person's roles in force demands a second factor (sheet 11 section 7)."""
    return active_memberships(person_id, today).filter(role__in=TWO_FACTOR_ROLES).exists()
