"""Facts are told in the transaction that made them, or not at all."""

from dataclasses import dataclass

import pytest
from django.db import transaction

from conum.kernel import events
from conum.kernel.events import Event, publish, subscribe


@dataclass(frozen=True)
class DoorOpened(Event):
    door: str


@pytest.fixture
def heard(monkeypatch):
    monkeypatch.setattr(events, "_subscribers", events.defaultdict(list))
    doors = []

    @subscribe(DoorOpened)
    def hear(event):
        doors.append(event.door)

    return doors


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_nothing_is_told(heard):
    with pytest.raises(transaction.TransactionManagementError, match="DoorOpened"):
        publish(DoorOpened("north"))
    assert heard == []


@pytest.mark.django_db
def test_subscribers_of_the_kind_hear_it_once(heard):
    publish(DoorOpened("north"))
    assert heard == ["north"]


@pytest.mark.django_db
def test_a_failing_subscriber_refuses_the_whole_operation(heard):
    @subscribe(DoorOpened)
    def refuse(event):
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        publish(DoorOpened("north"))
