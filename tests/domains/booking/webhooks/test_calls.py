"""Calls: signed, tried again later and later, never inside; an address that fails long is suspended."""

from __future__ import annotations

import html
import json
import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from conum.commons.messaging.models import OutboxMessage
from conum.domains.booking.gateways import public_sites
from conum.domains.booking.gateways.webhook_calls import Answer
from conum.domains.booking.models import Webhook, WebhookDelivery
from conum.domains.booking.operations import webhook_calls, webhooks
from conum.domains.booking.operations.webhook_calls import tell_all, tell_service
from conum.domains.booking.operations.webhook_facts import write
from conum.kernel.retention import PURGES
from tests.factories_booking import NOW, THURSDAY, paris

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
NINE = paris(THURSDAY, 9)


@pytest.fixture
def verify() -> Any:
    """The function that the public guide gives, as it is shown."""
    page = Client().get(reverse("booking:webhooks_guide")).content.decode()
    shown = re.search(r'<code id="verification">(.*?)</code>', page, re.S)
    space: dict[str, Any] = {}
    exec(html.unescape(shown[1]), space)
    return space["is_from_conum"]


def a_fact(told: Any, number: int = 1) -> None:
    """Facts of no importance, for the software."""
    write("place.changed", told.hook.organisation_id, [told.hook.pk], [{"number": n} for n in range(number)], NOW)


def states() -> list[tuple[str, int]]:
    return list(WebhookDelivery.objects.order_by("pk").values_list("state", "attempts"))


def called(monkeypatch: pytest.MonkeyPatch, *answers: Answer) -> list[str]:
    """Give these answers in turn, the last one for ever; returns the keys called."""
    left, seen = list(answers), []

    def tell(address: str, body: bytes, *, delivery: str, at: datetime, **_more: Any) -> Answer:
        seen.append(delivery)
        return left.pop(0) if len(left) > 1 else left[0]

    monkeypatch.setattr(webhook_calls, "tell", tell)
    return seen


TAKEN, REFUSED = Answer(True, True, "204 No Content"), Answer(False, True, "500 Internal Server Error")
DEAD = Answer(False, False, "Cette adresse ne répond pas.")


def test_a_booking_reaches_the_software_whose_check_is_the_guide_s(told: Any, software: Any, verify: Any) -> None:
    Webhook.objects.update(address=software.address, events=["appointment.booked"])
    told.desk.present()
    row = told.desk.book(NINE).appointment
    assert tell_service(told.hook.pk, now=NOW) == 1 and tell_service(told.hook.pk, now=NOW) == 0
    (call,) = software.calls
    header, now = call.headers["Conum-Signature"], NOW.timestamp()
    assert verify(told.secret, header, call.body, now) and call.path == "/conum"
    assert not verify(told.secret, header, call.body + b" ", now)
    assert not verify("another", header, call.body, now)
    assert not verify(told.secret, header, call.body, now + 301)  # kept, and sent again by somebody else
    body, sent = json.loads(call.body), WebhookDelivery.objects.get()
    assert body["data"]["id"] == str(row.pk) and body["event"] == call.headers["Conum-Event"] == "appointment.booked"
    assert body["id"] == call.headers["Conum-Delivery"] == str(sent.pk)
    assert (sent.state, sent.answer, sent.attempts) == ("sent", "204 No Content", 1)


def test_a_new_secret_and_the_former_one_both_sign_for_a_day(told: Any, software: Any, verify: Any) -> None:
    Webhook.objects.update(address=software.address)
    _row, new = webhooks.rotate_secret(told.hook.pk, actor=told.manager, now=NOW)
    for now in (NOW, NOW + timedelta(hours=25)):
        a_fact(told)
        tell_service(told.hook.pk, now=now)
    (first, second) = software.calls
    both, alone = first.headers["Conum-Signature"], second.headers["Conum-Signature"]
    assert verify(told.secret, both, first.body, NOW.timestamp()) and verify(new, both, first.body, NOW.timestamp())
    late = (NOW + timedelta(hours=25)).timestamp()
    assert verify(new, alone, second.body, late) and not verify(told.secret, alone, second.body, late)


def test_a_redirection_is_a_failure_and_is_not_followed(told: Any, software: Any) -> None:
    Webhook.objects.update(address=software.address)
    software.answers = [302]
    a_fact(told)
    tell_service(told.hook.pk, now=NOW)
    assert len(software.calls) == 1 and WebhookDelivery.objects.get().answer == "302 Found"


def test_a_certificate_nobody_knows_is_refused(told: Any, software: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(public_sites, "AUTHORITIES", True)
    Webhook.objects.update(address=software.address)
    a_fact(told)
    tell_service(told.hook.pk, now=NOW)
    assert software.calls == [] and "certificat" in WebhookDelivery.objects.get().answer


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "[::1]", "10.0.0.8", "192.168.1.1", "169.254.169.254", "2130706433"]
)
def test_nothing_inside_is_called_wherever_the_name_leads_now(told: Any, host: str) -> None:
    """The address was public when it was given: it is looked at again at each call."""
    Webhook.objects.update(address=f"https://{host}:9/conum")
    a_fact(told)
    tell_service(told.hook.pk, now=NOW)
    assert "réseau privé" in WebhookDelivery.objects.get().answer


def test_retries_come_later_and_later_and_end(told: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = called(monkeypatch, REFUSED)
    a_fact(told)
    now, waits = NOW, []
    for _attempt in range(8):
        tell_service(told.hook.pk, now=now)
        row = WebhookDelivery.objects.get()
        assert tell_service(told.hook.pk, now=row.due_at - MINUTE / 60) == 0  # not before its time
        waits.append((row.due_at - now) / MINUTE)
        now = row.due_at
    assert waits == [1, 5, 30, 120, 360, 720, 1440, 0]
    assert (row.state, row.attempts) == ("abandoned", 8) and len(set(seen)) == 1 and len(seen) == 8
    assert tell_service(told.hook.pk, now=now + timedelta(days=9)) == 0


def test_a_refused_one_lets_the_others_pass(told: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    called(monkeypatch, REFUSED, TAKEN)
    a_fact(told, 3)
    assert tell_service(told.hook.pk, now=NOW) == 3
    assert states() == [("waiting", 1), ("sent", 1), ("sent", 1)]
    told.hook.refresh_from_db()
    assert (told.hook.failures, told.hook.failing_since, told.hook.sent_at) == (0, None, NOW)


def test_one_job_makes_a_few_calls_and_leaves_the_rest_to_another(told: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    called(monkeypatch, TAKEN)
    a_fact(told, 7)
    queued = ProcrastinateJob.objects.filter(task_name="booking.tell_service").count()
    assert (tell_service(told.hook.pk, now=NOW), tell_service(told.hook.pk, now=NOW)) == (5, 2)
    assert ProcrastinateJob.objects.filter(task_name="booking.tell_service").count() == queued + 1


def test_when_nobody_answers_one_call_is_made_for_all(told: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    called(monkeypatch, DEAD, TAKEN)
    a_fact(told, 3)
    assert tell_service(told.hook.pk, now=NOW) == 1
    assert states() == [("waiting", 1), ("waiting", 0), ("waiting", 0)]
    assert set(WebhookDelivery.objects.values_list("due_at", flat=True)) == {NOW + MINUTE}
    assert (tell_all(now=NOW), tell_all(now=NOW + MINUTE)) == (0, 1)
    assert tell_service(told.hook.pk, now=NOW + MINUTE) == 3


def test_a_worker_killed_in_the_middle_leaves_it_due_again(told: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def killed(*_given: Any, **_named: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(webhook_calls, "tell", killed)
    a_fact(told)
    with pytest.raises(KeyboardInterrupt):
        tell_service(told.hook.pk, now=NOW)
    called(monkeypatch, TAKEN)
    assert tell_service(told.hook.pk, now=NOW + MINUTE) == 0  # perhaps it is still being sent
    assert tell_service(told.hook.pk, now=NOW + 2 * MINUTE) == 1 and states() == [("sent", 2)]


def test_too_many_failures_for_long_suspend_it_and_the_managers_are_told(
    told: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    called(monkeypatch, REFUSED)
    a_fact(told, 5)
    tell_service(told.hook.pk, now=NOW)
    tell_service(told.hook.pk, now=NOW + MINUTE)
    told.hook.refresh_from_db()
    assert (told.hook.failures, told.hook.state) == (10, "on")  # many, but not for long
    later = NOW + timedelta(hours=25)
    assert tell_service(told.hook.pk, now=later) == 1  # the first failure is enough: the others wait
    told.hook.refresh_from_db()
    mail = OutboxMessage.objects.get()
    assert told.hook.state == "suspended" and "Tableau de bord" in mail.subject and "11 appels" in mail.text
    assert reverse("booking:webhook", args=[told.hook.pk]) in mail.text
    assert tell_service(told.hook.pk, now=later + timedelta(days=1)) == tell_all(now=later + timedelta(days=1)) == 0


def test_turned_on_again_what_waited_leaves(told: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    Webhook.objects.update(state="suspended", failures=19, failing_since=NOW)
    a_fact(told)
    WebhookDelivery.objects.update(due_at=NOW + timedelta(days=1))
    webhooks.turn_on(told.hook.pk, actor=told.manager, now=NOW)
    told.hook.refresh_from_db()
    assert (told.hook.state, told.hook.failures) == ("on", 0)
    called(monkeypatch, TAKEN)
    assert tell_service(told.hook.pk, now=NOW) == 1


def test_sent_again_it_bears_the_same_key(told: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = called(monkeypatch, TAKEN)
    a_fact(told)
    tell_service(told.hook.pk, now=NOW)
    (key,) = WebhookDelivery.objects.values_list("pk", flat=True)
    assert webhooks.send_again([key], actor=told.manager, now=NOW + MINUTE) == 1
    tell_service(told.hook.pk, now=NOW + MINUTE)
    assert seen == [str(key)] * 2 and states() == [("sent", 1)]


def test_a_secret_that_does_not_open_is_a_failure_said_in_words(told: Any) -> None:
    Webhook.objects.update(secret=b"0" * 60)
    a_fact(told)
    tell_service(told.hook.pk, now=NOW)
    assert "secret" in WebhookDelivery.objects.get().answer


def test_the_secret_is_sealed_at_rest(told: Any) -> None:
    told.hook.refresh_from_db()
    assert told.secret.encode() not in bytes(told.hook.secret)
    assert webhooks.secrets_of(told.hook, NOW) == [told.secret]


def test_PRI_05_deliveries_go_after_thirty_days(told: Any) -> None:
    a_fact(told, 2)
    first = WebhookDelivery.objects.order_by("pk").first()
    WebhookDelivery.objects.filter(pk=first.pk).update(created_at=NOW - timedelta(days=31))
    purge = PURGES["booking.WebhookDelivery"]
    due = list(purge(purge.before(NOW.date())))
    assert due == [first]
    purge.erasing(due, NOW)
    assert WebhookDelivery.objects.count() == 1


def test_a_deleted_one_takes_its_deliveries_with_it(told: Any) -> None:
    a_fact(told)
    webhooks.delete(told.hook.pk, actor=told.manager, now=NOW)
    assert not WebhookDelivery.objects.exists() and tell_service(told.hook.pk, now=NOW) == 0
