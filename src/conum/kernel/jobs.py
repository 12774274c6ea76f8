"""Jobs: work deferred in the transaction that needs it (procrastinate on Django's connection).

A job runs at least once and its effect happens once: it takes keys, reads the row again, and does nothing
when the work is already done. Declare jobs in a module's `jobs.py`, which procrastinate discovers.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import transaction
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.tasks import Task

RETRY = RetryStrategy(max_attempts=8, exponential_wait=3)


def job(name: str, *, queue: str = "default", retry: Any = RETRY) -> Callable[[Callable[..., Any]], Task]:
    """Declare a function of keyword arguments (JSON values) as the job `name` (`module.action`)."""
    return app.task(name=name, queue=queue, retry=retry)


def every(cron: str) -> Callable[[Any], Any]:
    """Run the job at each instant of a cron expression; it receives `timestamp` (seconds since 1970)."""
    return app.periodic(cron=cron)


def defer(task: Task | str, *, key: str | None = None, **arguments: Any) -> None:
    """Queue the job in the current transaction.

    Args:
        task: a function declared by `job`, or its name: an operation names it, as `jobs.py` stands above it.
        key: when given, a second job waiting under the same key is not queued again.
        arguments: JSON values passed to the job.

    Raises:
        TaskNotFound: no job is declared under this name.
    """
    name = task if isinstance(task, str) else task.name
    try:
        with transaction.atomic():  # a savepoint: the refusal of a duplicate must not spoil the caller's work
            app.configure_task(name, allow_unknown=False, queueing_lock=key).defer(**arguments)
    except AlreadyEnqueued:
        return
