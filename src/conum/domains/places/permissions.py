"""Who may do what to places."""

from __future__ import annotations

import rules
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Now, TruncDate
from django.utils.translation import gettext_lazy as _

from conum.commons.accounts.enums import Role
from conum.commons.accounts.models import Actor
from conum.domains.places.models import DuplicatePair, Place, PlacePerson, PlaceReport
from conum.kernel.permissions import permission

EDITORS = "counsellor mediator coordinator host_manager prefecture national_admin"
OF_TERRITORY = frozenset({Role.COORDINATOR, Role.PREFECTURE, Role.NATIONAL_ADMIN})


def places_in_hand(actor: Actor) -> Q:
    """Return the condition on the places an actor may edit (PLA-11): those where the person is active, those of
    the own organisation, those of the territory."""
    today = TruncDate(Now())
    active = PlacePerson.objects.filter(person=actor.person_id, place=OuterRef("pk"), starts_on__lte=today)
    found = Q(Exists(active.filter(Q(ends_on=None) | Q(ends_on__gte=today))))
    if actor.role == Role.HOST_MANAGER:
        found |= Q(organisation=actor.organisation_id)
    if actor.role in OF_TERRITORY:
        found |= actor.perimeter.as_q("commune__department")
    return found


@rules.predicate
def in_hand(actor: Actor, place: Place) -> bool:
    """The place is one of those the actor may edit."""
    return Place.objects.filter(places_in_hand(actor), pk=place.pk).exists()


@rules.predicate
def may_begin(actor: Actor, place: Place) -> bool:
    """A prefecture makes places in its territory only; the others where they work."""
    return actor.role != Role.PREFECTURE or actor.perimeter.contains_commune(place.commune_id)


@rules.predicate
def both_in_territory(actor: Actor, pair: DuplicatePair) -> bool:
    """Both records are in the actor's territory."""
    return all(actor.perimeter.contains_commune(place.commune_id) for place in (pair.first, pair.second))


IMPORT_PLACES = permission("places.import", _("Importer un fichier de lieux"), roles="national_admin")
HANDLE_REPORTS = permission(
    "places.handle_reports",
    _("Traiter les erreurs signalées sur les lieux"),
    roles="host_manager counsellor mediator coordinator prefecture national_admin",
)


def reports_visible_to(actor: Actor | None) -> QuerySet[PlaceReport]:
    """Return the reports on the places the actor may edit (PLA-11): who reads that a page is wrong can mend it."""
    if actor is None or not HANDLE_REPORTS.allows(actor):
        return PlaceReport.objects.none()
    return PlaceReport.objects.filter(place__in=Place.objects.filter(places_in_hand(actor)).values("pk"))


EDIT_PLACE = permission("places.edit", _("Modifier ses lieux"), roles=EDITORS, predicate=in_hand)
CREATE_PLACE = permission("places.create", _("Créer un lieu"), roles=EDITORS, predicate=may_begin)
MERGE_PLACES = permission(
    "places.merge",
    _("Fusionner les lieux en double de son territoire"),
    roles="coordinator prefecture national_admin",
    predicate=both_in_territory,
)


def pairs_visible_to(actor: Actor | None) -> QuerySet[DuplicatePair]:
    """Return the pairs of records whose two places are in the actor's territory."""
    if actor is None or not MERGE_PLACES.allows(actor):
        return DuplicatePair.objects.none()
    both = actor.perimeter.as_q("first__commune__department") & actor.perimeter.as_q("second__commune__department")
    return DuplicatePair.objects.filter(both).select_related("first__commune", "second__commune", "decided_by")
