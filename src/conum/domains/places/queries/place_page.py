"""What the page of a place reads: the place with its clock and exceptions, and who accepts to be shown there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from conum.commons.accounts.enums import Role
from conum.commons.accounts.models import Membership
from conum.domains.places.models import SHOWN, Place, PlacePerson

ROLES = {
    Role.COORDINATOR: _("coordinateur ou coordinatrice"),
    Role.MEDIATOR: _("médiateur ou médiatrice numérique"),
    Role.COUNSELLOR: _("conseiller ou conseillère numérique"),
}


@dataclass(frozen=True)
class ShownPerson:
    """A person as the public sees them (PLA-13): first name, role, and the professional contact they accept to give."""

    first_name: str
    role: str
    email: str
    phone: str


def published_place(place: UUID) -> Place | None:
    """Return a place with a public page: shown, closed, merged or hidden for want of news (PLA-10, PLA-19, PLA-34)."""
    rows = Place.objects.select_related("commune__department", "merged_into", "organisation")
    return rows.prefetch_related("opening_exceptions").filter(pk=place).first()


def shown_people(place: Place, day: date) -> list[ShownPerson]:
    """Return the people who work at a place on a day and accept to be shown there."""
    found = people_and_roles(place, day)
    return [ShownPerson(row.person.first_name, role, row.public_email, row.public_phone) for row, role in found]


def people_and_roles(place: Place, day: date) -> list[tuple[PlacePerson, str]]:
    """Return who accepts to be shown at a place on a day, each with the role the public reads."""
    present = Q(starts_on__lte=day) & (Q(ends_on=None) | Q(ends_on__gte=day))
    rows = PlacePerson.objects.filter(present, place=place, shown_on_map=True, person__is_active=True)
    shown = list(rows.select_related("person").order_by("pk"))
    roles = roles_on([row.person_id for row in shown], day)
    return [(row, roles[row.person_id]) for row in shown]


def roles_on(people: list[UUID], day: date) -> dict[UUID, str]:
    """Return person → what they do at places on a day, in words for everybody; a counsellor unless told otherwise."""
    held = Membership.objects.filter(person__in=people, role__in=ROLES, starts_on__lte=day).exclude(ends_on__lt=day)
    found = dict(held.values_list("person", "role")) if people else {}
    return {person: str(ROLES[found.get(person, Role.COUNSELLOR)]) for person in people}


def listed_places() -> QuerySet[Place]:
    """Return the places of the sitemap: those shown, in a stable order."""
    return Place.objects.filter(SHOWN).order_by("pk")
