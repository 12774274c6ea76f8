"""Two connections at the same instant: one code, one token; one identity, one use."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connections
from django.test import Client

from conum.commons.journal.models import JournalEntry
from conum.domains.mandates.models import Procedure, Use
from tests.domains.mandates.oidc import make_trip

pytestmark = pytest.mark.django_db(transaction=True)


def together(count: int, act: Any) -> list[Any]:
    """Run the act on so many connections, released at once."""
    barrier = Barrier(count)

    def run(_number: int) -> Any:
        barrier.wait(10)
        try:
            return act()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count)))


def test_one_code_presented_on_four_connections_gives_one_token(client: Client) -> None:
    trip = make_trip(client)
    trip.tokens()  # the keys are made
    code = trip.code()
    answers = together(4, lambda: trip.exchange(code))
    assert sorted(answer.status_code for answer in answers) == [200, 400, 400, 400]
    # The losers replay a code that has served: what it gave has ended.
    assert Procedure.objects.get(code_used_at__isnull=False, end_reason="replayed")


def test_one_token_read_on_four_connections_writes_one_use(client: Client) -> None:
    trip = make_trip(client)
    token = trip.tokens()["access_token"]
    answers = together(4, lambda: trip.userinfo(token))
    assert {answer.status_code for answer in answers} == {200}
    assert Use.objects.count() == 1
    assert JournalEntry.objects.filter(action="authorisation.use").count() == 1
