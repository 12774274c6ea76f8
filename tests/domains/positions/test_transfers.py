"""Transfers of posts: three agreements, a contract that must end first, the quota unchanged."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError

from conum.commons.accounts.models import Actor, Organisation
from conum.domains.positions.events import PostHandedBack, PostsOpened, PostTransferred
from conum.domains.positions.models import PostAttachment, PostTransfer
from conum.domains.positions.operations.transfers import (
    Proposal,
    agree_transfer,
    blocked_by,
    carry_out_due,
    carry_out_transfer,
    propose_transfer,
    refuse_transfer,
)
from conum.domains.positions.queries import quotas
from conum.domains.positions.queries.downloads import convention_history
from conum.kernel import events
from conum.kernel.errors import ConumError, OutOfSight, PermissionRefused
from conum.kernel.rules import RuleBroken
from conum.kernel.workflow import TransitionRefused
from tests.factories_accounts import make_actor
from tests.factories_amendments import host_with, propose
from tests.factories_positions import SPRING, SPRING_DAY, make_assignment, make_host, make_quota
from tests.factories_recruitment import make_contract

pytestmark = pytest.mark.django_db
BRIVE = "19031"
TOMORROW, NEXT_DAY = SPRING_DAY + timedelta(days=1), SPRING + timedelta(days=1)


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Every event of positions published during the test."""
    heard: list[Any] = []
    for kind in (PostsOpened, PostHandedBack, PostTransferred):
        monkeypatch.setitem(events._subscribers, kind, [*events._subscribers[kind], heard.append])
    return heard


def agreed(transfer: PostTransfer, *actors: Actor, now: datetime = SPRING) -> PostTransfer:
    """Make these actors agree one after the other."""
    for actor in actors:
        transfer = agree_transfer(transfer.pk, actor=actor, now=now)
    return transfer


def test_POS_46_a_transfer_closes_the_day_before_it_opens(prefecture: Actor, told: list[Any]) -> None:
    manager, (leaving, _kept) = host_with(2)
    arrival, (other,) = host_with(1)
    before = quotas.remaining("87", "counsellor", SPRING_DAY)
    transfer = propose(leaving, other.host, manager, TOMORROW)
    assert agreed(transfer, arrival, prefecture).state == "accepted"

    assert carry_out_due(now=NEXT_DAY) == 1

    transfer.refresh_from_db()
    leaving.refresh_from_db()
    arrived = PostAttachment.objects.get(post=leaving.post, ends_on__isnull=True)
    assert transfer.state == "done"
    assert (leaving.ends_on, arrived.starts_on) == (SPRING_DAY, TOMORROW)
    assert (arrived.host, arrived.reason, arrived.request) == (other.host, "transfer", other.request)
    assert quotas.remaining("87", "counsellor", TOMORROW) == before
    assert [type(event) for event in told] == [PostHandedBack, PostsOpened, PostTransferred]
    assert carry_out_due(now=NEXT_DAY) == 0


def test_POS_46_is_done_at_once_when_its_day_has_come(admin: Actor, prefecture: Actor) -> None:
    manager, (leaving,) = host_with(1)
    arrival, (other,) = host_with(1)
    transfer = propose(leaving, other.host, admin, TOMORROW)
    assert transfer.from_host_agreed_at is None

    assert agreed(transfer, manager, arrival, prefecture, now=NEXT_DAY).state == "done"
    leaving.request.refresh_from_db()
    assert leaving.request.state == "withdrawn"  # its last post left (POS-44)


def test_POS_46_stays_in_the_departement_unless_exceptional(admin: Actor) -> None:
    _manager, (leaving,) = host_with(1)
    make_quota("19", 1)
    brive = make_host(BRIVE)
    with pytest.raises(RuleBroken, match="même département"):
        propose(leaving, brive, admin, TOMORROW)
    assert propose(leaving, brive, admin, TOMORROW, exceptional=True).exceptional


def test_POS_22_a_post_enters_another_departement_within_its_quota(admin: Actor, prefecture: Actor) -> None:
    manager, (leaving,) = host_with(1)
    arrival, _rows = host_with(1, commune=BRIVE)
    make_quota("19", 1, valid_from=SPRING_DAY)
    transfer = propose(leaving, PostAttachment.objects.get(department="19").host, admin, TOMORROW, exceptional=True)
    correze = make_actor("prefecture", department_id="19")
    agreed(transfer, manager, arrival, prefecture, correze)

    with pytest.raises(RuleBroken, match="Il reste 0 poste sur"):
        carry_out_transfer(transfer.pk, actor=None, now=NEXT_DAY)
    assert carry_out_due(now=NEXT_DAY) == 0


def test_POS_46_both_prefectures_agree_when_the_departement_changes(admin: Actor, prefecture: Actor) -> None:
    manager, (leaving,) = host_with(1)
    make_quota("19", 1)
    brive = make_host(BRIVE)
    arrival = make_actor("host_manager", organisation=brive)
    transfer = propose(leaving, brive, admin, TOMORROW, exceptional=True)
    assert (transfer.department_id, transfer.arrival_department_id) == ("87", "19")

    assert agreed(transfer, manager, arrival, prefecture).state == "proposed"
    with pytest.raises(PermissionRefused):
        agree_transfer(transfer.pk, actor=make_actor("prefecture", department_id="23"), now=SPRING)
    done = agreed(transfer, make_actor("prefecture", department_id="19"), now=NEXT_DAY)

    assert done.state == "done"
    assert PostAttachment.objects.get(post=leaving.post, ends_on__isnull=True).department_id == "19"


def test_POS_46_a_regional_prefecture_agrees_for_both(admin: Actor) -> None:
    manager, (leaving,) = host_with(1)
    make_quota("19", 1)
    arrival = make_actor("host_manager", organisation=make_host(BRIVE))
    transfer = propose(leaving, Organisation.objects.get(pk=arrival.organisation_id), admin, TOMORROW, exceptional=True)
    regional = make_actor("prefecture", region_id="75")
    assert agreed(transfer, manager, arrival, regional).state == "accepted"


def test_POS_46_the_database_refuses_an_acceptance_without_the_prefecture_of_arrival(admin: Actor) -> None:
    _manager, (leaving,) = host_with(1)
    transfer = propose(leaving, make_host(BRIVE), admin, TOMORROW, exceptional=True)
    agreements = ("from_host_agreed_at", "to_host_agreed_at", "prefecture_agreed_at")
    rows = PostTransfer.objects.filter(pk=transfer.pk)
    with pytest.raises(IntegrityError, match="transfer_accepted_where_it_goes"):
        rows.update(state="accepted", **dict.fromkeys(agreements, SPRING))


def test_POS_46_a_post_transferred_while_a_termination_is_open_waits(admin: Actor, prefecture: Actor) -> None:
    manager, (leaving,) = host_with(1)
    arrival, (other,) = host_with(1)
    contract = make_contract(
        attachment=leaving, state="termination_submitted", starts_on=SPRING_DAY, submitted_at=SPRING
    )
    transfer = propose(leaving, other.host, manager, TOMORROW)
    later = SPRING + timedelta(days=20)
    agreed(transfer, arrival, prefecture, now=later)
    transfer.refresh_from_db()

    assert transfer.state == "accepted"
    assert "en rupture sur ce poste" in str(blocked_by(transfer))
    assert carry_out_due(now=later) == 0
    with pytest.raises(RuleBroken, match="attend sa fin"):
        carry_out_transfer(transfer.pk, actor=None, now=later)

    last_day = SPRING_DAY + timedelta(days=10)
    contract.assignment.ends_on = last_day
    contract.assignment.save()
    type(contract).objects.filter(pk=contract.pk).update(state="terminated", ended_on=last_day)

    assert carry_out_due(now=later) == 1
    leaving.refresh_from_db()
    assert leaving.ends_on == last_day
    assert PostAttachment.objects.get(post=leaving.post, ends_on__isnull=True).starts_on == last_day + timedelta(days=1)


def test_POS_48_closed_allocation_leaves_exceptional_transfers(admin: Actor) -> None:
    manager, (leaving,) = host_with(1)
    _arrival, (other,) = host_with(1)
    closed = datetime(2025, 6, 2, 8, tzinfo=UTC)
    day = closed.date() + timedelta(days=1)
    plain = Proposal(leaving.post_id, other.host.pk, day)
    with pytest.raises(RuleBroken, match="seul un transfert exceptionnel"):
        propose_transfer(plain, actor=admin, now=closed)
    exceptional = Proposal(leaving.post_id, other.host.pk, day, exceptional=True)
    with pytest.raises(ConumError, match="Seul un administrateur"):
        propose_transfer(exceptional, actor=manager, now=closed)
    assert propose_transfer(exceptional, actor=admin, now=closed).state == "proposed"


def test_a_proposal_is_checked(admin: Actor) -> None:
    _manager, (leaving,) = host_with(1)
    _arrival, (other,) = host_with(1)
    with pytest.raises(ConumError, match="déjà rattaché"):
        propose(leaving, leaving.host, admin, TOMORROW)
    with pytest.raises(ConumError, match="date à venir"):
        propose(leaving, other.host, admin, SPRING_DAY - timedelta(days=1))
    propose(leaving, other.host, admin, TOMORROW)
    with pytest.raises(ConumError, match="déjà en cours"):
        propose(leaving, other.host, admin, TOMORROW)


def test_only_those_concerned_propose_agree_and_refuse(admin: Actor, prefecture: Actor) -> None:
    manager, (leaving,) = host_with(1)
    arrival, (other,) = host_with(1)
    stranger = make_actor("host_manager", organisation=make_host())
    elsewhere = make_actor("prefecture", department_id="19")
    for actor in (stranger, arrival, elsewhere):
        with pytest.raises(OutOfSight):
            propose(leaving, other.host, actor, TOMORROW)
    transfer = propose(leaving, other.host, prefecture, TOMORROW)
    assert transfer.prefecture_agreed_at == SPRING
    for actor in (stranger, elsewhere, admin):
        with pytest.raises(PermissionRefused):
            agree_transfer(transfer.pk, actor=actor, now=SPRING)
        with pytest.raises(PermissionRefused):
            refuse_transfer(transfer.pk, "Non", actor=actor, now=SPRING)
    with pytest.raises(ConumError, match="motif"):
        refuse_transfer(transfer.pk, " ", actor=manager, now=SPRING)
    assert refuse_transfer(transfer.pk, "Le poste reste ici.", actor=manager, now=SPRING).state == "refused"
    with pytest.raises(TransitionRefused):
        agree_transfer(transfer.pk, actor=arrival, now=SPRING)


def test_an_occupied_post_waits_for_its_contract(admin: Actor, prefecture: Actor) -> None:
    manager, (leaving,) = host_with(1)
    arrival, (other,) = host_with(1)
    make_assignment(leaving, starts_on=SPRING_DAY)
    transfer = propose(leaving, other.host, manager, TOMORROW)
    assert agreed(transfer, arrival, prefecture, now=NEXT_DAY).state == "accepted"


def test_the_history_of_conventions_names_the_other_host(admin: Actor, prefecture: Actor) -> None:
    manager, (leaving, _kept) = host_with(2)
    arrival, (other,) = host_with(1)
    day = SPRING_DAY + timedelta(days=2)
    agreed(propose(leaving, other.host, manager, day), arrival, prefecture, now=SPRING + timedelta(days=2))

    lines = [line for line in convention_history(admin) if line.change_kind == "transfert"]

    found = {line.organisation.name: (line.before, line.change, line.other_host) for line in lines}
    assert found == {
        leaving.host.name: (2, -1, other.host.name),
        other.host.name: (1, 1, leaving.host.name),
    }
