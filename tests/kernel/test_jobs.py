"""A job is queued with the row that needs it, or not at all."""

import pytest
from django.db import transaction
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import TaskNotFound

from conum.kernel.jobs import defer, job


@job("tests.ring")
def ring(*, bell: str) -> None:
    """Do nothing: only the queue is looked at."""


def queued():
    return list(ProcrastinateJob.objects.filter(task_name="tests.ring").order_by("id").values_list("args", flat=True))


@pytest.mark.django_db(transaction=True)
def test_a_job_of_a_rolled_back_transaction_never_exists():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        defer(ring, bell="big")
        raise ZeroDivisionError
    assert queued() == []


@pytest.mark.django_db(transaction=True)
def test_a_job_of_a_committed_transaction_waits_with_its_arguments():
    with transaction.atomic():
        defer(ring, bell="big")
    assert queued() == [{"bell": "big"}]


@pytest.mark.django_db
def test_an_operation_queues_a_job_by_its_name():
    defer("tests.ring", bell="small")
    assert queued() == [{"bell": "small"}]


@pytest.mark.django_db
def test_a_name_nobody_declared_is_refused():
    with pytest.raises(TaskNotFound):
        defer("tests.hum", bell="small")


@pytest.mark.django_db
def test_one_job_waits_under_a_key_and_the_transaction_goes_on():
    defer(ring, key="bell", bell="first")
    defer(ring, key="bell", bell="second")
    defer(ring, key="other", bell="third")
    assert queued() == [{"bell": "first"}, {"bell": "third"}]
