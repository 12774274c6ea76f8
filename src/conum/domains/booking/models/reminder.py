"""Reminders of appointments and workshops, planned when booked, sent when due (BOO-20..22)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from conum.domains.booking.enums import ReminderChannel, ReminderState
from conum.domains.booking.models.appointment import Appointment
from conum.domains.booking.models.workshop import Registration
from conum.kernel.models import DatedRow
from conum.kernel.privacy import NO_PERSONAL_DATA


class Reminder(DatedRow):
    """A reminder to send at `due_at`, quiet hours already set aside; the address is the contact's at that instant."""

    personal_data: ClassVar = NO_PERSONAL_DATA

    appointment = models.ForeignKey(Appointment, models.CASCADE, null=True, blank=True, related_name="reminders")
    registration = models.ForeignKey(Registration, models.CASCADE, null=True, blank=True, related_name="reminders")
    channel = models.CharField("canal", max_length=5, choices=ReminderChannel.choices)
    due_at = models.DateTimeField("à envoyer le")
    state = models.CharField("état", max_length=7, choices=ReminderState.choices, default=ReminderState.PLANNED)
    attempts = models.PositiveSmallIntegerField("essais", default=0)
    sent_at = models.DateTimeField("envoyé le", null=True, blank=True)

    class Meta:
        verbose_name = "rappel"
        ordering = ("due_at", "pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(appointment__isnull=False, registration=None)
                | Q(appointment=None, registration__isnull=False),
                name="reminder_one_target",
            ),
            models.UniqueConstraint(
                fields=["appointment", "due_at", "channel"],
                condition=Q(appointment__isnull=False, state=ReminderState.PLANNED),
                name="reminder_once_per_appointment",
            ),
            models.UniqueConstraint(
                fields=["registration", "due_at", "channel"],
                condition=Q(registration__isnull=False, state=ReminderState.PLANNED),
                name="reminder_once_per_registration",
            ),
            models.CheckConstraint(
                condition=~Q(state=ReminderState.SENT) | Q(sent_at__isnull=False), name="reminder_sent_is_dated"
            ),
        ]
        indexes = [models.Index(fields=["due_at"], condition=Q(state=ReminderState.PLANNED), name="reminder_due")]
