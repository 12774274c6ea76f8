"""What happens to an appointment once booked: cancelled, moved, attendance, correction (sheet 06 section 2)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from conum.commons.accounts.models import Actor
from conum.domains.booking.enums import Audience, BookingState, CreatorKind
from conum.domains.booking.events import AppointmentCancelled, AppointmentEnded, AppointmentMoved, SlotFreed
from conum.domains.booking.models import Appointment
from conum.domains.booking.operations.appointments import choose, engage, place_calendars
from conum.domains.booking.operations.chains import journal
from conum.domains.booking.operations.locks import lock_people, locked, seen
from conum.domains.booking.operations.refusals import SlotTaken
from conum.domains.booking.operations.reminders import plan_reminders, skip_reminders
from conum.domains.booking.parameters import CORRECT_DAYS, USER_CANCEL_MIN, USER_MOVE_MIN
from conum.domains.booking.permissions import HANDLE, appointments_visible_to
from conum.domains.booking.queries.clocks import zone_of
from conum.domains.booking.queries.slots import Slot, nearest_slots
from conum.domains.booking.rules import booking as rules
from conum.domains.booking.workflow import APPOINTMENT
from conum.kernel.events import publish


@transaction.atomic
def cancel_by_person(*, appointment_id: UUID, now: datetime) -> Appointment:
    """Cancel for the person, who came by their own link or code.

    Raises: OutOfSight; TransitionRefused; RuleBroken: BOO-25 when too late, or when the type does not allow it.
    """
    row = _with_calendars(Appointment.objects.all(), appointment_id, now)
    target = APPOINTMENT.target(row.state, "cancel_by_person")
    hours = USER_CANCEL_MIN.on(localdate(now))
    rules.still_cancellable.check(row.type.cancellable_by_user, row.starts_at, hours, now)
    return release(row, target, "", None, now)


@transaction.atomic
def cancel_by_service(*, appointment_id: UUID, reason: str, actor: Actor, now: datetime) -> Appointment:
    """Cancel for the service, which says why; other times are proposed with the message (BOO-26).

    Raises: OutOfSight, PermissionRefused; TransitionRefused; RuleBroken: BOO-26 without a reason.
    """
    row = _with_calendars(appointments_visible_to(actor), appointment_id, now)
    HANDLE.require(actor, row)
    target = APPOINTMENT.target(row.state, "cancel_by_service")
    rules.reason_given.check(reason)
    return release(row, target, reason.strip(), actor, now)


def move(
    *,
    appointment_id: UUID,
    starts_at: datetime,
    now: datetime,
    actor: Actor | None = None,
    place_id: UUID | None = None,
    people: Collection[UUID] = (),
) -> Appointment:
    """Move to another free slot: the same row, one sequence further (BOO-28); the former slot is free at once.

    Args:
        actor: the professional; None when the person moves it by their own link.
        place_id, people: where and with whom; the same place when not said.

    Raises:
        SlotTaken: the slot is not free any more, nothing has changed. OutOfSight, PermissionRefused,
        TransitionRefused; RuleBroken: BOO-25.
    """
    audience = Audience.STAFF if actor else Audience.PUBLIC
    try:
        with transaction.atomic():
            return _move(appointment_id, starts_at, actor, place_id, people, audience, now)
    except IntegrityError as error:
        row = seen(Appointment.objects.all(), appointment_id)
        near = nearest_slots(type_id=row.type_id, around=starts_at, now=now, audience=audience, but=row.pk)
        raise SlotTaken(near) from error


@transaction.atomic
def confirm(*, appointment_id: UUID, came: bool, actor: Actor, now: datetime) -> Appointment:
    """Say whether the person came, once the start has passed.

    Raises: OutOfSight, PermissionRefused; TransitionRefused before the start, or when it is already said.
    """
    row = locked(appointments_visible_to(actor).select_related("type"), appointment_id)
    HANDLE.require(actor, row)
    state = APPOINTMENT.target(row.state, "start") if row.state == "planned" and row.starts_at <= now else row.state
    return _ended(row, APPOINTMENT.target(state, "came" if came else "did_not_come"), "confirm", actor, now)


@transaction.atomic
def correct(*, appointment_id: UUID, state: str, actor: Actor, now: datetime) -> Appointment:
    """Correct how an appointment ended, within `booking.correct_days` of its start; `state`: a final one.

    Raises: OutOfSight, PermissionRefused; TransitionRefused; RuleBroken: BOO-25 when too late.
    """
    row = locked(appointments_visible_to(actor).select_related("type"), appointment_id)
    HANDLE.require(actor, row)
    target = APPOINTMENT.target(row.state, f"correct_{state}")
    rules.within_correction.check(row.starts_at, CORRECT_DAYS.on(localdate(now)), now)
    return _ended(row, target, "correct", actor, now)


def start_due(*, now: datetime, batch: int = 500) -> int:
    """Turn the appointments whose start has passed to « attendance to confirm »; returns how many."""
    rows = Appointment.objects.filter(state=BookingState.PLANNED, starts_at__lte=now).order_by("starts_at")
    with transaction.atomic():
        due = rows.select_for_update(skip_locked=True, no_key=True)[:batch]
        keys = [row.pk for row in due]
        Appointment.objects.filter(pk__in=keys).update(state=BookingState.TO_CONFIRM, state_at=now, updated_at=now)
    return len(keys)


def release(row: Appointment, target: str, reason: str, actor: Actor | None, now: datetime) -> Appointment:
    """Give the time of a locked appointment back and tell it; the waiting list is asked next."""
    row.state, row.state_reason, row.state_at, row.updated_at = target, reason, now, now
    row.sequence += 1
    row.save(update_fields=["state", "state_reason", "state_at", "updated_at", "sequence"])
    row.engaged.all().delete()
    skip_reminders(now, appointment=row)
    journal(f"appointment.{target}", row, row.organisation_id, actor, now, starts_at=row.starts_at, type=row.type_id)
    publish(AppointmentCancelled(row.pk, row.organisation_id, target, row.starts_at, now))
    people = tuple(row.people.values_list("pk", flat=True))
    publish(SlotFreed(row.organisation_id, row.type_id, row.place_id, people, row.starts_at, now))
    return row


def _with_calendars(rows: object, appointment_id: UUID, now: datetime) -> Appointment:
    """The row, taken after the calendars of its professionals: every operation takes them in this order."""
    found = seen(rows, appointment_id)
    lock_people(found.people.values_list("pk", flat=True), now)
    return locked(rows.select_related("type", "contact"), appointment_id)


def _move(
    appointment_id: UUID,
    starts_at: datetime,
    actor: Actor | None,
    place_id: UUID | None,
    people: Collection[UUID],
    audience: str,
    now: datetime,
) -> Appointment:
    rows = appointments_visible_to(actor) if actor else Appointment.objects.all()
    found = seen(rows.select_related("type"), appointment_id)
    place_id = place_id or found.place_id
    held = list(found.people.values_list("pk", flat=True))
    lock_people([*held, *place_calendars(found.type, place_id)], now)
    row = locked(rows.select_related("type", "contact"), appointment_id)
    if actor:
        HANDLE.require(actor, row)
    row.state = APPOINTMENT.target(row.state, "move")
    if not actor:
        hours = USER_MOVE_MIN.on(localdate(now))
        rules.still_movable.check(row.type.reschedulable_by_user, row.starts_at, hours, now)
    slot = choose(row.type, starts_at, place_id, people, audience, now, but=row.pk)
    return _moved(row, slot, actor, now)


def _moved(row: Appointment, slot: Slot, actor: Actor | None, now: datetime) -> Appointment:
    before, place_before, held = row.starts_at, row.place_id, tuple(row.people.values_list("pk", flat=True))
    row.starts_at, row.ends_at, row.place_id = slot.starts_at, slot.ends_at, slot.place_id
    row.sequence, row.updated_at = row.sequence + 1, now
    row.save(update_fields=["starts_at", "ends_at", "place", "sequence", "updated_at"])
    row.people.set(slot.people)
    row.engaged.all().delete()
    engage(row.type, slot, appointment=row)
    row.contact.last_needed_at = max(row.contact.last_needed_at, slot.ends_at)
    row.contact.save(update_fields=["last_needed_at"])
    skip_reminders(now, appointment=row)
    plan_reminders(row, slot.starts_at, zone_of(slot.place_id, row.organisation_id), row.type, now)
    journal("appointment.move", row, row.organisation_id, actor, now, from_starts_at=before, starts_at=row.starts_at)
    by = CreatorKind.STAFF if actor else CreatorKind.CITIZEN
    publish(AppointmentMoved(row.pk, row.organisation_id, before, row.starts_at, by, now))
    publish(SlotFreed(row.organisation_id, row.type_id, place_before, held, before, now))
    return row


def _ended(row: Appointment, target: str, action: str, actor: Actor, now: datetime) -> Appointment:
    row.state, row.state_at, row.updated_at = target, now, now
    row.save(update_fields=["state", "state_at", "updated_at"])
    journal(f"appointment.{action}", row, row.organisation_id, actor, now, state=target)
    publish(AppointmentEnded(row.pk, row.organisation_id, target, now))
    return row
