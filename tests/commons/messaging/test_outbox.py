"""From the fact to the mailbox: queued with it, sent once, tried again, never lost."""

import threading
from datetime import timedelta

import pytest
from django.core.mail import EmailMessage, EmailMultiAlternatives, send_mail
from django.db import connection, transaction
from django.template import TemplateDoesNotExist
from procrastinate.contrib.django.models import ProcrastinateJob

from conum.commons.messaging import operations
from conum.commons.messaging.enums import Topic
from conum.commons.messaging.models import MailRefusal, OutboxMessage
from tests.factories_accounts import make_person


def queue(now, key="request:1", **changes):
    given = {"template": "sample/welcome", "to": "ana@example.org", "context": {"name": "Ana"}, "key": key, "now": now}
    operations.send(**{**given, **changes})
    return OutboxMessage.objects.filter(key=key).first()


def deliver(message, now):
    operations.deliver(message.pk, now=now)
    message.refresh_from_db()
    return message.state


@pytest.mark.django_db
class TestQueueing:
    def test_it_is_rendered_at_once(self, now, settings):
        message = queue(now)
        assert message.subject == "Bienvenue Ana"
        assert f"{settings.SITE_ADDRESS}/demandes/" in message.text and "<h1" in message.html
        assert 'lang="fr"' in message.html and "inventées" in message.text

    def test_the_text_is_not_escaped_and_the_page_is(self, now):
        message = queue(now, context={"name": "L'<b>Ana</b>"})
        assert "Bonjour L'<b>Ana</b>" in message.text and "<b>Ana" not in message.html

    def test_english(self, now):
        message = queue(now, language="en")
        assert message.subject == "Welcome Ana" and 'lang="en"' in message.html

    def test_without_an_english_version_it_is_in_french(self, now):
        assert queue(now, language="es").subject == "Bienvenue Ana"

    def test_an_unknown_template_is_a_fault(self, now):
        with pytest.raises(TemplateDoesNotExist):
            queue(now, template="sample/nothing")

    def test_the_same_key_is_queued_once(self, now):
        queue(now)
        queue(now, context={"name": "Bob"})
        assert OutboxMessage.objects.get().subject == "Bienvenue Ana"
        assert ProcrastinateJob.objects.filter(task_name="messaging.deliver").count() == 1

    def test_a_rollback_takes_mail_and_job_with_it(self, now):
        with pytest.raises(InterruptedError), transaction.atomic():
            queue(now)
            raise InterruptedError
        assert not OutboxMessage.objects.exists() and not ProcrastinateJob.objects.exists()

    def test_a_refused_topic_is_not_queued_a_mandatory_mail_is(self, now):
        person = make_person()
        MailRefusal.objects.create(person_id=person.pk, topic=Topic.DIGEST, refused_at=now)
        assert queue(now, person_id=person.pk, topic=Topic.DIGEST) is None
        assert queue(now, "b", person_id=person.pk, topic=Topic.REMINDER)
        assert queue(now, "c", person_id=person.pk)

    def test_an_optional_mail_says_how_to_refuse_it(self, now):
        assert "/compte/courriels/" in queue(now, topic=Topic.NEWS).text
        assert "/compte/courriels/" not in queue(now, "b").text


@pytest.mark.django_db
class TestDjangoMails:
    def test_they_go_through_the_outbox(self, now, settings):
        settings.EMAIL_BACKEND = "conum.commons.messaging.operations.OutboxBackend"
        mail = EmailMultiAlternatives("Code", "123456", None, ["a@example.org", "b@example.org"])
        mail.attach_alternative("<p>123456</p>", "text/html")
        assert mail.send() == 1
        assert set(OutboxMessage.objects.values_list("to", "html")) == {
            ("a@example.org", "<p>123456</p>"),
            ("b@example.org", "<p>123456</p>"),
        }

    def test_plain_ones_too(self, settings):
        settings.EMAIL_BACKEND = "conum.commons.messaging.operations.OutboxBackend"
        send_mail("Objet", "Texte", None, ["a@example.org"])
        assert OutboxMessage.objects.get().text == "Texte"

    def test_attachments_are_refused(self, settings):
        settings.EMAIL_BACKEND = "conum.commons.messaging.operations.OutboxBackend"
        mail = EmailMessage("a", "b", None, ["a@example.org"])
        mail.attach("cv.pdf", b"%PDF", "application/pdf")
        with pytest.raises(ValueError, match="attachment"):
            mail.send()


@pytest.mark.django_db
class TestSending:
    def test_it_arrives_once_with_both_versions(self, now, sink):
        message = queue(now)
        assert deliver(message, now) == "sent" and message.sent_at == now
        operations.deliver(message.pk, now=now)
        assert operations.deliver_waiting(now=now) == 0
        (mail,) = sink.mails
        assert mail["To"] == "ana@example.org" and mail["Auto-Submitted"] == "auto-generated"
        assert [part.get_content_type() for part in mail.get_payload()] == ["text/plain", "text/html"]

    def test_it_is_tried_again_later_with_the_same_identifier(self, now, sink):
        message = queue(now)
        sink.answers["END"] = "451 try later"
        assert deliver(message, now) == "queued"
        assert message.attempts == 1 and "451" in message.last_error
        assert message.not_before == now + timedelta(minutes=1)
        assert deliver(message, now) == "queued" and message.attempts == 1
        sink.answers.clear()
        assert deliver(message, now + timedelta(minutes=1)) == "sent" and message.last_error == ""
        assert sink.mails[0]["Message-ID"] == sink.mails[1]["Message-ID"] == f"<{message.mark}@conum.example>"

    def test_a_server_that_is_down_costs_a_try(self, now, sink):
        sink.close()
        message = queue(now)
        assert deliver(message, now) == "queued" and "Refused" in message.last_error

    def test_after_eight_tries_it_is_given_up(self, now, sink):
        sink.answers["MAIL"] = "451 no"
        message = queue(now)
        for _try in range(8):
            deliver(message, message.not_before)
        assert (message.state, message.attempts, message.closed_at is not None) == ("failed", 8, True)
        assert operations.deliver_waiting(now=now + timedelta(days=9)) == 0

    def test_a_final_refusal_of_the_address_is_a_bounce(self, now, sink):
        sink.answers["RCPT"] = "550 5.1.1 no such user"
        message = queue(now)
        assert deliver(message, now) == "bounced" and "no such user" in message.last_error

    def test_a_passing_refusal_of_the_address_is_tried_again(self, now, sink):
        sink.answers["RCPT"] = "450 mailbox busy"
        assert deliver(queue(now), now) == "queued"

    def test_the_sweep_sends_what_a_killed_worker_left(self, now, sink):
        first, second = queue(now, "a"), queue(now + timedelta(hours=1), "b")
        assert operations.deliver_waiting(now=now) == 1
        assert deliver(first, now) == "sent" and deliver(second, now) == "queued"

    def test_without_a_mail_server_everything_waits(self, now, settings):
        settings.MAIL_TRANSPORT = ""
        message = queue(now)
        assert deliver(message, now) == "queued" and message.attempts == 0


@pytest.mark.django_db(transaction=True)
def test_two_workers_never_send_the_same_message(now, sink):
    messages = [queue(now, f"k{n}") for n in range(6)]
    start = threading.Barrier(4)

    def worker():
        start.wait()
        for message in messages:
            operations.deliver(message.pk, now=now)
        connection.close()

    workers = [threading.Thread(target=worker) for _n in range(4)]
    for each in workers:
        each.start()
    for each in workers:
        each.join()
    operations.deliver_waiting(now=now)
    assert len(sink.received) == 6
    assert set(OutboxMessage.objects.values_list("state", flat=True)) == {"sent"}


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_before_the_end_leaves_the_message_waiting(now, sink):
    message = queue(now)
    with pytest.raises(InterruptedError), transaction.atomic():
        operations.deliver(message.pk, now=now)
        raise InterruptedError
    message.refresh_from_db()
    assert message.state == "queued"
    operations.deliver_waiting(now=now)
    first, second = sink.mails
    assert first["Message-ID"] == second["Message-ID"]
