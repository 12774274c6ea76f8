"""Registering in a workshop: the workshop is taken, seats are counted, each person sits on a numbered one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from conum.commons.accounts.models import Actor
from conum.domains.booking.enums import LIVE, BookingState, CreatorKind
from conum.domains.booking.events import (
    RegistrationCancelled,
    RegistrationEnded,
    RegistrationMade,
    WorkshopSeatFreed,
)
from conum.domains.booking.models import Contact, Referrer, Registration, Workshop
from conum.domains.booking.operations.chains import journal
from conum.domains.booking.operations.contacts import (
    ReferrerDetails,
    Who,
    check_who,
    keep_contact,
    keep_referrer,
    person_key,
)
from conum.domains.booking.operations.locks import locked, seen
from conum.domains.booking.operations.reminders import plan_reminders, skip_reminders
from conum.domains.booking.operations.seats import expire_holds, free_seats, take_seats
from conum.domains.booking.parameters import CORRECT_DAYS, USER_CANCEL_MIN
from conum.domains.booking.permissions import BOOK, HANDLE, workshops_visible_to
from conum.domains.booking.rules import booking as rules
from conum.domains.booking.workflow import REGISTRATION
from conum.kernel.events import publish

ONCE = "registration_once_per_person"


@dataclass(frozen=True)
class Registered:
    """A registration, and the 6-digit code told once to the person; empty when the same request came again."""

    registration: Registration
    code: str


def register(
    *,
    workshop_id: UUID,
    who: Who,
    by: str,
    now: datetime,
    party_size: int = 1,
    actor: Actor | None = None,
    referrer: ReferrerDetails | None = None,
    invited: bool = False,
    context: str = "",
    idempotency_key: UUID | None = None,
) -> Registered:
    """Register a person, and those who come along, in a workshop (BOO-41).

    Raises:
        SeatsTaken: fewer seats are left than people; its `free` says how many.
        OutOfSight, PermissionRefused; RuleBroken: BOO-13, BOO-16, BOO-17, BOO-41, BOO-44 beside the field.
    """
    found = seen(Workshop.objects.select_related("type"), workshop_id)
    if by == CreatorKind.STAFF:
        BOOK.require(actor, found)
    rules.may_book.check(found.type.bookable_by, by, invited)
    rules.party_within.check(party_size)
    check_who(who, found.type.fields_asked if by == CreatorKind.CITIZEN else ())
    try:
        with transaction.atomic():
            workshop = locked(Workshop.objects.select_related("type"), workshop_id)
            again = _same_request(idempotency_key)
            if again:
                return Registered(again, "")
            _check_open(workshop, by, now)
            expire_holds(workshop, now)
            key = person_key(who)
            rules.not_registered_yet.check(is_registered(workshop_id, key))
            contact, code = keep_contact(who, workshop.ends_at, now)
            fields = {"context": context, "referrer": keep_referrer(referrer, now), "idempotency_key": idempotency_key}
            made = keep_registration(workshop, contact, party_size, by, actor, now, **fields)
            return Registered(made, code)
    except IntegrityError as error:
        again = _same_request(idempotency_key)
        if again:
            return Registered(again, "")
        if ONCE in str(error):
            rules.not_registered_yet.check(True)
        raise


@transaction.atomic
def cancel_by_person(*, registration_id: UUID, now: datetime) -> Registration:
    """Cancel for the person, who came by their own link or code; the seats go to the waiting list.

    Raises: OutOfSight; TransitionRefused; RuleBroken: BOO-25.
    """
    workshop, row = _taken(registration_id)
    target = REGISTRATION.target(row.state, "cancel_by_person")
    hours = USER_CANCEL_MIN.on(localdate(now))
    rules.still_cancellable.check(workshop.type.cancellable_by_user, workshop.starts_at, hours, now)
    return give_back(workshop, row, target, "", None, now)


@transaction.atomic
def cancel_by_service(*, registration_id: UUID, reason: str, actor: Actor, now: datetime) -> Registration:
    """Cancel one registration for the service, which says why.

    Raises: OutOfSight, PermissionRefused; TransitionRefused; RuleBroken: BOO-26 without a reason.
    """
    workshop, row = _taken(registration_id, actor)
    HANDLE.require(actor, workshop)
    target = REGISTRATION.target(row.state, "cancel_by_service")
    rules.reason_given.check(reason)
    return give_back(workshop, row, target, reason.strip(), actor, now)


@transaction.atomic
def confirm(
    *, registration_id: UUID, came: bool, actor: Actor, now: datetime, attended_size: int | None = None
) -> Registration:
    """Say whether the person came, and with how many; the workshop has begun.

    Raises: OutOfSight, PermissionRefused; TransitionRefused before the start; RuleBroken: BOO-41.
    """
    workshop, row = _taken(registration_id, actor)
    HANDLE.require(actor, workshop)
    begun = row.state == BookingState.PLANNED and workshop.starts_at <= now
    state = REGISTRATION.target(row.state, "start") if begun else row.state
    target = REGISTRATION.target(state, "came" if came else "did_not_come")
    return _ended(workshop, row, target, attended_size, "confirm", actor, now)


@transaction.atomic
def correct(
    *, registration_id: UUID, state: str, actor: Actor, now: datetime, attended_size: int | None = None
) -> Registration:
    """Correct an attendance within `booking.correct_days`.

    Raises: OutOfSight, PermissionRefused; TransitionRefused; RuleBroken: BOO-25, BOO-41.
    """
    workshop, row = _taken(registration_id, actor)
    HANDLE.require(actor, workshop)
    target = REGISTRATION.target(row.state, f"correct_{state}")
    rules.within_correction.check(workshop.starts_at, CORRECT_DAYS.on(localdate(now)), now)
    return _ended(workshop, row, target, attended_size, "correct", actor, now)


def is_registered(workshop_id: UUID, key: str) -> bool:
    """Tell whether the person already holds seats of the workshop."""
    return Registration.objects.filter(workshop=workshop_id, person_key=key, state__in=LIVE).exists()


def keep_registration(
    workshop: Workshop,
    contact: Contact,
    party_size: int,
    by: str,
    actor: Actor | None,
    now: datetime,
    *,
    context: str = "",
    referrer: Referrer | None = None,
    idempotency_key: UUID | None = None,
) -> Registration:
    """Write a registration in a locked workshop with its seats and reminders; tells it. Raises: SeatsTaken."""
    made = Registration.objects.create(
        organisation_id=workshop.organisation_id,
        workshop=workshop,
        contact=contact,
        person_key=contact.person_key,
        party_size=party_size,
        state=REGISTRATION.transitions[0].target,
        state_at=now,
        created_by_kind=by,
        created_by_id=actor.person_id if actor and by == CreatorKind.STAFF else None,
        context=context,
        referrer=referrer,
        idempotency_key=idempotency_key,
        created_at=now,
        updated_at=now,
    )
    take_seats(workshop, party_size, registration=made)
    plan_reminders(made, workshop.starts_at, workshop.timezone, workshop.type, now)
    journal("registration.book", made, made.organisation_id, actor, now, workshop=workshop.pk, seats=party_size, by=by)
    publish(RegistrationMade(made.pk, workshop.pk, made.organisation_id, by, now))
    return made


def give_back(
    workshop: Workshop, row: Registration, target: str, reason: str, actor: Actor | None, now: datetime
) -> Registration:
    """Give the seats of a locked registration back and tell it; the waiting list is asked next."""
    row.state, row.state_reason, row.state_at, row.updated_at = target, reason, now, now
    row.sequence += 1
    row.save(update_fields=["state", "state_reason", "state_at", "updated_at", "sequence"])
    freed = free_seats(workshop, registration=row)
    skip_reminders(now, registration=row)
    journal(f"registration.{target}", row, row.organisation_id, actor, now, workshop=workshop.pk, seats=freed)
    publish(RegistrationCancelled(row.pk, workshop.pk, row.organisation_id, target, now))
    publish(WorkshopSeatFreed(workshop.pk, row.organisation_id, freed, now))
    return row


def _check_open(workshop: Workshop, by: str, now: datetime) -> None:
    """Staff register until the end; the others until registrations close, at the start at the latest."""
    staff = by == CreatorKind.STAFF
    closes_at = workshop.ends_at if staff else workshop.registration_closes_at or workshop.starts_at
    opens_at = None if staff else workshop.registration_opens_at
    rules.registration_open.check(workshop.state, opens_at, closes_at, now)


def _same_request(idempotency_key: UUID | None) -> Registration | None:
    return Registration.objects.filter(idempotency_key=idempotency_key).first() if idempotency_key else None


def _taken(registration_id: UUID, actor: Actor | None = None) -> tuple[Workshop, Registration]:
    """The workshop, then the registration: every operation takes them in this order."""
    found = seen(Registration.objects.all(), registration_id)
    workshops = workshops_visible_to(actor) if actor else Workshop.objects.all()
    workshop = locked(workshops.select_related("type"), found.workshop_id)
    return workshop, locked(Registration.objects.select_related("contact"), registration_id)


def _ended(
    workshop: Workshop, row: Registration, target: str, size: int | None, action: str, actor: Actor, now: datetime
) -> Registration:
    attended = (size or row.party_size) if target == BookingState.ATTENDED else None
    rules.party_within.check(attended or 1, row.party_size, field="attended_size")
    row.state, row.attended_size, row.state_at, row.updated_at = target, attended, now, now
    row.save(update_fields=["state", "attended_size", "state_at", "updated_at"])
    journal(f"registration.{action}", row, row.organisation_id, actor, now, state=target, attended=attended)
    publish(RegistrationEnded(row.pk, workshop.pk, row.organisation_id, target, now))
    return row
