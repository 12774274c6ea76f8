"""Two people at once on amendments and transfers: one wins, the other reads why."""

from __future__ import annotations

import pytest

from conum.domains.positions.models import PostAmendment, PostAttachment
from conum.domains.positions.operations.acceptances import Acceptance, accept_amendment
from conum.domains.positions.operations.transfers import agree_transfer, carry_out_transfer
from conum.kernel.rules import RuleBroken
from conum.kernel.workflow import TransitionRefused
from tests.domains.positions.test_concurrency import at_once
from tests.factories_accounts import make_actor
from tests.factories_amendments import ask, host_with, propose
from tests.factories_positions import SPRING, SPRING_DAY, make_quota

pytestmark = pytest.mark.django_db(transaction=True)
ONE = Acceptance(posts_granted=1, no_opinion_reason="Séance du jour")


def test_POS_22_two_administrators_accept_the_last_addition_at_once() -> None:
    make_quota(posts=3)
    amendments = [ask(host_with(1)[0]) for _host in range(2)]
    admins = [make_actor("national_admin") for _one in range(2)]

    results = at_once(
        *(
            lambda pair=pair: accept_amendment(pair[0].pk, ONE, actor=pair[1], now=SPRING)
            for pair in zip(amendments, admins, strict=True)
        )
    )

    refusals = [result for result in results if isinstance(result, RuleBroken)]
    assert len(refusals) == 1 and "Il reste 0 poste" in refusals[0].message
    assert PostAttachment.objects.count() == 3
    assert sorted(PostAmendment.objects.values_list("state", flat=True)) == ["accepted", "open"]


def test_the_same_addition_is_accepted_once() -> None:
    make_quota(posts=10)
    amendment = ask(host_with(1)[0])
    admins = [make_actor("national_admin") for _one in range(2)]

    results = at_once(
        *(lambda admin=admin: accept_amendment(amendment.pk, ONE, actor=admin, now=SPRING) for admin in admins)
    )

    assert sum(isinstance(result, TransitionRefused) for result in results) == 1
    assert PostAttachment.objects.count() == 2


def test_POS_40_two_managers_of_a_host_ask_at_once() -> None:
    manager, rows = host_with(2)
    other = make_actor("host_manager", organisation=rows[0].host)

    results = at_once(lambda: ask(manager), lambda: ask(other, "return"))

    assert sum(isinstance(result, RuleBroken) and result.rule_id == "POS-40" for result in results) == 1
    assert PostAmendment.objects.count() == 1


def test_POS_46_a_transfer_is_carried_out_once() -> None:
    manager, (leaving, _kept) = host_with(2)
    arrival, (other,) = host_with(1)
    transfer = propose(leaving, other.host, manager, SPRING_DAY.replace(day=7))
    for actor in (arrival, make_actor("prefecture", department_id="87")):
        agree_transfer(transfer.pk, actor=actor, now=SPRING)
    later = SPRING.replace(day=8)

    results = at_once(*[lambda: carry_out_transfer(transfer.pk, actor=None, now=later)] * 2)

    assert sum(isinstance(result, TransitionRefused) for result in results) == 1
    assert PostAttachment.objects.filter(post=leaving.post).count() == 2
