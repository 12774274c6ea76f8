"""The real worker and real connections: a booking leaves by itself, and two workers never send the same thing."""

from __future__ import annotations

from typing import Any

import pytest

from conum.domains.booking.enums import WebhookEvent
from conum.domains.booking.models import Webhook, WebhookDelivery
from conum.domains.booking.operations.webhook_calls import tell_service
from conum.domains.booking.operations.webhook_facts import write
from tests.domains.booking.test_concurrency import at_once
from tests.factories_booking import NOW, THURSDAY, paris
from tests.support.worker import work

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_booking_leaves_by_the_worker(told: Any, software: Any) -> None:
    Webhook.objects.update(address=software.address, events=["appointment.booked"])
    told.desk.present()
    told.desk.book(paris(THURSDAY, 9))
    work()
    assert [call.headers["Conum-Event"] for call in software.calls] == ["appointment.booked"]
    assert WebhookDelivery.objects.get().state == "sent"


def test_two_workers_send_each_delivery_once(told: Any, software: Any) -> None:
    Webhook.objects.update(address=software.address)
    rows = [{"number": number} for number in range(4)]
    write(WebhookEvent.PLACE_CHANGED, told.hook.organisation_id, [told.hook.pk], rows, NOW)
    sent = at_once(*[lambda: tell_service(told.hook.pk, now=NOW)] * 2)
    keys = [call.headers["Conum-Delivery"] for call in software.calls]
    assert sum(sent) == len(keys) == len(set(keys)) == 4
