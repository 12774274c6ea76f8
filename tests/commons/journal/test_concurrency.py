"""Several connections append at once: one unbroken chain per family, no deadlock."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from conum.commons.journal.models import JournalEntry
from conum.commons.journal.operations import lock
from conum.commons.journal.queries import verify
from tests.commons.journal.test_operations import write

THREADS, EACH = 8, 15


def in_parallel(work):
    def once(number):
        try:
            return work(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(once, range(THREADS)))


@pytest.mark.django_db(transaction=True)
def test_one_chain_from_many_writers(now):
    def append(number):
        for n in range(EACH):
            with transaction.atomic():
                write(now, writer=number, n=n)

    in_parallel(append)
    positions = JournalEntry.objects.order_by("position").values_list("position", flat=True)
    assert list(positions) == list(range(1, THREADS * EACH + 1))
    assert verify() == []


@pytest.mark.django_db(transaction=True)
def test_a_rollback_leaves_no_hole(now):
    def append(number):
        for n in range(EACH):
            try:
                with transaction.atomic():
                    write(now, writer=number, n=n)
                    if n % 3 == 0:
                        raise InterruptedError
            except InterruptedError:
                continue

    in_parallel(append)
    assert JournalEntry.objects.count() == THREADS * EACH * 2 // 3
    assert verify() == []


@pytest.mark.django_db(transaction=True)
def test_two_families_taken_in_opposite_orders_do_not_block(now):
    orders = (("a", "b"), ("b", "a"))

    def append(number):
        for _n in range(EACH):
            with transaction.atomic():
                lock("a", "b")
                for family in orders[number % 2]:
                    write(now, family=family)

    in_parallel(append)
    assert JournalEntry.objects.count() == THREADS * EACH * 2
    assert verify() == []
