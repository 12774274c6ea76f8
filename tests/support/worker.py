"""The real worker, until nothing is left to do."""

from concurrent.futures import ThreadPoolExecutor

from django.db import connections
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob


def work() -> None:
    """Run every waiting job as `conum worker` would.

    In a thread of its own: Playwright keeps a loop running in the test's.

    Raises:
        AssertionError: a job failed, or waits to be tried again.
    """
    with ThreadPoolExecutor(1) as alone:
        alone.submit(_until_idle).result()
    missed = ProcrastinateJob.objects.exclude(status="succeeded").filter(attempts__gt=0)
    assert not missed, list(missed.values_list("task_name", "status"))


def _until_idle() -> None:
    try:
        with app.replace_connector(app.connector.get_worker_connector()) as worker:
            worker.run_worker(wait=False, install_signal_handlers=False, concurrency=1, listen_notify=False)
    finally:
        connections.close_all()
