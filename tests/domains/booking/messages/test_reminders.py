"""Reminders: planned, sent once, skipped when of no use."""

from datetime import timedelta

import pytest

from conum.commons.messaging.models import OutboxMessage
from conum.domains.booking.models import Appointment, Reminder
from conum.domains.booking.operations.reminders import plan_reminders
from conum.domains.booking.operations.reminding import send_due
from tests.domains.booking.rows import make_appointment, make_contact, make_registration, make_type

H = timedelta(hours=1)


def plan(row, now):
    start = row.starts_at if isinstance(row, Appointment) else row.workshop.starts_at
    kind = row.type if isinstance(row, Appointment) else row.workshop.type
    plan_reminders(row, start, "Europe/Paris", kind, now)
    return list(row.reminders.order_by("due_at"))


@pytest.mark.django_db
class TestReminders:
    def test_BOO_20_they_are_planned_and_leave_when_due(self, now):
        row = make_appointment(now)
        first, second = plan(row, now)
        assert (first.due_at, first.channel) == (row.starts_at - 48 * H, "sms")
        assert send_due(now=first.due_at - H) == 0
        assert send_due(now=first.due_at) == 1
        (sms,) = OutboxMessage.objects.all()
        assert sms.channel == "sms" and sms.text.startswith("Rappel")
        assert send_due(now=first.due_at) == 0
        assert send_due(now=second.due_at) == 1
        assert set(Reminder.objects.values_list("state", flat=True)) == {"sent"}

    def test_BOO_20_a_type_has_its_own_hours(self, now):
        row = make_appointment(now, type=make_type(reminder_hours=[72, 2]), start=now + 80 * H)
        assert [row.starts_at - one.due_at for one in plan(row, now)] == [72 * H, 2 * H]

    def test_BOO_22_a_cancelled_appointment_is_not_reminded(self, now):
        row = make_appointment(now)
        first, _second = plan(row, now)
        type(row).objects.filter(pk=row.pk).update(state="excused")
        assert send_due(now=first.due_at) == 0
        first.refresh_from_db()
        assert first.state == "skipped" and not OutboxMessage.objects.exists()

    def test_BOO_22_nor_a_past_one(self, now):
        row = make_appointment(now)
        plan(row, now)
        assert send_due(now=row.starts_at) == 0
        assert set(Reminder.objects.values_list("state", flat=True)) == {"skipped"}

    def test_BOO_21_one_due_at_night_leaves_in_the_morning(self, now):
        row = make_appointment(now, now.replace(hour=3) + timedelta(days=3))  # 4 h in Paris
        first, _second = plan(row, now)
        assert (first.due_at.hour, first.due_at.day) == (7, 14)

    @pytest.mark.parametrize("visibility", ["visible_silent", "hidden"])
    def test_a_silent_type_plans_none(self, now, visibility):
        assert plan(make_appointment(now, type=make_type(visibility=visibility)), now) == []

    def test_somebody_without_mobile_is_reminded_by_mail(self, now):
        row = make_registration(now, contact=make_contact(now, phone=""))
        first, _second = plan(row, now)
        send_due(now=first.due_at)
        assert OutboxMessage.objects.get().channel == "email"

    @pytest.mark.parametrize(
        "closed",
        [
            {"sms_refused": True, "email_refused": True},
            {"phone_wrong": True, "email": ""},
            {"phone": "+33555123456", "email": ""},
        ],
    )
    def test_BOO_22_somebody_whom_no_message_reaches_is_skipped_not_failed(self, now, closed):
        row = make_appointment(now, contact=make_contact(now, **closed))
        first, _second = plan(row, now)
        assert send_due(now=first.due_at) == 0
        first.refresh_from_db()
        assert (first.state, first.attempts) == ("skipped", 0) and first.get_state_display() == "Sans objet"
