"""Reminders that are due: sent once, skipped when of no use (BOO-22)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from conum.domains.booking.enums import ReminderState
from conum.domains.booking.models import Reminder
from conum.domains.booking.operations.telling import may_remind, remind
from conum.domains.booking.rules.reminders import still_useful


def send_due(*, now: datetime, limit: int = 500) -> int:
    """Send the reminders that are due; each in its own transaction, locked, so that two workers send it once."""
    due = Reminder.objects.filter(state=ReminderState.PLANNED, due_at__lte=now).order_by("due_at", "pk")
    found = list(due.values_list("pk", flat=True)[:limit])
    return sum(_send(pk, now) for pk in found)


@transaction.atomic
def _send(pk: Any, now: datetime) -> int:
    waiting = Reminder.objects.select_for_update(skip_locked=True, of=("self",)).filter(
        pk=pk, state=ReminderState.PLANNED
    )
    reminder = waiting.first()
    if reminder is None:
        return 0
    row = reminder.appointment or reminder.registration
    start = row.starts_at if reminder.appointment_id else row.workshop.starts_at
    if not still_useful(row.state, start, now) or row.contact.anonymised_at or not may_remind(row):
        reminder.state = ReminderState.SKIPPED
    else:
        reminder.attempts += 1
        sent = remind(row, key=str(reminder.pk), now=now)
        reminder.state = ReminderState.SENT if sent else ReminderState.FAILED
        reminder.sent_at = now if sent else None
    reminder.updated_at = now
    reminder.save()
    return int(reminder.state == ReminderState.SENT)
