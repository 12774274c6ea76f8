"""Who may do what with presences, bookings and workshops (sheet 06 section 10), and what each actor sees.

A counsellor or a mediator acts on their own calendar, and sees that of the colleagues of their places; a coordinator
and a manager act for their organisation, save that a coordinator keeps the presences and absences of the team only
where the organisation allows it. The public needs no permission: operations check `bookable_by` (BOO-16).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import rules
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from conum.commons.accounts.enums import Role
from conum.commons.accounts.models import Actor
from conum.domains.booking.models import (
    Absence,
    ApiClient,
    Appointment,
    AppointmentType,
    Arrival,
    AvailabilityRule,
    Contact,
    ContactMerge,
    TeamChoice,
    Webhook,
    WebhookDelivery,
    Workshop,
    WorkshopSeries,
)
from conum.domains.places.models import PlacePerson
from conum.kernel.permissions import permission

STAFF = "counsellor mediator coordinator host_manager"
WIDE = (Role.COORDINATOR, Role.HOST_MANAGER, Role.API_CLIENT)
OR_BY_API = f"{STAFF} {Role.API_CLIENT.value}"  # a machine acts for its organisation, within its scopes


@dataclass(frozen=True)
class Calendar:
    """What a permission is asked of when there is no row yet: an organisation, and people of it."""

    organisation_id: UUID
    person_ids: frozenset[UUID]


def calendar(organisation_id: UUID, people: Iterable[UUID]) -> Calendar:
    """Return the calendar of these people in this organisation."""
    return Calendar(organisation_id, frozenset(people))


def _people(row: Any) -> Iterable[UUID]:
    if isinstance(row, Calendar):
        return row.person_ids
    if hasattr(row, "person_id"):
        return (row.person_id,)
    if "people" in getattr(row, "_prefetched_objects_cache", ()):  # a list asks nothing more for each row
        return [person.pk for person in row.people.all()]
    return row.people.values_list("pk", flat=True) if hasattr(row, "people") else ()


@rules.predicate
def own_organisation(actor: Actor, row: Any) -> bool:
    """The row is of the actor's organisation."""
    return actor.organisation_id is not None and row.organisation_id == actor.organisation_id


@rules.predicate
def among_people(actor: Actor, row: Any) -> bool:
    """The actor is one of the professionals of the row."""
    return actor.person_id in _people(row)


@rules.predicate
def acts_for_organisation(actor: Actor, row: Any) -> bool:
    """The actor acts for the whole organisation of the row, not only for themselves."""
    return actor.role in WIDE and own_organisation(actor, row)


@rules.predicate
def colleague_of_place(actor: Actor, row: Any) -> bool:
    """The row is of the actor's organisation, at a place where the actor works too."""
    place = getattr(row, "place_id", None)
    return bool(own_organisation(actor, row) and place and place in set(places_of(actor)))


@rules.predicate
def own_absence(actor: Actor, row: Any) -> bool:
    """The absence is the actor's own."""
    return bool(actor.person_id == row.person_id)


def edits_team(actor: Actor) -> bool:
    """Tell whether the actor keeps the presences and absences of others: « team if allowed » for a coordinator."""
    if actor.role != Role.COORDINATOR:
        return actor.role in WIDE
    return TeamChoice.objects.filter(organisation=actor.organisation_id, coordinators_edit=True).exists()


@rules.predicate
def keeps_team(actor: Actor, row: Any) -> bool:
    """The actor keeps the calendars of the organisation of the row; a list has asked once for all its rows."""
    if not acts_for_organisation(actor, row):
        return False
    known = getattr(row, "team_kept", None)
    return edits_team(actor) if known is None else bool(known)


own = (among_people & own_organisation) | acts_for_organisation
own_or_kept = (among_people & own_organisation) | keeps_team

SEE_CALENDAR = permission(
    "booking.see_calendar", _("Voir les agendas de son équipe"), roles=STAFF, predicate=own | colleague_of_place
)
BOOK = permission("booking.book", _("Réserver pour une personne"), roles=OR_BY_API, predicate=own_organisation)
HANDLE = permission(
    "booking.handle",
    _("Déplacer, annuler et pointer les rendez-vous"),
    roles=OR_BY_API,
    predicate=own | colleague_of_place,
)
SEE_CONTEXT = permission(
    "booking.see_context", _("Lire le contexte d'un rendez-vous"), roles=STAFF, predicate=among_people, personal=True
)
EDIT_RULES = permission("booking.edit_rules", _("Tenir les permanences"), roles=STAFF, predicate=own_or_kept)
EDIT_ABSENCES = permission("booking.edit_absences", _("Saisir les absences"), roles=OR_BY_API, predicate=own_or_kept)
SEE_ABSENCE_REASON = permission(
    "booking.see_absence_reason",
    _("Lire le motif d'une absence"),
    roles=STAFF,
    predicate=own_absence
    | (acts_for_organisation & rules.predicate(lambda actor, row: actor.role == Role.HOST_MANAGER)),
    personal=True,
)
MANAGE_TYPES = permission(
    "booking.manage_types", _("Tenir les motifs de rendez-vous"), roles=STAFF, predicate=own_organisation
)
MANAGE_WORKSHOPS = permission("booking.manage_workshops", _("Tenir les ateliers"), roles=STAFF, predicate=own)
OPEN_HOLIDAYS = permission(
    "booking.open_holidays",
    _("Ouvrir le dimanche ou les jours fériés"),
    roles="coordinator host_manager",
    predicate=own_organisation,
)
ALLOW_COORDINATORS = permission(
    "booking.allow_coordinators",
    _("Autoriser le coordinateur à tenir les permanences et les absences de l'équipe"),
    roles="host_manager",
    predicate=own_organisation,
)
SEE_STATISTICS = permission("booking.see_statistics", _("Voir les statistiques des rendez-vous"), roles=STAFF)
IMPORT_APPOINTMENTS = permission(
    "booking.import_appointments",
    _("Importer les rendez-vous d'un autre outil"),
    roles="host_manager",
)
MERGE_CONTACTS = permission(
    "booking.merge_contacts",
    _("Dire que deux usagers sont une même personne"),
    roles=STAFF,
    predicate=own_organisation,
)
OWN_FEED = permission("booking.own_feed", _("Relier son agenda"), roles=STAFF, personal=True)
MANAGE_WEBHOOKS = permission(
    "booking.manage_webhooks",
    _("Relier les logiciels de sa structure aux rendez-vous"),
    roles="host_manager",
    predicate=own_organisation,
)


def of_team(rows: Iterable[Any], actor: Actor) -> list[Any]:
    """Return rows of presences or absences that know whether the actor keeps the team: asked once for the list."""
    kept, found = edits_team(actor), list(rows)
    for row in found:
        row.team_kept = kept
    return found


def places_of(actor: Actor) -> QuerySet[Any, UUID]:
    """Return the keys of the places where the actor works: those of their presences, and where they are listed."""
    held = AvailabilityRule.objects.filter(people=actor.person_id, active=True, place__isnull=False)
    listed = PlacePerson.objects.filter(person=actor.person_id, ends_on=None)
    return held.values_list("place_id", flat=True).union(listed.values_list("place_id", flat=True))


def _visible(rows: QuerySet[Any], actor: Actor) -> QuerySet[Any]:
    """The rows of the organisation; for those who act for themselves, their own and those of their places."""
    inside = rows.filter(organisation=actor.organisation_id) if actor.organisation_id else rows.none()
    if actor.role in WIDE:
        return inside
    if actor.role not in STAFF.split():
        return rows.none()
    mine = rows.model.people.through.objects.filter(person=actor.person_id)
    key = f"{rows.model._meta.model_name}_id"
    return inside.filter(Q(pk__in=mine.values(key)) | Q(place__in=list(places_of(actor))))


def appointments_visible_to(actor: Actor) -> QuerySet[Appointment]:
    """Return the appointments that the actor sees."""
    return _visible(Appointment.objects.all(), actor)


def counted_for(actor: Actor, rows: QuerySet[Any]) -> QuerySet[Any]:
    """Keep what the figures of the actor count among visible rows: their own work, the whole for who acts for all."""
    if actor.role in WIDE:
        return rows
    mine = rows.model.people.through.objects.filter(person=actor.person_id)
    return rows.filter(pk__in=mine.values(f"{rows.model._meta.model_name}_id"))


def rules_visible_to(actor: Actor) -> QuerySet[AvailabilityRule]:
    """Return the presences that the actor sees."""
    return _visible(AvailabilityRule.objects.all(), actor)


def workshops_visible_to(actor: Actor) -> QuerySet[Workshop]:
    """Return the workshops that the actor sees, drafts included."""
    return _visible(Workshop.objects.all(), actor)


def series_visible_to(actor: Actor) -> QuerySet[WorkshopSeries]:
    """Return the series that the actor sees."""
    return _visible(WorkshopSeries.objects.all(), actor)


def types_visible_to(actor: Actor) -> QuerySet[AppointmentType]:
    """Return the types of the actor's organisation."""
    if actor.role not in OR_BY_API.split() or not actor.organisation_id:
        return AppointmentType.objects.none()
    return AppointmentType.objects.filter(organisation=actor.organisation_id)


def contacts_visible_to(actor: Actor) -> QuerySet[Contact]:
    """Return the people awaited in the appointments and workshops that the actor sees."""
    met = Q(pk__in=appointments_visible_to(actor).values("contact"))
    registered = Q(registrations__workshop__in=workshops_visible_to(actor).values("pk"))
    return Contact.objects.filter(met | Q(pk__in=Contact.objects.filter(registered).values("pk")), anonymised_at=None)


def merges_visible_to(actor: Actor) -> QuerySet[ContactMerge]:
    """Return the people said to be one in the actor's organisation, both of whom the actor sees."""
    seen = contacts_visible_to(actor).values("pk")
    return ContactMerge.objects.filter(organisation=actor.organisation_id, kept__in=seen, merged__in=seen)


def arrivals_visible_to(actor: Actor) -> QuerySet[Arrival]:
    """Return the arrivals without appointment at the presences the actor sees."""
    return Arrival.objects.filter(rule__in=rules_visible_to(actor))


def absences_visible_to(actor: Actor) -> QuerySet[Absence]:
    """Return the absences the actor sees; kind and note need `booking.see_absence_reason` besides."""
    if actor.role in WIDE and actor.organisation_id:
        return Absence.objects.filter(Q(organisation=actor.organisation_id) | Q(person=actor.person_id))
    return Absence.objects.filter(person=actor.person_id) if actor.role in STAFF.split() else Absence.objects.none()


def webhooks_visible_to(actor: Actor) -> QuerySet[Webhook]:
    """Return the services told of the facts of the organisation that the actor manages."""
    if actor.role != Role.HOST_MANAGER or not actor.organisation_id:
        return Webhook.objects.none()
    return Webhook.objects.filter(organisation=actor.organisation_id)


def deliveries_visible_to(actor: Actor) -> QuerySet[WebhookDelivery]:
    """Return what was sent to these services, or waits for them."""
    return WebhookDelivery.objects.filter(webhook__in=webhooks_visible_to(actor))


def api_clients_visible_to(actor: Actor) -> QuerySet[ApiClient]:
    """Return the clients of the API of the organisation that the actor manages."""
    if actor.role != Role.HOST_MANAGER or not actor.organisation_id:
        return ApiClient.objects.none()
    return ApiClient.objects.filter(organisation=actor.organisation_id)
