"""Whatever people do with a workshop, its seats add up and nobody is skipped (BOO-11, BOO-30 to BOO-33)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from conum.domains.booking.enums import CreatorKind
from conum.domains.booking.models import Registration, Seat, WaitingListEntry, Workshop
from conum.domains.booking.operations import offers, registrations, waiting
from conum.kernel.errors import ConumError
from conum.kernel.workflow import TransitionRefused
from tests.domains.booking.test_workshops import opened
from tests.factories_booking import NOW, make_desk, who

pytestmark = pytest.mark.django_db
PEOPLE, PARTIES = st.integers(0, 11), st.integers(1, 3)
PICK = st.integers(0, 50)
CITIZEN = {"by": CreatorKind.CITIZEN}


class Sat(RuleBasedStateMachine):
    """A workshop of four seats on the database itself; each run is undone."""

    def __init__(self) -> None:
        super().__init__()
        self.undone = transaction.atomic()
        self.undone.__enter__()
        self.now = NOW
        self.workshop = opened(make_desk(kind="workshop", duration=120), 4)

    def teardown(self) -> None:
        """Undo everything."""
        transaction.set_rollback(True)
        self.undone.__exit__(None, None, None)

    def tried(self, work: Any, **arguments: Any) -> bool:
        """Do it at the instant of the machine; False when it is refused, which leaves everything as it was."""
        before = self.picture()
        try:
            with transaction.atomic():
                work(now=self.now, **arguments)
        except (ConumError, TransitionRefused):
            assert self.picture() == before
            return False
        return True

    def picture(self) -> list[Any]:
        """Every row that counts."""
        return [
            list(model.objects.order_by("pk").values_list("pk", *fields))
            for model, fields in ((Registration, ("state",)), (Seat, ("number",)), (WaitingListEntry, ("state",)))
        ]

    def one(self, rows: Any, pick: int) -> Any:
        """One of the rows, or None."""
        found = list(rows.order_by("pk"))
        return found[pick % len(found)] if found else None

    @initialize(party=PARTIES)
    def first(self, party: int) -> None:
        """Somebody is there already."""
        self.registers(0, party)

    @rule(number=PEOPLE, party=PARTIES)
    def registers(self, number: int, party: int) -> None:
        """A person registers: accepted exactly when the seats are there and they have none yet."""
        self.tried(registrations.register, workshop_id=self.workshop.pk, who=who(number), party_size=party, **CITIZEN)

    @rule(number=PEOPLE, party=PARTIES)
    def waits(self, number: int, party: int) -> None:
        """A person joins the queue."""
        self.tried(waiting.ask_workshop, workshop_id=self.workshop.pk, who=who(number), party_size=party, **CITIZEN)

    @rule(pick=PICK)
    def cancels(self, pick: int) -> None:
        """Somebody cancels."""
        row = self.one(Registration.objects.filter(state="planned"), pick)
        if row:
            self.tried(registrations.cancel_by_person, registration_id=row.pk)

    @rule(pick=PICK, answer=st.sampled_from([waiting.accept, waiting.decline, waiting.leave, waiting.come_back]))
    def answers(self, pick: int, answer: Any) -> None:
        """Somebody in the queue answers, whatever their state."""
        entry = self.one(WaitingListEntry.objects.all(), pick)
        if entry:
            self.tried(answer, entry_id=entry.pk)

    @rule(minutes=st.sampled_from([5, 60, 130, 600]))
    def time_passes(self, minutes: int) -> None:
        """The job of each minute runs."""
        self.now += timedelta(minutes=minutes)
        offers.expire_offers(now=self.now)
        offers.end_waits(now=self.now)
        offers.make_offers(now=self.now)

    @invariant()
    def seats_add_up(self) -> None:
        """Counters, numbered seats, registrations and offers say the same; never more than four."""
        row = Workshop.objects.get(pk=self.workshop.pk)
        seats = Seat.objects.filter(workshop=row)
        sizes = Registration.objects.filter(state="planned").values_list("party_size", flat=True)
        held = WaitingListEntry.objects.filter(state="offered").values_list("party_size", flat=True)
        assert row.registered == sum(sizes) == seats.exclude(registration=None).count()
        assert row.held == sum(held) == seats.exclude(offer=None).count()
        assert row.registered + row.held <= 4 and (row.free == 0) == (row.state == "full")

    @invariant()
    def nobody_holds_twice(self) -> None:
        """One live registration and one wish for each person; who is registered does not wait."""
        live = list(Registration.objects.filter(state="planned").values_list("person_key", flat=True))
        queue = WaitingListEntry.objects.exclude(state__in=["accepted", "cancelled"])
        waits = list(queue.values_list("person_key", flat=True))
        assert len(live) == len(set(live)) and len(waits) == len(set(waits)) and not set(live) & set(waits)

    @invariant()
    def offers_are_held_and_few(self) -> None:
        """No offer without its end, three at most."""
        assert not WaitingListEntry.objects.filter(state="offered", hold_until=None).exists()
        assert not WaitingListEntry.objects.filter(offers__gt=3).exists()


def test_seats_and_queue_whatever_happens():
    few = settings(
        max_examples=12,
        stateful_step_count=12,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(Sat, settings=few)
