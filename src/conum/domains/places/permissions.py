"""Who may do what to places."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from conum.commons.accounts.enums import Role
from conum.commons.accounts.models import Actor
from conum.domains.places.models import PlacePerson, PlaceReport
from conum.kernel.permissions import permission

IMPORT_PLACES = permission("places.import", _("Importer un fichier de lieux"), roles="national_admin")
HANDLE_REPORTS = permission(
    "places.handle_reports",
    _("Traiter les erreurs signalées sur les lieux"),
    roles="host_manager counsellor mediator coordinator prefecture national_admin",
)


def reports_visible_to(actor: Actor | None) -> QuerySet[PlaceReport]:
    """Return the reports on the places the actor keeps up to date (PLA-11): own ones, or those of the territory."""
    if actor is None or not HANDLE_REPORTS.allows(actor):
        return PlaceReport.objects.none()
    if actor.role in (Role.PREFECTURE, Role.NATIONAL_ADMIN):
        return PlaceReport.objects.filter(actor.perimeter.as_q("place__commune__department"))
    today = localdate()
    present = Q(starts_on__lte=today) & (Q(ends_on=None) | Q(ends_on__gte=today))
    here = PlacePerson.objects.filter(present, place=OuterRef("place"), person=actor.person_id)
    own = Q(place__organisation=actor.organisation_id) if actor.organisation_id else Q(pk__in=[])
    return PlaceReport.objects.filter(Exists(here) | own)
