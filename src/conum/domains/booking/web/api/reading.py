"""What a client reads: only its organisation's rows, in pages by cursor."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Query, Schema
from pydantic import AwareDatetime, Field

from conum.domains.booking.enums import ApiScope, Audience, BookingState, WorkshopState
from conum.domains.booking.models import Registration
from conum.domains.booking.operations.locks import seen
from conum.domains.booking.permissions import (
    absences_visible_to,
    appointments_visible_to,
    rules_visible_to,
    types_visible_to,
    workshops_visible_to,
)
from conum.domains.booking.queries import api_rows
from conum.domains.booking.queries.slots import slots_for
from conum.domains.booking.web.api import schemas
from conum.domains.booking.web.api.door import Token, api, may
from conum.kernel.errors import ConumError

MOST = 500
MOST_DAYS = 62
Size = Annotated[int, Query(ge=1, le=MOST)]
REFUSED = {401: schemas.Fault, 403: schemas.Fault, 422: schemas.Fault, 429: schemas.Fault}
UNSEEN = {**REFUSED, 404: schemas.Fault}


class Sought(Schema):
    """Filters, all optional; `du` included, `au` excluded."""

    etat: BookingState | None = None
    motif: UUID | None = None
    lieu: UUID | None = None
    du: AwareDatetime | None = None
    au: AwareDatetime | None = None


class SlotsSought(Schema):
    """A kind, from an instant to another, two months apart at most; as the public sees them unless said."""

    motif: UUID
    du: AwareDatetime
    au: AwareDatetime
    lieu: UUID | None = None
    pour: Annotated[Audience, Field(json_schema_extra={"enum": ["public", "staff"]})] = Audience.PUBLIC


def between(rows: Any, first: datetime | None, last: datetime | None, name: str = "starts_at") -> Any:
    """Keep what starts in a window."""
    rows = rows.filter(**{f"{name}__gte": first}) if first else rows
    return rows.filter(**{f"{name}__lt": last}) if last else rows


@api.get("motifs", auth=Token(ApiScope.SLOTS_READ), response={200: schemas.Kinds, **REFUSED}, operation_id="motifs")
def kinds(request: HttpRequest) -> Any:
    """Give the kinds of appointment of the organisation."""
    rows = types_visible_to(request.api_actor).order_by("pk")
    return {"resultats": [api_rows.type_of(row) for row in rows]}


@api.get("creneaux", auth=Token(ApiScope.SLOTS_READ), response={200: schemas.Slots, **UNSEEN}, operation_id="creneaux")
def slots(request: HttpRequest, cherche: Query[SlotsSought]) -> Any:
    """Give the free times of a kind."""
    kind = seen(types_visible_to(request.api_actor).filter(active=True), cherche.motif)
    if cherche.au - cherche.du > timedelta(days=MOST_DAYS):
        raise ConumError(_("Demandez {days} jours au plus à la fois.").format(days=MOST_DAYS), field="au")
    places = [cherche.lieu] if cherche.lieu else None
    audience = Audience.STAFF if cherche.pour == Audience.STAFF else Audience.PUBLIC
    window = {"first": max(cherche.du, request.now), "last": cherche.au, "now": request.now, "limit": MOST}
    found = slots_for(type_id=kind.pk, place_ids=places, audience=audience, **window)
    return {"resultats": [api_rows.slot_of(slot) for slot in found]}


@api.get(
    "rendez-vous",
    auth=Token(ApiScope.APPOINTMENTS_READ),
    response={200: schemas.Appointments, **REFUSED},
    operation_id="rendez_vous",
)
def appointments(request: HttpRequest, cherche: Query[Sought], curseur: UUID | None = None, taille: Size = 100) -> Any:
    """List appointments."""
    rows = between(appointments_visible_to(request.api_actor), cherche.du, cherche.au)
    for name, value in (("state", cherche.etat), ("type", cherche.motif), ("place", cherche.lieu)):
        rows = rows.filter(**{name: value}) if value else rows
    found, following = api_rows.page(rows.select_related("contact").prefetch_related("people"), curseur, taille)
    shown = may(request, ApiScope.CONTACTS_READ)
    return {"resultats": [api_rows.appointment_of(row, shown) for row in found], "suivant": following}


@api.get(
    "rendez-vous/{identifiant}",
    auth=Token(ApiScope.APPOINTMENTS_READ),
    response={200: schemas.Appointment, **UNSEEN},
    operation_id="un_rendez_vous",
)
def appointment(request: HttpRequest, identifiant: UUID) -> Any:
    """Give one appointment."""
    return one_appointment(request, identifiant)


@api.get(
    "ateliers",
    auth=Token(ApiScope.REGISTRATIONS_READ),
    response={200: schemas.Workshops, **REFUSED},
    operation_id="ateliers",
)
def workshops(
    request: HttpRequest,
    etat: WorkshopState | None = None,
    du: AwareDatetime | None = None,
    au: AwareDatetime | None = None,
    curseur: UUID | None = None,
    taille: Size = 100,
) -> Any:
    """List dated workshops, with the seats taken."""
    rows = between(workshops_visible_to(request.api_actor), du, au)
    rows = rows.filter(state=etat) if etat else rows
    found, following = api_rows.page(rows.prefetch_related("people"), curseur, taille)
    return {"resultats": [api_rows.workshop_of(row) for row in found], "suivant": following}


@api.get(
    "inscriptions",
    auth=Token(ApiScope.REGISTRATIONS_READ),
    response={200: schemas.Registrations, **REFUSED},
    operation_id="inscriptions",
)
def registrations(
    request: HttpRequest,
    atelier: UUID | None = None,
    etat: BookingState | None = None,
    du: AwareDatetime | None = None,
    au: AwareDatetime | None = None,
    curseur: UUID | None = None,
    taille: Size = 100,
) -> Any:
    """List registrations, of one workshop or of all."""
    rows = between(registrations_of(request), du, au, "workshop__starts_at")
    rows = rows.filter(workshop=atelier) if atelier else rows
    rows = rows.filter(state=etat) if etat else rows
    found, following = api_rows.page(rows, curseur, taille)
    shown = may(request, ApiScope.CONTACTS_READ)
    return {"resultats": [api_rows.registration_of(row, shown) for row in found], "suivant": following}


@api.get(
    "inscriptions/{identifiant}",
    auth=Token(ApiScope.REGISTRATIONS_READ),
    response={200: schemas.Registration, **UNSEEN},
    operation_id="une_inscription",
)
def registration(request: HttpRequest, identifiant: UUID) -> Any:
    """Give one registration."""
    return one_registration(request, identifiant)


@api.get(
    "permanences", auth=Token(ApiScope.RULES_READ), response={200: schemas.Rules, **REFUSED}, operation_id="permanences"
)
def presences(request: HttpRequest, curseur: UUID | None = None, taille: Size = 100) -> Any:
    """List presences, those that are over included."""
    rows = rules_visible_to(request.api_actor).prefetch_related("people", "types")
    found, following = api_rows.page(rows, curseur, taille)
    return {"resultats": [api_rows.rule_of(row) for row in found], "suivant": following}


@api.get(
    "absences", auth=Token(ApiScope.ABSENCES_READ), response={200: schemas.Absences, **REFUSED}, operation_id="absences"
)
def absences(
    request: HttpRequest, personne: UUID | None = None, curseur: UUID | None = None, taille: Size = 100
) -> Any:
    """List absences declared in the organisation."""
    rows = absences_visible_to(request.api_actor)
    found, following = api_rows.page(rows.filter(person=personne) if personne else rows, curseur, taille)
    return {"resultats": [api_rows.absence_of(row) for row in found], "suivant": following}


def one_appointment(request: HttpRequest, key: UUID) -> api_rows.Data:
    """Return an appointment of the organisation. Raises: OutOfSight."""
    row = seen(appointments_visible_to(request.api_actor).select_related("contact").prefetch_related("people"), key)
    return api_rows.appointment_of(row, may(request, ApiScope.CONTACTS_READ))


def one_registration(request: HttpRequest, key: UUID) -> api_rows.Data:
    """Return a registration of the organisation. Raises: OutOfSight."""
    return api_rows.registration_of(seen(registrations_of(request), key), may(request, ApiScope.CONTACTS_READ))


def registrations_of(request: HttpRequest) -> Any:
    """Return the registrations in workshops of the organisation."""
    inside = Registration.objects.filter(workshop__in=workshops_visible_to(request.api_actor))
    return inside.select_related("workshop", "contact")
