"""What people receive, by which way and when."""

from datetime import UTC, datetime, timedelta

import pytest

from conum.commons.messaging.models import OutboxMessage
from conum.commons.messaging.rules import fits_one_sms
from conum.domains.booking.models import Referrer
from conum.domains.booking.operations.telling import tell_booking, tell_offer, tell_queue
from conum.domains.booking.queries import links
from conum.domains.booking.queries.wordings import Occasion
from tests.domains.booking.rows import (
    make_appointment,
    make_contact,
    make_registration,
    make_type,
    make_wait,
    make_workshop,
)

pytestmark = pytest.mark.django_db
NIGHT = datetime(2026, 1, 13, 22, 30, tzinfo=UTC)


def told(channel=None):
    rows = OutboxMessage.objects.order_by("queued_at", "pk")
    return list(rows.filter(channel=channel) if channel else rows)


class TestBooking:
    def test_BOO_20_the_confirmation_says_all_at_once(self, now):
        row = make_appointment(now)
        assert tell_booking(row, Occasion.BOOKED, now=now, code="123456") == 1
        (mail,) = told()
        assert mail.to == row.contact.email and mail.subject == "Votre rendez-vous : vendredi 16 janvier à 10 h 30"
        for words in ("123456", "rue des Essais", "Lucie", "11 h", "05 55 00 00 01", "gratuit"):
            assert words in mail.text, words
        assert links.address(links.Target.APPOINTMENT, row.pk) in mail.text

    def test_without_mail_the_confirmation_is_a_text_message(self, now):
        row = make_appointment(now, contact=make_contact(now, email=""))
        tell_booking(row, Occasion.BOOKED, now=now, code="123456")
        (sms,) = told()
        assert sms.channel == "sms" and fits_one_sms(sms.text) and "123456" in sms.text
        assert sms.text.endswith(links.address(links.Target.APPOINTMENT, row.pk))

    def test_BOO_23_a_text_message_never_says_why(self, now):
        kind = make_type(name="Dossier de surendettement")
        row = make_appointment(now, type=kind, contact=make_contact(now, email=""))
        for occasion in Occasion:
            tell_booking(row, occasion, now=now)
        assert told("sms") and not any("surendettement" in sms.text for sms in told("sms"))

    def test_BOO_23_one_message_per_event(self, now):
        row = make_appointment(now)
        tell_booking(row, Occasion.BOOKED, now=now)
        tell_booking(row, Occasion.BOOKED, now=now)
        assert len(told()) == 1
        row.sequence += 1
        tell_booking(row, Occasion.MOVED, now=now)
        assert [mail.channel for mail in told()] == ["email", "email", "sms"]

    @pytest.mark.parametrize(
        "closed", [{"phone": "+33555123456"}, {"phone_wrong": True}, {"sms_refused": True}, {"phone": ""}]
    )
    def test_no_text_message_where_none_is_wanted_or_received(self, now, closed):
        row = make_appointment(now, contact=make_contact(now, **closed))
        tell_booking(row, Occasion.MOVED, now=now)
        assert [mail.channel for mail in told()] == ["email"]

    def test_BOO_26_a_cancellation_proposes_other_times_and_tells_the_referrer(self, now):
        referrer = Referrer.objects.create(first_name="Léa", email="lea@example.org", created_at=now, updated_at=now)
        row = make_appointment(now, referrer=referrer)
        times = [now + timedelta(days=5), now + timedelta(days=6)]
        assert tell_booking(row, Occasion.REVOKED, now=now, reason="Conseillère absente", times=times) == 3
        mail = next(mail for mail in told("email") if mail.to == row.contact.email)
        assert "dimanche 18 janvier à 10 h 30" in mail.text and "Conseillère absente" in mail.text
        assert "lea@example.org" in {mail.to for mail in told()}

    def test_the_referrer_never_receives_the_code(self, now):
        referrer = Referrer.objects.create(email="lea@example.org", created_at=now, updated_at=now)
        tell_booking(make_appointment(now, referrer=referrer), Occasion.BOOKED, now=now, code="123456")
        assert [mail.to for mail in told()] != ["lea@example.org"] and len(told()) == 1

    def test_BOO_21_at_night_the_mail_asked_for_leaves_and_the_rest_waits(self, now):
        row = make_appointment(now, contact=make_contact(now, email=""))
        tell_booking(row, Occasion.BOOKED, now=NIGHT)
        (sms,) = told()
        assert sms.not_before == datetime(2026, 1, 14, 7, tzinfo=UTC)
        tell_booking(make_appointment(now), Occasion.BOOKED, now=NIGHT)
        assert told("email")[0].not_before == NIGHT

    def test_BOO_22_a_message_is_useless_after_the_start(self, now):
        row = make_appointment(now)
        tell_booking(row, Occasion.BOOKED, now=now)
        assert told()[0].useless_after == row.starts_at
        row.starts_at, row.ends_at = now - timedelta(hours=2), now - timedelta(hours=1)
        assert tell_booking(row, Occasion.MOVED, now=now) == 0

    @pytest.mark.parametrize("visibility", ["visible_silent", "hidden"])
    def test_a_silent_type_tells_nothing(self, now, visibility):
        assert tell_booking(make_appointment(now, type=make_type(visibility=visibility)), Occasion.BOOKED, now=now) == 0

    def test_BOO_03_hours_are_those_of_the_place(self, now):
        from tests.factories_places import make_place  # noqa: PLC0415

        tell_booking(make_appointment(now, place=make_place("97411")), Occasion.BOOKED, now=now)
        assert "13 h 30" in told()[0].subject

    def test_it_is_in_the_language_of_the_person(self, now):
        row = make_appointment(now, contact=make_contact(now, language="en"))
        tell_booking(row, Occasion.BOOKED, now=now)
        assert told()[0].language == "en" and 'lang="en"' in told()[0].html

    def test_a_registration_is_told_likewise(self, now):
        row = make_registration(now)
        tell_booking(row, Occasion.BOOKED, now=now)
        assert row.workshop.title in told()[0].text


class TestWaiting:
    def test_BOO_31_an_offer_says_until_when_it_is_held(self, now):
        held = now + timedelta(hours=12)
        entry = make_wait(now, state="offered", offered_at=now, hold_until=held, offers=1)
        assert tell_offer(entry, now=now) == 2
        mail = told("email")[0]
        assert "mardi 13 janvier à 22 h 30" in mail.subject and mail.useless_after == held
        assert links.address(links.Target.WAITING, entry.pk) in mail.text

    def test_the_queue_is_confirmed_with_the_way_out(self, now):
        entry = make_wait(now, workshop=make_workshop(now, title="Tablette"))
        assert tell_queue(entry, now=now) == 1
        assert "Tablette" in told()[0].subject and links.address(links.Target.WAITING, entry.pk) in told()[0].text


class TestLinks:
    def test_BOO_24_a_token_opens_its_row_only(self, now):
        row = make_appointment(now)
        text = links.token(links.Target.APPOINTMENT, row.pk)
        assert len(text) <= 40 and links.read(text) == (links.Target.APPOINTMENT, row.pk)

    @pytest.mark.parametrize(
        "change", ["", "x", "a", lambda t: t[:-1], lambda t: "i" + t[1:], lambda t: t + "A", lambda t: t + "="]
    )
    def test_anything_else_opens_nothing(self, now, change):
        text = links.token(links.Target.APPOINTMENT, make_appointment(now).pk)
        assert links.read(change(text) if callable(change) else change) is None
