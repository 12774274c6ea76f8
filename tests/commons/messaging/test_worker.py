"""The real worker takes the real job from the database and speaks to a real mail server."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from conum.commons.messaging.models import OutboxMessage
from tests.commons.messaging.test_outbox import queue


def work() -> None:
    """Run the worker until no mail waits."""
    with app.replace_connector(app.connector.get_worker_connector()) as worker:
        worker.run_worker(wait=False, install_signal_handlers=False, queues=["mail"], concurrency=1)
    connections.close_all()


@pytest.mark.django_db(transaction=True)
def test_the_worker_sends_what_was_queued(now, sink):
    queue(now, "a")
    queue(now, "b", language="en")
    with ThreadPoolExecutor(1) as aside:  # Playwright leaves a loop running in the thread of the tests
        aside.submit(work).result(timeout=60)
    assert sorted(mail["Subject"] for mail in sink.mails) == ["Bienvenue Ana", "Welcome Ana"]
    assert set(OutboxMessage.objects.values_list("state", flat=True)) == {"sent"}
    states = ProcrastinateJob.objects.filter(task_name="messaging.deliver").values_list("status", flat=True)
    assert list(states) == ["succeeded", "succeeded"]
