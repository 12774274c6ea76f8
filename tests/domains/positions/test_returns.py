"""Posts returned on any allowed day: they stay held until their last day, and recruit no more from the decision."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from conum.commons.accounts.models import Actor
from conum.domains.positions.models import CommitteeDecision, PostAmendment
from conum.domains.positions.operations.acceptances import Acceptance, accept_amendment, close_emptied
from conum.domains.positions.operations.requests import cancel
from conum.domains.positions.operations.vacancies import watch_vacancies
from conum.domains.positions.queries import amendments as queries
from conum.domains.positions.queries import quotas
from conum.domains.recruitment.models import HostNeed
from conum.domains.recruitment.operations.needs import refresh_needs
from conum.kernel.errors import ConumError
from conum.kernel.rules import RuleBroken
from tests.factories_amendments import ask, host_with
from tests.factories_positions import SPRING, SPRING_DAY, make_quota

pytestmark = pytest.mark.django_db
LATER = SPRING_DAY + timedelta(days=40)


def accept_return(amendment: PostAmendment, actor: Actor, **fields: Any) -> PostAmendment:
    accepted = Acceptance(**{"effective_on": SPRING_DAY, "letter_reference": "AR 12", **fields})
    return accept_amendment(amendment.pk, accepted, actor=actor, now=SPRING)


@pytest.mark.parametrize("days", [-2, 366])
def test_POS_45_a_return_takes_effect_from_the_grant_to_a_year_ahead(admin: Actor, days: int) -> None:
    manager, _rows = host_with(1)
    day = SPRING_DAY + timedelta(days=days)
    with pytest.raises(RuleBroken, match="date d'effet se situe entre le"):
        accept_return(ask(manager, "return"), admin, effective_on=day)
    PostAmendment.objects.all().delete()
    with pytest.raises(RuleBroken, match="date d'effet se situe entre le"):
        ask(manager, "return", effective_on=day)


def test_POS_44_posts_given_back_on_a_day_to_come_stay_held_until_that_evening(admin: Actor) -> None:
    manager, (row,) = host_with(1)
    accept_return(ask(manager, "return", effective_on=LATER), admin, effective_on=LATER)
    row.refresh_from_db()
    row.request.refresh_from_db()
    assert (row.ends_on, row.request.state) == (LATER, "approved")
    with pytest.raises(ConumError, match="encore des postes"):
        cancel(row.request_id, "Fin", actor=admin, now=SPRING)

    last_evening, morning_after = SPRING + timedelta(days=40), SPRING + timedelta(days=41)
    assert close_emptied(now=last_evening) == 0
    assert close_emptied(now=morning_after) == 1
    row.request.refresh_from_db()
    assert row.request.state == "withdrawn"
    assert close_emptied(now=morning_after) == 0


def test_POS_44_a_host_that_keeps_another_post_stays_open(admin: Actor) -> None:
    manager, (row, _kept) = host_with(2)
    accept_return(ask(manager, "return"), admin, effective_on=LATER)
    assert close_emptied(now=SPRING + timedelta(days=60)) == 0
    assert row.request.state == "approved"


def test_POS_33_the_quota_counts_a_post_until_its_last_day(admin: Actor) -> None:
    make_quota(posts=2)
    manager, _rows = host_with(2)
    accept_return(ask(manager, "return"), admin, effective_on=LATER)
    assert quotas.remaining("87", "counsellor", LATER) == 0
    assert quotas.remaining("87", "counsellor", LATER + timedelta(days=1)) == 1


def test_REC_20_a_post_given_back_is_no_longer_offered_nor_returned_twice(admin: Actor) -> None:
    manager, rows = host_with(2)
    refresh_needs([rows[0].host_id], now=SPRING)
    assert HostNeed.objects.get().vacant_posts == 2
    accept_return(ask(manager, "return"), admin, effective_on=LATER)
    refresh_needs([rows[0].host_id], now=SPRING)
    assert HostNeed.objects.get().vacant_posts == 1
    with pytest.raises(RuleBroken, match="Vous tenez 1 poste de ce type"):
        ask(manager, "return", posts=2)


def test_POS_47_nobody_is_warned_of_a_vacancy_already_given_back(admin: Actor) -> None:
    manager, _rows = host_with(1)
    accept_return(ask(manager, "return"), admin, effective_on=SPRING_DAY + timedelta(days=360))
    assert watch_vacancies(now=SPRING + timedelta(days=100)) == 0


def test_POS_41_the_phase_is_that_of_the_last_decision_additions_included(admin: Actor) -> None:
    make_quota(posts=5)
    manager, rows = host_with(1)
    request = rows[0].request
    CommitteeDecision.objects.filter(request=request).update(phase=1)
    assert queries.phase_of(request) == 1
    CommitteeDecision.objects.filter(request=request).update(phase=2, decided_at=SPRING - timedelta(days=1))
    addition = ask(manager)
    accept_amendment(addition.pk, Acceptance(posts_granted=1, no_opinion_reason="Urgence"), actor=admin, now=SPRING)
    CommitteeDecision.objects.filter(amendment=addition).update(phase=1)
    with pytest.raises(RuleBroken, match="première phase"):
        ask(manager)
