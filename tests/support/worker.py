"""The real worker, until nothing is left to do."""

from concurrent.futures import ThreadPoolExecutor
from unittest import mock

from django.db import connections
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob


def work() -> None:
    """Run every waiting job as `conum worker` would, those of the hour apart.

    In a thread of its own: Playwright keeps a loop running in the test's. The jobs of the hour go by the clock of the
    machine: they would purge what a story of another day has just written, at certain minutes only.

    Raises:
        AssertionError: a job failed, or waits to be tried again.
    """
    with ThreadPoolExecutor(1) as alone:
        alone.submit(_until_idle).result()
    missed = ProcrastinateJob.objects.exclude(status="succeeded").filter(attempts__gt=0)
    assert not missed, list(missed.values_list("task_name", "status"))


def _until_idle() -> None:
    try:
        connected = app.replace_connector(app.connector.get_worker_connector())
        with connected as worker, mock.patch.dict(worker.periodic_registry.periodic_tasks, clear=True):
            worker.run_worker(wait=False, install_signal_handlers=False, concurrency=1, listen_notify=False)
    finally:
        connections.close_all()
