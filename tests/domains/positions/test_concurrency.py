"""Two people at once, on two real connections: the database lets one win, the other reads why."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from conum.domains.positions.models import PostAssignment, PostAttachment, PrefectOpinion
from conum.domains.positions.operations.decisions import Verdict, decide
from conum.domains.positions.operations.opinions import Opinion, give_opinion
from conum.domains.positions.operations.posts import open_assignment
from conum.kernel.errors import ConumError
from conum.kernel.rules import RuleBroken
from tests.factories_accounts import make_actor, make_person
from tests.factories_positions import SPRING_DAY, make_attachment, make_opinion, make_quota, make_request

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*works: Callable[[], Any]) -> list[Any]:
    """Run each work in a thread with its own connection, all released together; refusals are returned."""
    barrier = Barrier(len(works))

    def run(work: Callable[[], Any]) -> Any:
        barrier.wait()
        try:
            return work()
        except ConumError as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


def test_POS_22_two_administrators_approve_the_last_post_at_once(now: datetime) -> None:
    make_quota(posts=1)
    requests = [make_request(), make_request()]
    for request in requests:
        make_opinion(request)
    actors = [make_actor("national_admin"), make_actor("national_admin")]

    results = at_once(
        *(
            lambda pair=pair: decide(pair[0].pk, Verdict("approved", 1), actor=pair[1], now=now)
            for pair in zip(requests, actors, strict=True)
        )
    )

    refusals = [result for result in results if isinstance(result, RuleBroken)]
    assert len(refusals) == 1 and "Il reste 0 poste" in refusals[0].message
    assert PostAttachment.objects.count() == 1


def test_two_administrators_approve_the_same_request_at_once(now: datetime) -> None:
    make_quota(posts=5)
    request = make_request()
    make_opinion(request)
    actors = [make_actor("national_admin"), make_actor("national_admin")]

    results = at_once(
        *(lambda actor=actor: decide(request.pk, Verdict("approved", 1), actor=actor, now=now) for actor in actors)
    )

    assert sum(isinstance(result, ConumError) for result in results) == 1
    assert PostAttachment.objects.count() == 1


def test_POS_33_bare_insertions_wait_for_each_other_too(now: datetime) -> None:
    make_quota(posts=3)
    first = make_attachment()
    request = first.request

    def insert() -> Any:
        try:
            return make_attachment(first.host, request=request)
        except Exception as fault:
            return fault

    at_once(*[insert] * 6)

    assert PostAttachment.objects.count() == 3


def test_POS_32_one_person_on_eight_posts_at_once(now: datetime) -> None:
    make_quota(posts=8)
    person = make_person()
    attachments = [make_attachment() for _post in range(8)]

    results = at_once(
        *(
            lambda held=held: open_assignment(held.pk, person.pk, None, SPRING_DAY, actor=None, now=now)
            for held in attachments
        )
    )

    assert sum(isinstance(result, PostAssignment) for result in results) == 1
    assert PostAssignment.objects.count() == 1


def test_an_opinion_replaced_during_the_decision(now: datetime) -> None:
    make_quota(posts=5)
    request = make_request()
    make_opinion(request)
    admin, prefecture = make_actor("national_admin"), make_actor("prefecture", department_id="87")
    no = Opinion("unfavourable", "Finalement déjà couvert.", 0)

    results = at_once(
        lambda: decide(request.pk, Verdict("approved", 1), actor=admin, now=now),
        lambda: give_opinion(request.pk, no, actor=prefecture, now=now),
    )

    request.refresh_from_db()
    assert request.state == "approved"
    current = PrefectOpinion.objects.filter(request=request, superseded_at__isnull=True)
    assert current.count() == 1
    refused = isinstance(results[1], RuleBroken)  # the decision came first: the opinion reads why
    assert refused == (current.get().verdict == "favourable")
