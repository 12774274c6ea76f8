"""What the public may book: types at places, the places that have some, workshops to come."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conum.commons.territories.models import Commune
from conum.commons.territories.queries.distance import DistanceM
from conum.domains.booking.enums import Access, BookableBy, TypeKind, WorkshopState
from conum.domains.booking.models import AppointmentType, AvailabilityRule, Workshop
from conum.domains.booking.queries.notices import moment_words
from conum.domains.booking.queries.slots import first_slots_at_place, next_slots
from conum.domains.places.models import Place
from conum.domains.places.queries.offers import FirstSlots, NextWorkshop, Offer
from conum.kernel.statements import planned

BOOKABLE = (Access.BOOKABLE, Access.MIXED)
ANNOUNCED = (WorkshopState.OPEN, WorkshopState.FULL)
SHOWN = Q(visible=True, closed_on=None, merged_into=None)
NEAREST = 155
WORKSHOPS_OF_PLACE = 3
TOLD = ("title", "starts_at", "ends_at", "seats", "registered", "held", "place")
OFFERING = """
SELECT DISTINCT place_id, 'rule' FROM booking_availabilityrule
WHERE active AND access = ANY(%(access)s) AND place_id = ANY(%(places)s)
UNION ALL SELECT DISTINCT place_id, 'workshop' FROM booking_workshop
WHERE state = ANY(%(states)s) AND starts_at > %(now)s AND place_id = ANY(%(places)s)
"""
OTHER_DATES = 5


def public_types() -> QuerySet[AppointmentType]:
    """Return the types that everybody may book."""
    return AppointmentType.objects.filter(active=True, kind=TypeKind.INDIVIDUAL, bookable_by=BookableBy.EVERYONE)


def types_at(place_id: UUID) -> QuerySet[AppointmentType]:
    """Return the types that everybody may book at a place."""
    held = AvailabilityRule.objects.filter(place=place_id, active=True, access__in=BOOKABLE)
    return public_types().filter(pk__in=held.values("types"))


def places_with_permanence(now: datetime | None = None) -> QuerySet[AvailabilityRule, UUID]:
    """Return the ids of the places where the public books an appointment."""
    rules = AvailabilityRule.objects.filter(active=True, access__in=BOOKABLE, types__in=public_types())
    return rules.order_by().values("place")  # type: ignore[return-value]


def places_with_workshop(now: datetime) -> QuerySet[Workshop, UUID]:
    """Return the ids of the places where a workshop announced to the public is to come."""
    workshops = Workshop.objects.filter(state__in=ANNOUNCED, starts_at__gt=now)
    return workshops.order_by().values("place")  # type: ignore[return-value]


def page_of(place: UUID) -> str:
    """Return the path of the page where one books at a place: the address that its exported files carry."""
    return reverse("booking:at_place", args=[place])


def places_near(commune: Commune) -> list[Place]:
    """Return the bookable places nearest to a commune, each with `distance` in metres."""
    rows = Place.objects.filter(SHOWN, pk__in=places_with_permanence(), latitude__isnull=False)
    distance = DistanceM("latitude", "longitude", commune.latitude, commune.longitude)
    return list(
        rows.select_related("commune__department").annotate(distance=distance).order_by("distance", "pk")[:NEAREST]
    )


def workshops_to_come(now: datetime) -> QuerySet[Workshop]:
    """Return the workshops announced to the public, soonest first, with what their pages show."""
    rows = Workshop.objects.filter(state__in=ANNOUNCED, starts_at__gt=now)
    opened = Q(registration_opens_at=None) | Q(registration_opens_at__lte=now)
    everybody = Q(type__bookable_by=BookableBy.EVERYONE)
    return (
        rows.filter(opened & everybody)
        .select_related("place__commune", "type", "organisation")
        .order_by("starts_at", "pk")
    )


def other_dates(workshop: Workshop, now: datetime) -> list[datetime]:
    """Return when the same workshop is held besides, with free seats: same series, else same type and place."""
    same = Q(series=workshop.series_id) if workshop.series_id else Q(type=workshop.type_id, place=workshop.place_id)
    rows = workshops_to_come(now).filter(same, state=WorkshopState.OPEN).exclude(pk=workshop.pk)
    return list(rows.values_list("starts_at", flat=True)[:OTHER_DATES])


@dataclass(frozen=True)
class WorkshopLine:
    """A workshop as lists show it: when, the places left in words (BOO-44), and how many have registered."""

    row: Workshop
    when: str
    seats: str
    registered: str


def lines_of(workshops: Iterable[Workshop]) -> list[WorkshopLine]:
    """Return workshops as lists show them."""
    return [
        WorkshopLine(row, moment_words(row.starts_at, row.timezone), seats_words(row), registered_words(row))
        for row in workshops
    ]


def registered_words(workshop: Workshop) -> str:
    """Return `5 inscrits sur 6, 1 place gardée`: who comes, and the seats held for the waiting list (BOO-31)."""
    count = ngettext("%(n)s inscrit", "%(n)s inscrits", workshop.registered) % {"n": workshop.registered}
    count = count if workshop.registered else _("Aucun inscrit")
    if workshop.seats:
        count = _("%(count)s sur %(seats)s") % {"count": count, "seats": workshop.seats}
    if not workshop.held:
        return count
    held = ngettext("%(n)s place gardée", "%(n)s places gardées", workshop.held) % {"n": workshop.held}
    return f"{count}, {held}"


def seats_words(workshop: Workshop) -> str:
    """Return `3 places libres`, or that one may only wait (BOO-44)."""
    if workshop.free is None:
        return _("Entrée libre")
    if workshop.free <= 0:
        return _("Complet, liste d'attente")
    return ngettext("%(n)s place libre", "%(n)s places libres", workshop.free) % {"n": workshop.free}


def offers(places: Collection[UUID], now: datetime) -> Mapping[UUID, Offer]:
    """Return place → next free slot, next workshops and address to book: the plug of `places` (three statements).

    Most places of a list offer nothing: one small statement says which do, and the slots of these alone are computed.
    """
    permanences, announced = _offering(places, now)
    slots = next_slots(place_ids=permanences, now=now) if permanences else {}
    workshops = _next_workshops(announced, now) if announced else {}
    return {place: _offer(place, slots.get(place), workshops.get(place, [])) for place in {*slots, *workshops}}


def first_slots(place: UUID, now: datetime) -> list[FirstSlots]:
    """Return the first free slots of each type at a place: the plug of its page (two statements, one without any)."""
    if not _offering([place], now)[0]:
        return []
    found: dict[UUID, list[datetime]] = {}
    for slot in first_slots_at_place(place_id=place, now=now):
        found.setdefault(slot.type_id, []).append(slot.starts_at)
    names = dict(AppointmentType.objects.filter(pk__in=found).values_list("pk", "name")) if found else {}
    return [
        FirstSlots(names[key], tuple(times), f"{reverse('booking:slots', args=[key])}?lieu={place}")
        for key, times in found.items()
    ]


def _offering(places: Collection[UUID], now: datetime) -> tuple[list[UUID], list[UUID]]:
    """The places that have a permanence one books, and those that have a workshop to come."""
    given = {"access": list(BOOKABLE), "states": list(ANNOUNCED), "now": now, "places": list(places)}
    found = planned(OFFERING, given)
    return [place for place, kind in found if kind == "rule"], [place for place, kind in found if kind == "workshop"]


def _next_workshops(places: list[UUID], now: datetime) -> dict[UUID, list[NextWorkshop]]:
    rows = workshops_to_come(now).filter(place__in=places).select_related(None).only(*TOLD)
    found: dict[UUID, list[NextWorkshop]] = {}
    for row in rows:
        known = found.setdefault(row.place_id, [])
        if len(known) < WORKSHOPS_OF_PLACE:
            known.append(_next_workshop(row))
    return found


def _offer(place: UUID, slot: Any, workshops: list[NextWorkshop]) -> Offer:
    first = slot.starts_at if slot else None
    return Offer(
        next_slot=first,
        next_slots=(first,) if first else (),
        workshops=tuple(workshops),
        href=reverse("booking:at_place", args=[place]) if slot else "",
    )


def _next_workshop(row: Workshop) -> NextWorkshop:
    return NextWorkshop(
        title=row.title,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        seats_left=row.free,
        href=reverse("booking:workshop", args=[row.pk]),
    )
