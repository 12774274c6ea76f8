"""Three messages a day for one person, mails and text messages together; what does not leave is said (BOO-23)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from conum.commons.messaging.models import OutboxMessage
from conum.domains.booking.models import Referrer
from conum.domains.booking.operations.telling import ask_organisers, remind, tell_booking, tell_offer, tell_queue
from conum.domains.booking.operations.untold import unsent_ways, untold
from conum.domains.booking.queries.wordings import Occasion
from tests.domains.booking.rows import make_appointment, make_contact, make_registration, make_wait, make_workshop

pytestmark = pytest.mark.django_db


def full(now, contact, count=3):
    """The messages of the day, already queued by mail to this contact."""
    for _number in range(count):
        row = make_appointment(now, contact=contact)
        assert tell_booking(row, Occasion.BOOKED, now=now) == 1


def test_BOO_23_mails_and_text_messages_are_counted_together_an_event_told_both_ways_once(now):
    contact = make_contact(now)
    full(now, contact, 2)
    row = make_appointment(now, contact=contact)
    assert tell_booking(row, Occasion.MOVED, now=now) == 2
    assert sorted(OutboxMessage.objects.values_list("channel", flat=True)) == ["email", "email", "email", "sms"]
    assert unsent_ways(row, Occasion.MOVED, now) == [] and untold([row], [Occasion.MOVED], now) == []
    assert remind(row, key="1", now=now) == tell_booking(row, Occasion.EXCUSED, now=now) == 0
    assert unsent_ways(row, Occasion.EXCUSED, now) == ["email"]


def test_BOO_23_every_sender_passes_by_it(now):
    contact, workshop = make_contact(now), make_workshop(now)
    full(now, contact)
    row = make_appointment(now, contact=contact)
    sent = [tell_booking(row, occasion, now=now) for occasion in Occasion]
    sent += [tell_booking(make_registration(now, workshop, contact=contact), Occasion.BOOKED, now=now)]
    sent += [remind(row, key="1", now=now), tell_queue(make_wait(now, workshop, contact=contact), now=now)]
    held = {"state": "offered", "offered_at": now, "hold_until": now + timedelta(hours=2), "offers": 1}
    sent += [tell_offer(make_wait(now, make_workshop(now), contact=contact, **held), now=now)]
    assert set(sent) == {0} and OutboxMessage.objects.count() == 3
    assert untold([row], [Occasion.REVOKED], now) == [row]


def test_BOO_23_somebody_else_and_the_day_after_are_told(now):
    contact = make_contact(now)
    full(now, contact)
    assert tell_booking(make_appointment(now), Occasion.BOOKED, now=now) == 1
    later = now + timedelta(days=1)
    assert tell_booking(make_appointment(later, contact=contact), Occasion.BOOKED, now=later) == 1


def test_BOO_23_a_referrer_is_a_person_with_a_ceiling_of_their_own(now):
    referrer = Referrer.objects.create(email="lea@example.org", created_at=now, updated_at=now)
    rows = [make_appointment(now, referrer=referrer) for _number in range(4)]
    for row in rows:
        tell_booking(row, Occasion.EXCUSED, now=now)
    assert OutboxMessage.objects.filter(to="lea@example.org").count() == 3
    assert OutboxMessage.objects.exclude(to="lea@example.org").count() == 4


def test_work_asked_of_a_colleague_has_no_ceiling(now):
    people = list(make_workshop(now).people.all())
    sent = [ask_organisers(make_workshop(now, people=people), now=now) for _number in range(4)]
    assert sent == [1, 1, 1, 1]
