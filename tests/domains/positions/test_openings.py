"""POS-02: who came before the opening day of its class is told of it, once."""

from __future__ import annotations

from datetime import UTC, datetime
from threading import Thread

import pytest
from django.db import connection, transaction

from conum.commons.messaging.models import OutboxMessage
from conum.domains.positions import jobs
from conum.domains.positions.models import OpeningInterest
from conum.domains.positions.operations.drafts import register_interest
from conum.domains.positions.operations.openings import tell_openings

EVE = datetime(2021, 2, 28, 22, 30, tzinfo=UTC)  # 23:30 in Paris
MORNING = datetime(2021, 2, 28, 23, 30, tzinfo=UTC)  # half past midnight of 1 March in Paris: private hosts may ask


def told() -> set[str]:
    return set(OutboxMessage.objects.filter(key__startswith="positions.opening/").values_list("to", flat=True))


@pytest.mark.django_db
def test_POS_02_each_class_is_told_on_its_day() -> None:
    register_interest("mairie@example.org", "Mairie", "public", now=datetime(2020, 11, 1, tzinfo=UTC))
    register_interest("asso@example.org", "Association", "private", now=datetime(2020, 12, 1, tzinfo=UTC))
    assert tell_openings(now=datetime(2020, 11, 16, 12, tzinfo=UTC)) == 0 and told() == set()
    assert tell_openings(now=EVE) == 1 and told() == {"mairie@example.org"}
    assert tell_openings(now=MORNING) == 1 and told() == {"mairie@example.org", "asso@example.org"}
    assert OpeningInterest.objects.get(employer_class="private").told_at == MORNING
    mail = OutboxMessage.objects.get(to="asso@example.org")
    assert "« Association »" in mail.text and "1 mars 2021" in mail.text and "/accueillir" in mail.text


@pytest.mark.django_db
def test_POS_02_nobody_is_told_twice() -> None:
    register_interest("asso@example.org", "Association", "private", now=EVE)
    assert [tell_openings(now=MORNING) for _ in range(2)] == [1, 0]
    OpeningInterest.objects.update(told_at=None)  # as if the mark had been lost: the mail's key still holds
    tell_openings(now=MORNING)
    assert OutboxMessage.objects.filter(key__startswith="positions.opening/").count() == 1


@pytest.mark.django_db
def test_POS_02_the_morning_job_tells_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("conum.domains.positions.operations.openings.AT_ONCE", 2)
    for number in range(5):
        register_interest(f"asso{number}@example.org", "Association", "private", now=EVE)
    jobs.tell_of_openings(timestamp=0)
    assert len(told()) == 5


@pytest.mark.django_db(transaction=True)
def test_POS_02_two_runs_at_once_share_the_work() -> None:
    register_interest("asso@example.org", "Association", "private", now=EVE)
    elsewhere: list[int] = []

    def run() -> None:
        elsewhere.append(tell_openings(now=MORNING))
        connection.close()

    with transaction.atomic():
        assert tell_openings(now=MORNING) == 1
        (other := Thread(target=run)).start()
        other.join(30)
    assert elsewhere == [0] and told() == {"asso@example.org"}
