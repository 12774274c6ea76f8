"""Reminders planned when a booking is made or moved; sending them is another's work (BOO-20..22)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.utils.timezone import localdate

from conum.domains.booking.enums import ReminderChannel, ReminderState, TypeVisibility
from conum.domains.booking.models import Appointment, AppointmentType, Contact, Registration, Reminder
from conum.domains.booking.parameters import QUIET_FROM, QUIET_UNTIL, REMINDER_LATE, REMINDERS
from conum.domains.booking.rules.reminders import QuietHours, due_dates


def channel_for(contact: Contact) -> str:
    """Return how to reach a contact: SMS to a phone that takes them, else e-mail, else paper."""
    if contact.phone and not contact.sms_refused and not contact.phone_wrong:
        return ReminderChannel.SMS
    return ReminderChannel.EMAIL if contact.email and not contact.email_refused else ReminderChannel.PAPER


def quiet_hours(now: datetime) -> QuietHours:
    """Return the hours without messages (`booking.quiet_hours`)."""
    day = localdate(now)
    return QuietHours(QUIET_FROM.on(day), QUIET_UNTIL.on(day))


def due_of(starts_at: datetime, zone: str, booked_at: datetime, hours: Collection[int] = ()) -> list[datetime]:
    """Return when the reminders of a booking leave (BOO-20, BOO-21); `hours`: its type's, else the usual ones."""
    day = localdate(booked_at)
    wanted = hours or REMINDERS.on(day)
    return due_dates(starts_at, booked_at, wanted, REMINDER_LATE.on(day), quiet_hours(booked_at), zone)


def plan_reminders(
    booking: Appointment | Registration, starts_at: datetime, zone: str, kind: AppointmentType, now: datetime
) -> None:
    """Plan the reminders of a booking; a silent or hidden type has none."""
    Reminder.objects.bulk_create(reminders_of(booking, starts_at, zone, kind, now))


def reminders_of(
    booking: Appointment | Registration, starts_at: datetime, zone: str, kind: AppointmentType, now: datetime
) -> list[Reminder]:
    """Return the reminders of a booking, for whoever writes them with it."""
    if kind.visibility != TypeVisibility.VISIBLE_NOTIFIED:
        return []
    target = "appointment" if isinstance(booking, Appointment) else "registration"
    told = {f"{target}_id": booking.pk, "channel": channel_for(booking.contact), "created_at": now, "updated_at": now}
    return [Reminder(due_at=due, **told) for due in due_of(starts_at, zone, now, kind.reminder_hours)]


def skip_reminders(now: datetime, **target: object) -> None:
    """Cancel the reminders not sent yet of an appointment or a registration (BOO-22)."""
    rows = Reminder.objects.filter(state=ReminderState.PLANNED, **target)
    rows.update(state=ReminderState.SKIPPED, updated_at=now)
