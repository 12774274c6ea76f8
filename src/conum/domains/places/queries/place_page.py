"""What the page of a place reads: the place with its clock and exceptions, and who accepts to be shown there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from conum.domains.places.models import SHOWN, Place, PlacePerson


@dataclass(frozen=True)
class ShownPerson:
    """A person as the public sees them (PLA-13): first name, and the professional contact they accept to give."""

    first_name: str
    email: str
    phone: str


def published_place(place: UUID) -> Place | None:
    """Return a place with a public page: shown, closed, merged or hidden for want of news (PLA-10, PLA-19, PLA-34)."""
    rows = Place.objects.select_related("commune__department", "merged_into", "organisation")
    return rows.prefetch_related("opening_exceptions").filter(pk=place).first()


def shown_people(place: Place, day: date) -> list[ShownPerson]:
    """Return the people who work at a place on a day and accept to be shown there."""
    present = Q(starts_on__lte=day) & (Q(ends_on=None) | Q(ends_on__gte=day))
    rows = PlacePerson.objects.filter(present, place=place, shown_on_map=True).select_related("person")
    return [ShownPerson(row.person.first_name, row.public_email, row.public_phone) for row in rows]


def listed_places() -> QuerySet[Place]:
    """Return the places of the sitemap: those shown, in a stable order."""
    return Place.objects.filter(SHOWN).order_by("pk")
