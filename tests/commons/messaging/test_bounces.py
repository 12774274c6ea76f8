"""Mails that come back, and what is kept of old ones."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command

from conum.commons.messaging.models import OutboxMessage
from conum.commons.messaging.operations import close_bounced, read_report
from conum.commons.messaging.queries import undelivered
from conum.commons.programme.operations import apply_retention, preview_retention
from tests.commons.messaging.test_outbox import deliver, queue

REPORT = """From: MAILER-DAEMON@mx.example
To: ne-pas-repondre@conum.example
Subject: Undelivered
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="B"

--B
Content-Type: text/plain

Sorry.
--B
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; ana@example.org
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 no such user

--B
Content-Type: text/rfc822-headers

Message-ID: <{mark}@conum.example>
Subject: Bienvenue

--B--
"""


def report(message, action="failed", status="5.1.1"):
    return REPORT.format(mark=message.mark, action=action, status=status).encode()


@pytest.mark.django_db
class TestBounces:
    def test_a_final_report_closes_the_message(self, now):
        message = queue(now)
        deliver(message, now)
        assert close_bounced(read_report(report(message)), now=now)
        message.refresh_from_db()
        assert message.state == "bounced" and "no such user" in message.last_error
        assert undelivered(["ana@example.org", "bob@example.org"]) == {"ana@example.org"}

    def test_it_closes_once(self, now):
        message = queue(now)
        assert close_bounced(read_report(report(message)), now=now)
        assert not close_bounced(read_report(report(message)), now=now)

    @pytest.mark.parametrize(("action", "status"), [("delayed", "4.4.1"), ("failed", "4.2.2"), ("delivered", "2.0.0")])
    def test_a_delay_changes_nothing(self, now, action, status):
        message = queue(now)
        assert not close_bounced(read_report(report(message, action, status)), now=now)

    @pytest.mark.parametrize(
        "raw", [b"", b"Subject: hello\n\nhello", b"\xff\xfe\x00", REPORT.replace("{mark}", "x").encode()]
    )
    def test_another_mail_is_no_report(self, raw):
        assert read_report(raw) is None

    def test_a_later_success_clears_the_address(self, now):
        first = queue(now)
        close_bounced(read_report(report(first)), now=now)
        deliver(queue(now + timedelta(days=1), "b"), now + timedelta(days=1))
        assert undelivered(["ana@example.org"]) == set()

    def test_the_command_says_what_it_did(self, now, tmp_path):
        (tmp_path / "mail").write_bytes(report(queue(now)))
        said = StringIO()
        call_command("bounce", str(tmp_path / "mail"), stdout=said)
        call_command("bounce", str(tmp_path / "mail"), stdout=said)
        assert "adresse refusée" in said.getvalue() and "déjà clos" in said.getvalue()


@pytest.mark.django_db
class TestRetention:
    def test_PRI_04_content_goes_after_six_months_and_the_state_a_year_after(self, now):
        sent, waiting = queue(now, "a"), queue(now, "b")
        deliver(sent, now)
        day = (now + timedelta(days=180)).date()
        assert apply_retention(day=day, now=now).counts["Contenu et adresse des messages"] == 0
        day += timedelta(days=3)
        assert preview_retention(day=day, now=now).counts["Contenu et adresse des messages"] == 2
        assert OutboxMessage.objects.exclude(to="").count() == 2
        assert apply_retention(day=day, now=now).counts["Contenu et adresse des messages"] == 2
        for message in (sent, waiting):
            message.refresh_from_db()
            assert (message.to, message.text, message.html, message.subject, message.person_id) == (
                "",
                "",
                "",
                "",
                None,
            )
        assert (sent.state, waiting.state) == ("sent", "failed")
        assert apply_retention(day=day, now=now).counts["Contenu et adresse des messages"] == 0
        apply_retention(day=day + timedelta(days=200), now=now)
        assert not OutboxMessage.objects.exists()
