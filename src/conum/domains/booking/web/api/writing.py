"""What a client writes, by the operations of the pages: same rules, same refusals."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _

from conum.domains.booking.enums import LIVE, ApiScope, CreatorKind
from conum.domains.booking.models import Absence
from conum.domains.booking.operations import changes
from conum.domains.booking.operations import registrations as registering
from conum.domains.booking.operations.absences import add_absence, remove_absence
from conum.domains.booking.operations.api_clients import once, perform
from conum.domains.booking.operations.asking import book_and_tell, register_and_tell
from conum.domains.booking.operations.contacts import Who
from conum.domains.booking.operations.locks import seen
from conum.domains.booking.permissions import appointments_visible_to, types_visible_to, workshops_visible_to
from conum.domains.booking.queries import api_rows
from conum.domains.booking.queries.agenda import colleagues
from conum.domains.booking.queries.clocks import zone_of
from conum.domains.booking.web.api import schemas
from conum.domains.booking.web.api.door import Token, api
from conum.domains.booking.web.api.reading import UNSEEN, one_appointment, one_registration, registrations_of
from conum.kernel.errors import ConumError

UNREAD = {**UNSEEN, 400: schemas.Fault}
TAKEN = {**UNREAD, 409: schemas.Taken}
APPOINTMENTS, REGISTRATIONS = Token(ApiScope.APPOINTMENTS_WRITE), Token(ApiScope.REGISTRATIONS_WRITE)
ABSENCES = Token(ApiScope.ABSENCES_WRITE)


def who_in(person: schemas.Person) -> Who:
    """Return the person as operations take them."""
    return Who(**person.dict() | {"needs": [str(need) for need in person.needs]})


def create(request: HttpRequest, what: str, work: Any) -> tuple[UUID, int]:
    """Create once for the client's key; returns the key of the row and the status."""
    key = request.headers.get("Idempotency-Key", "")
    made, is_new = once(request.auth, what, key, request.path.encode() + request.body, work, now=request.now)
    return made, 201 if is_new else 200


@api.post(
    "rendez-vous",
    auth=APPOINTMENTS,
    response={200: schemas.Appointment, 201: schemas.Appointment, **TAKEN},
    operation_id="prendre_rendez_vous",
)
def book(request: HttpRequest, asked: schemas.NewAppointment) -> Any:
    """Book a slot; the person is told as if it was booked on the site. `Idempotency-Key` makes it safe to repeat."""
    kind = seen(types_visible_to(request.api_actor), asked.type_id)

    def work() -> UUID:
        return book_and_tell(
            type_id=kind.pk,
            starts_at=asked.starts_at,
            who=who_in(asked.person),
            by=CreatorKind(asked.created_by_kind),
            place_id=asked.place_id,
            people=asked.person_ids,
            actor=request.api_actor,
            context=asked.context,
            now=request.now,
        ).appointment.pk

    made, status = create(request, "appointment.book", work)
    return status, one_appointment(request, made)


@api.post(
    "rendez-vous/{identifiant}/deplacer",
    auth=APPOINTMENTS,
    response={200: schemas.Appointment, **TAKEN},
    operation_id="deplacer_rendez_vous",
)
def move(request: HttpRequest, identifiant: UUID, asked: schemas.Move) -> Any:
    """Move to another free slot: the same appointment, its `sequence` one further."""
    perform(
        request.auth,
        "appointment.move",
        lambda: changes.move(
            appointment_id=identifiant,
            starts_at=asked.starts_at,
            place_id=asked.place_id,
            people=asked.person_ids,
            actor=request.api_actor,
            now=request.now,
        ),
        now=request.now,
    )
    return one_appointment(request, identifiant)


@api.post(
    "rendez-vous/{identifiant}/annuler",
    auth=APPOINTMENTS,
    response={200: schemas.Appointment, **UNREAD},
    operation_id="annuler_rendez_vous",
)
def cancel(request: HttpRequest, identifiant: UUID, asked: schemas.Cancel) -> Any:
    """Cancel, for the service with a reason, or for the person within the delays of the site."""
    seen(appointments_visible_to(request.api_actor), identifiant)

    def work() -> Any:
        if asked.by == CreatorKind.CITIZEN:
            return changes.cancel_by_person(appointment_id=identifiant, now=request.now)
        return changes.cancel_by_service(
            appointment_id=identifiant, reason=asked.reason, actor=request.api_actor, now=request.now
        )

    perform(request.auth, "appointment.cancel", work, now=request.now)
    return one_appointment(request, identifiant)


@api.post(
    "rendez-vous/{identifiant}/presence",
    auth=APPOINTMENTS,
    response={200: schemas.Appointment, **UNREAD},
    operation_id="pointer_rendez_vous",
)
def attend(request: HttpRequest, identifiant: UUID, asked: schemas.Attendance) -> Any:
    """Say whether the person came, or correct it."""
    row = seen(appointments_visible_to(request.api_actor), identifiant)
    given = {"appointment_id": identifiant, "actor": request.api_actor, "now": request.now}

    def work() -> Any:
        if row.state in LIVE and asked.state in ("attended", "no_show"):
            return changes.confirm(came=asked.state == "attended", **given)
        return changes.correct(state=asked.state, **given)

    perform(request.auth, "appointment.attend", work, now=request.now)
    return one_appointment(request, identifiant)


@api.post(
    "ateliers/{identifiant}/inscriptions",
    auth=REGISTRATIONS,
    response={200: schemas.Registration, 201: schemas.Registration, **TAKEN},
    operation_id="inscrire",
)
def register(request: HttpRequest, identifiant: UUID, asked: schemas.NewRegistration) -> Any:
    """Register a person, and those who come along."""
    workshop = seen(workshops_visible_to(request.api_actor), identifiant)

    def work() -> UUID:
        return register_and_tell(
            workshop_id=workshop.pk,
            who=who_in(asked.person),
            by=CreatorKind(asked.created_by_kind),
            party_size=asked.party_size,
            actor=request.api_actor,
            context=asked.context,
            now=request.now,
        ).registration.pk

    made, status = create(request, "registration.make", work)
    return status, one_registration(request, made)


@api.post(
    "inscriptions/{identifiant}/annuler",
    auth=REGISTRATIONS,
    response={200: schemas.Registration, **UNREAD},
    operation_id="annuler_inscription",
)
def unregister(request: HttpRequest, identifiant: UUID, asked: schemas.Cancel) -> Any:
    """Cancel a registration: its seats go to the waiting list."""
    seen(registrations_of(request), identifiant)

    def work() -> Any:
        if asked.by == CreatorKind.CITIZEN:
            return registering.cancel_by_person(registration_id=identifiant, now=request.now)
        return registering.cancel_by_service(
            registration_id=identifiant, reason=asked.reason, actor=request.api_actor, now=request.now
        )

    perform(request.auth, "registration.cancel", work, now=request.now)
    return one_registration(request, identifiant)


@api.post(
    "absences",
    auth=ABSENCES,
    response={200: schemas.Absence, 201: schemas.Absence, **UNREAD},
    operation_id="declarer_absence",
)
def absent(request: HttpRequest, asked: schemas.NewAbsence) -> Any:
    """Declare an absence of a professional of the organisation; bookings that it falls upon stay."""
    if asked.person_id not in {person.pk for person in colleagues(request.api_actor)}:
        raise ConumError(_("Cette personne ne travaille pas dans votre structure."), field="person_id")
    organisation_id = request.auth.organisation_id

    def work() -> UUID:
        given = asked.dict() | {"kind": str(asked.kind), "timezone": zone_of(None, organisation_id)}
        return add_absence(actor=request.api_actor, now=request.now, **given).absence.pk

    made, status = create(request, "absence.add", work)
    return status, api_rows.absence_of(seen(Absence.objects.filter(organisation=organisation_id), made))


@api.delete("absences/{identifiant}", auth=ABSENCES, response={204: None, **UNSEEN}, operation_id="supprimer_absence")
def present(request: HttpRequest, identifiant: UUID) -> Any:
    """Delete an absence: its time is offered again."""
    perform(
        request.auth,
        "absence.remove",
        lambda: remove_absence(absence_id=identifiant, actor=request.api_actor, now=request.now),
        now=request.now,
    )
    return 204, None
