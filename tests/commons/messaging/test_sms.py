"""Text messages: short, in the letters of phones, few a day, never at night, once."""

import json
import threading
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from conum.commons.messaging import operations, rules
from conum.commons.messaging.models import OutboxMessage
from conum.commons.messaging.operations import delivery
from conum.commons.messaging.queries import undelivered

PHONE = "+33612345678"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.SMS_FOLDER, settings.SMS_URL = tmp_path / "sms", ""
    return tmp_path / "sms"


@pytest.fixture
def operator(settings):
    """An operator that keeps what it receives and answers `status`."""

    class Desk(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            server.received.append((self.headers["Authorization"], json.loads(body)))
            self.send_response(server.status)
            self.end_headers()

        def log_message(self, *args):
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Desk)
    server.received, server.status = [], 202
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    settings.SMS_URL, settings.SMS_TOKEN, settings.SMS_SENDER = f"http://127.0.0.1:{server.server_port}/", "t", "Conum"
    yield server
    server.shutdown()
    server.server_close()


def text(now, key="a", **changes):
    given = {"template": "sample/welcome", "to": PHONE, "context": {"name": "Ana"}, "key": key, "now": now}
    operations.send_sms(**{"ceiling": 3, **given, **changes})
    return OutboxMessage.objects.filter(key=key).first()


def deliver(message, now):
    operations.deliver(message.pk, now=now)
    message.refresh_from_db()
    return message.state


class TestLetters:
    def test_BOO_23_accents_the_alphabet_lacks_become_plain(self):
        assert rules.sms_text("Forêt, façade, « Noël » à l’œil…") == 'Foret, facade, "Noel" à l\'oeil...'

    def test_BOO_23_a_letter_of_another_alphabet_is_a_question_mark(self):
        assert rules.sms_text("Я") == "?"

    def test_BOO_23_the_link_is_never_cut(self):
        link = "https://conum.example/r/abcdefgh"
        cut = rules.sms_text("mot " * 60, link)
        assert cut.endswith(f"mot... {link}") and rules.septets(cut) <= 160

    def test_BOO_23_an_extended_letter_counts_twice(self):
        assert rules.septets("€a") == 3 and not rules.fits_one_sms("€" * 81)

    @given(st.text(max_size=400))
    def test_BOO_23_whatever_is_written_fits(self, words):
        assert rules.fits_one_sms(rules.sms_text(words, "https://c.example/r/x"))


class TestQuietHours:
    def leaves(self, hour, zone="Europe/Paris", useless=None):
        return rules.sending_instant(datetime(2026, 1, 13, hour, 30, tzinfo=UTC), zone, (20, 8), useless)

    def test_BOO_21_by_day_it_leaves_at_once(self):
        assert self.leaves(9).hour == 9

    def test_BOO_21_in_the_evening_it_waits_for_the_next_morning(self):
        assert self.leaves(21).astimezone(UTC) == datetime(2026, 1, 14, 7, tzinfo=UTC)

    def test_BOO_21_at_three_in_the_morning_it_waits_for_eight(self):
        assert self.leaves(2).astimezone(UTC) == datetime(2026, 1, 13, 7, tzinfo=UTC)

    def test_BOO_21_the_hour_is_that_of_the_territory(self):
        assert self.leaves(17, "Indian/Reunion").astimezone(UTC) == datetime(2026, 1, 14, 4, tzinfo=UTC)
        assert self.leaves(21, "America/Martinique").hour == 21

    def test_BOO_21_a_message_the_morning_makes_useless_leaves_at_once(self):
        soon = datetime(2026, 1, 14, 6, tzinfo=UTC)
        assert self.leaves(21, useless=soon).hour == 21

    def test_BOO_21_quiet_hours_within_one_day(self):
        assert not rules.outside_quiet_hours(13, 12, 14) and rules.outside_quiet_hours(14, 12, 14)


@pytest.mark.django_db
class TestQueueing:
    def test_it_is_rendered_short_with_its_link(self, now):
        message = text(now, link="https://conum.example/r/x")
        assert message.text == "Bonjour Ana, votre rendez-vous est demain à 14 h. https://conum.example/r/x"
        assert (message.channel, message.html) == ("sms", "")

    def test_BOO_23_the_same_event_makes_one_message(self, now):
        assert text(now) and text(now).key == "a"
        assert OutboxMessage.objects.count() == 1

    def test_BOO_23_a_number_receives_three_messages_a_day(self, now):
        kept = [text(now, key) is not None for key in "abcd"]
        assert kept == [True, True, True, False]
        assert text(now, "other", to="+33698765432")
        assert text(now + timedelta(days=1), "tomorrow")

    def test_the_day_is_counted_in_the_zone_of_the_territory(self, now):
        late = datetime(2026, 1, 13, 21, tzinfo=UTC)  # already the 14th in Réunion
        for key in "abc":
            text(now, key, zone="Indian/Reunion")
        assert text(late, "d", zone="Indian/Reunion") and not text(late, "e")

    def test_a_word_is_not_a_number(self, now):
        with pytest.raises(IntegrityError), transaction.atomic():
            text(now, to="ana@example.org")


@pytest.mark.django_db(transaction=True)
def test_two_connections_do_not_pass_the_ceiling_together(now):
    start = threading.Barrier(6)

    def one(key):
        start.wait()
        text(now, key)
        connection.close()

    threads = [threading.Thread(target=one, args=[f"k{n}"]) for n in range(6)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert OutboxMessage.objects.count() == 3


@pytest.mark.django_db
class TestSending:
    def test_without_an_operator_it_is_a_file(self, now, folder):
        assert deliver(text(now), now) == "sent"
        (file,) = folder.iterdir()
        assert file.read_text().splitlines() == [PHONE, "Bonjour Ana, votre rendez-vous est demain à 14 h."]

    def test_it_leaves_without_a_mail_server(self, now, settings):
        settings.MAIL_TRANSPORT = ""
        message = text(now)
        assert operations.deliver_waiting(now=now) == 1 and deliver(message, now) == "sent"

    def test_the_operator_receives_it_once_with_a_reference(self, now, operator):
        message = text(now)
        assert deliver(message, now) == deliver(message, now) == "sent"
        ((bearer, given),) = operator.received
        assert bearer == "Bearer t" and given == {
            "to": PHONE,
            "text": message.text,
            "sender": "Conum",
            "reference": message.mark,
        }

    def test_BOO_29_a_wrong_number_is_marked(self, now, operator):
        operator.status = 422
        assert deliver(text(now), now) == "bounced" and undelivered([PHONE]) == {PHONE}

    @pytest.mark.parametrize("status", [302, 401, 429, 500])
    def test_any_other_refusal_is_tried_again(self, now, operator, status):
        operator.status = status
        message = text(now)
        assert deliver(message, now) == "queued" and message.attempts == 1 and str(status) in message.last_error
        operator.status = 200
        assert deliver(message, now + timedelta(minutes=1)) == "sent"

    def test_an_operator_that_is_down_costs_a_try(self, now, settings):
        settings.SMS_URL, settings.SMS_TOKEN, settings.SMS_SENDER = "http://127.0.0.1:9/", "t", "Conum"
        assert deliver(text(now), now) == "queued"

    def test_BOO_22_what_became_useless_is_skipped(self, now, folder):
        message = text(now, window=operations.Window(now, now + timedelta(hours=1)))
        assert deliver(message, now + timedelta(hours=1)) == "skipped" and not folder.exists()
        assert operations.deliver_waiting(now=now + timedelta(hours=2)) == 0

    def test_it_waits_for_its_hour(self, now):
        message = text(now, window=operations.Window(now + timedelta(hours=3)))
        assert deliver(message, now) == "queued"
        assert operations.deliver_waiting(now=now + timedelta(hours=3)) == 1

    def test_PRI_05_its_file_goes_with_its_content(self, now, folder):
        message = text(now)
        deliver(message, now)
        operations.erase_content([message], now=now)
        assert not list(folder.iterdir())


@pytest.mark.django_db
def test_the_demonstration_shows_text_messages_with_the_mails(client, now):
    message = text(now)
    assert "SMS" in client.get(reverse("messaging:demonstration")).content.decode()
    page = client.get(reverse("messaging:demonstration_mail", args=[message.pk])).content.decode()
    assert "Bonjour Ana" in page and "iframe" not in page


@pytest.mark.django_db
class TestOrder:
    def test_a_message_waits_for_the_one_queued_before_it(self, now, operator):
        first, second = text(now), text(now, key="b")
        assert deliver(second, now) == "queued" and operator.received == []
        assert deliver(first, now) == "sent" and deliver(second, now) == "sent"
        assert [said["reference"] for _bearer, said in operator.received] == [first.mark, second.mark]

    def test_the_next_one_is_deferred_as_soon_as_the_first_left(self, now, operator, monkeypatch):
        first, second = text(now), text(now, key="b")
        deferred = []
        monkeypatch.setattr(delivery, "defer", lambda name, **given: deferred.append((name, given["message_id"])))
        deliver(first, now)
        assert deferred == [("messaging.deliver", str(second.pk))]

    def test_a_first_one_that_is_tried_again_keeps_the_second_waiting_until_it_is_over(self, now, operator):
        first, second = text(now), text(now, key="b")
        operator.status = 500
        assert deliver(first, now) == "queued" and deliver(second, now) == "queued"
        operator.status = 202
        assert deliver(second, now) == "queued" and second.attempts == 0
        later = now + timedelta(minutes=2)
        assert deliver(first, later) == "sent" and deliver(second, later) == "sent"
        assert [said["reference"] for _bearer, said in operator.received][-2:] == [first.mark, second.mark]

    def test_a_refused_number_keeps_nothing_waiting(self, now, operator):
        first, second = text(now), text(now, key="b")
        operator.status = 422
        assert deliver(first, now) == "bounced" and deliver(second, now) == "bounced"

    def test_another_number_or_a_later_reminder_does_not_wait(self, now, operator):
        later = operations.Window(now + timedelta(days=3))
        text(now, window=later)
        text(now, key="b", to="+33698765432")
        assert deliver(text(now, key="c"), now) == "sent"
