"""The waiting list: a queue, one person at a time, held (BOO-30 to BOO-34)."""

from datetime import timedelta

import pytest

from conum.commons.accounts.enums import Role
from conum.domains.booking.enums import CreatorKind, HalfDay
from conum.domains.booking.models import Appointment, EngagedTime, Registration
from conum.domains.booking.operations import changes, offers, registrations, waiting
from conum.domains.booking.operations.refusals import SeatsTaken, SlotTaken
from conum.domains.booking.operations.waiting import Wishes
from conum.kernel.rules import RuleBroken
from tests.domains.booking.test_workshops import opened, register
from tests.factories_accounts import make_actor
from tests.factories_booking import NOW, THURSDAY, make_desk, paris, who

pytestmark = pytest.mark.django_db
NINE = paris(THURSDAY, 9)
LATER = paris(THURSDAY + timedelta(days=7), 9)
CITIZEN = {"by": CreatorKind.CITIZEN, "now": NOW}
MINUTE = timedelta(minutes=1)


@pytest.fixture
def full():
    workshop = opened(make_desk(kind="workshop", duration=120), 2)
    taken = [register(workshop), register(workshop)]
    workshop.refresh_from_db()
    return workshop, taken


def ask(workshop, number=None, **fields):
    return waiting.ask_workshop(workshop_id=workshop.pk, who=who(number), **{**CITIZEN, **fields}).entry


def state(entry):
    entry.refresh_from_db()
    return entry.state


def test_BOO_30_first_asked_first_offered_and_held(full):
    workshop, taken = full
    first, second = ask(workshop), ask(workshop, now=NOW + MINUTE)
    registrations.cancel_by_person(registration_id=taken[0].pk, now=NOW)
    assert (state(first), state(second)) == ("offered", "waiting")
    workshop.refresh_from_db()
    assert (workshop.registered, workshop.held, workshop.free, workshop.state) == (1, 1, 0, "full")
    with pytest.raises(SeatsTaken):
        register(workshop)


def test_BOO_30_once_per_person_and_target_and_only_when_it_is_useful(full):
    workshop, taken = full
    assert ask(workshop, 1) == ask(workshop, 1)
    with pytest.raises(RuleBroken, match="Des places sont libres"):
        ask(opened(make_desk(kind="workshop"), 2))


def test_BOO_30_a_party_that_does_not_fit_is_passed_over(full):
    workshop, taken = full
    family, alone = ask(workshop, party_size=3), ask(workshop, now=NOW + MINUTE)
    registrations.cancel_by_person(registration_id=taken[0].pk, now=NOW)
    assert (state(family), state(alone)) == ("waiting", "offered")


def test_BOO_31_accepting_takes_the_held_seat(full):
    workshop, taken = full
    entry = ask(workshop)
    registrations.cancel_by_person(registration_id=taken[0].pk, now=NOW)
    waiting.accept(entry_id=entry.pk, now=NOW)
    workshop.refresh_from_db()
    assert state(entry) == "accepted" and (workshop.registered, workshop.held) == (2, 0)
    assert entry.taken_registration.created_by_kind == CreatorKind.WAITING_LIST


def test_BOO_31_an_offer_that_expires_on_another_day_goes_to_the_next_person_too(full):
    workshop, taken = full
    evening = NOW + timedelta(hours=13)
    first, second = ask(workshop), ask(workshop, now=NOW + MINUTE)
    registrations.cancel_by_person(registration_id=taken[0].pk, now=evening)
    first.refresh_from_db()
    assert first.hold_until.date() > evening.date()
    offers.expire_offers(now=first.hold_until)
    assert (state(first), state(second)) == ("expired", "offered")


def test_BOO_31_at_its_second_the_offer_is_over_and_goes_to_the_next(full):
    workshop, taken = full
    first, second = ask(workshop), ask(workshop, now=NOW + MINUTE)
    registrations.cancel_by_person(registration_id=taken[0].pk, now=NOW)
    first.refresh_from_db()
    with pytest.raises(RuleBroken, match="Le délai pour accepter"):
        waiting.accept(entry_id=first.pk, now=first.hold_until)
    assert offers.expire_offers(now=first.hold_until - timedelta(seconds=1)) == 0
    assert offers.expire_offers(now=first.hold_until) == 1
    assert (state(first), state(second)) == ("expired", "offered")


def test_declining_offers_the_next_and_leaving_frees(full):
    workshop, taken = full
    first, second = ask(workshop), ask(workshop, now=NOW + MINUTE)
    registrations.cancel_by_person(registration_id=taken[0].pk, now=NOW)
    waiting.decline(entry_id=first.pk, now=NOW)
    assert (state(first), state(second)) == ("declined", "offered")
    waiting.leave(entry_id=second.pk, now=NOW)
    workshop.refresh_from_db()
    assert state(second) == "cancelled" and workshop.free == 1 and workshop.state == "open"


def test_BOO_32_one_offer_a_day_three_in_all_then_rest():
    desk = make_desk()
    desk.present()
    entry = waiting.ask_type(type_id=desk.type.pk, who=who(), **CITIZEN).entry
    for day in range(5):
        at = NOW + timedelta(days=day)
        offers.make_offers(now=at)
        offers.make_offers(now=at + MINUTE)
        if state(entry) == "offered":
            waiting.decline(entry_id=entry.pk, now=at + 2 * MINUTE)
        offers.make_offers(now=at + 3 * MINUTE)
    entry.refresh_from_db()
    assert entry.offers == 3 and entry.resting_since and entry.state == "declined"
    waiting.come_back(entry_id=entry.pk, now=NOW + timedelta(days=5))
    offers.make_offers(now=NOW + timedelta(days=5))
    assert state(entry) == "offered"


def test_BOO_33_no_offer_in_the_last_hours(full):
    workshop, taken = full
    entry = ask(workshop)
    late = workshop.starts_at - timedelta(hours=4)
    registrations.cancel_by_service(registration_id=taken[0].pk, reason="Panne", actor=make_manager(workshop), now=late)
    assert state(entry) == "waiting"
    register(workshop, now=late)


def make_manager(workshop):
    return make_actor(Role.HOST_MANAGER, organisation=workshop.organisation)


def test_BOO_34_an_earlier_slot_frees_the_old_one_at_once():
    desk = make_desk()
    desk.present()
    early, mine = desk.book(NINE, 1).appointment, desk.book(LATER, 2).appointment
    entry = waiting.ask_type(type_id=desk.type.pk, who=who(2), appointment_id=mine.pk, **CITIZEN).entry
    changes.cancel_by_person(appointment_id=early.pk, now=NOW)
    entry.refresh_from_db()
    assert (entry.state, entry.offered_starts_at) == ("offered", NINE)
    with pytest.raises(SlotTaken):
        desk.book(NINE, 3)
    waiting.accept(entry_id=entry.pk, now=NOW)
    mine.refresh_from_db()
    assert mine.state == "excused" and Appointment.objects.get(state="planned").starts_at == NINE
    assert desk.book(LATER, 3).appointment.starts_at == LATER


def test_BOO_30_wishes_choose_the_slot():
    desk = make_desk()
    desk.present()
    entry = waiting.ask_type(
        type_id=desk.type.pk, who=who(), wishes=Wishes(half_days=[HalfDay.AFTERNOON]), **CITIZEN
    ).entry
    assert offers.make_offers(now=NOW) == 0 and state(entry) == "waiting"


def test_an_expired_hold_gives_the_slot_back():
    desk = make_desk()
    desk.present()
    entry = waiting.ask_type(type_id=desk.type.pk, who=who(), **CITIZEN).entry
    offers.make_offers(now=NOW)
    entry.refresh_from_db()
    with pytest.raises(SlotTaken):
        desk.book(entry.offered_starts_at)
    at = entry.hold_until
    made = desk.book(entry.offered_starts_at, now=at)
    assert made.appointment.engaged.count() == 1 and not EngagedTime.objects.filter(offer=entry).exists()
    with pytest.raises(RuleBroken, match="Le délai pour accepter"):
        waiting.accept(entry_id=entry.pk, now=at - MINUTE)  # a slower clock


def test_who_books_by_themselves_or_is_too_late_waits_no_more(full):
    workshop, taken = full
    entry, other = ask(workshop, 1), ask(workshop, 2)
    registrations.cancel_by_person(registration_id=taken[0].pk, now=NOW)
    registrations.cancel_by_person(registration_id=taken[1].pk, now=NOW)
    assert {state(entry), state(other)} == {"offered"}
    waiting.decline(entry_id=entry.pk, now=NOW)
    register(workshop, 1)
    assert state(entry) == "cancelled" and Registration.objects.filter(state="planned").count() == 1
    offers.expire_offers(now=workshop.starts_at)
    assert offers.end_waits(now=workshop.starts_at) == 1 and state(other) == "cancelled"
