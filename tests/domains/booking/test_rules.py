"""The rules of booking, one by one: pure functions, no database."""

from datetime import UTC, date, datetime, timedelta

import pytest

from conum.domains.booking.enums import BookableBy, CreatorKind
from conum.domains.booking.rules import booking as rules
from conum.domains.booking.rules import waiting as turns
from conum.domains.booking.rules.reminders import (
    QuietHours,
    after_quiet,
    before_quiet,
    due_dates,
    never_none,
    outside_quiet,
    still_useful,
)
from conum.kernel.rules import RuleBroken
from tests.factories_booking import NOW, THURSDAY, paris

NIGHT = QuietHours(20, 8)
PARIS = "Europe/Paris"


def test_BOO_01_an_end_comes_after_its_start():
    assert rules.ends_later(NOW, NOW + timedelta(minutes=1)) and not rules.ends_later(NOW, NOW)
    assert rules.repeats_within_a_day(0, NOW, NOW + timedelta(days=9))
    assert not rules.repeats_within_a_day(1, NOW, NOW + timedelta(days=2))


def test_BOO_09_a_day_is_changed_when_it_exists_and_its_bookings_are_handled():
    assert rules.is_occurrence(True) and not rules.is_occurrence(False)
    with pytest.raises(RuleBroken, match="3 rendez-vous sont pris") as refused:
        rules.bookings_handled.check(3)
    assert refused.value.field == "day" and rules.bookings_handled(0)


def test_BOO_10_people_already_taken():
    with pytest.raises(RuleBroken, match="a déjà un rendez-vous"):
        rules.people_are_free.check(False)


def test_BOO_11_capacity():
    assert rules.capacity_holds(None, 50) and rules.capacity_holds(10, 10) and not rules.capacity_holds(9, 10)
    assert [rules.capacity_known(seats) for seats in (None, 0, 1, 100, 101)] == [True, False, True, True, False]


def test_BOO_13_one_live_booking_per_person_and_type():
    assert rules.live_rank_left(0, 1) and not rules.live_rank_left(1, 1) and rules.live_rank_left(1, 2)
    assert rules.not_registered_yet(False) and not rules.not_registered_yet(True)


@pytest.mark.parametrize(
    ("by", "allowed"),
    [
        (CreatorKind.CITIZEN, {"everyone"}),
        (CreatorKind.REFERRER, {"everyone", "staff_and_referrers"}),
        (CreatorKind.STAFF, set(BookableBy.values)),
        (CreatorKind.WAITING_LIST, set(BookableBy.values)),
    ],
)
def test_BOO_16_who_books_what(by, allowed):
    assert {kind for kind in BookableBy.values if rules.may_book(kind, by)} == allowed
    assert rules.may_book(BookableBy.INVITED, by, invited=True)
    assert rules.followed_already(False, False) and not rules.followed_already(True, False)


def test_BOO_17_what_the_public_gives():
    assert rules.reachable("0639980000", "") and rules.reachable("", "a@example.org") and not rules.reachable("", "")
    assert rules.named("Ana", "Petit") and not rules.named(" ", "Petit")
    assert rules.fields_given(["email", "needs"], ["email"]) and not rules.fields_given(["address"], ["email"])


def test_BOO_25_until_when_the_person_changes_by_themselves():
    start = paris(THURSDAY, 14)
    assert rules.still_cancellable(True, start, 4, paris(THURSDAY, 10))
    assert not rules.still_cancellable(True, start, 4, paris(THURSDAY, 10, 1))
    assert not rules.still_movable(False, start, 4, NOW)
    with pytest.raises(RuleBroken, match="au plus tard 4 h avant : appelez le lieu"):
        rules.still_cancellable.check(True, start, 4, start)
    assert rules.within_correction(NOW, 30, NOW + timedelta(days=30))
    assert not rules.within_correction(NOW, 30, NOW + timedelta(days=31))


def test_BOO_26_a_service_says_why():
    assert rules.reason_given("Malade") and not rules.reason_given("  ")


def test_BOO_41_a_party_is_of_one_to_five():
    assert [rules.party_within(size) for size in (0, 1, 5, 6)] == [False, True, True, False]


def test_BOO_42_too_few_registered():
    assert rules.enough_registered(2, 2) and not rules.enough_registered(1, 2)


def test_BOO_44_when_registrations_are_open():
    hour = timedelta(hours=1)
    assert rules.registration_open("open", None, NOW + hour, NOW)
    assert rules.registration_open("full", NOW, NOW + hour, NOW)  # the seats themselves say no
    for closed in (("draft", None), ("cancelled", None), ("open", NOW + hour)):
        assert not rules.registration_open(*closed, NOW + 2 * hour, NOW)
    assert not rules.registration_open("open", None, NOW, NOW)


def test_BOO_50_who_is_received_without_appointment():
    assert rules.receives_walk_in("mixed") and not rules.receives_walk_in("bookable")
    assert rules.walk_in_left(4, None) and rules.walk_in_left(4, 5) and not rules.walk_in_left(5, 5)


def test_BOO_20_reminders_two_days_and_one_day_before():
    start = paris(date(2026, 1, 20), 14)
    assert due_dates(start, NOW, (48, 24), 3, NIGHT, PARIS) == [
        start - timedelta(hours=48),
        start - timedelta(hours=24),
    ]


def test_BOO_20_a_late_booking_gets_the_next_one_or_a_single_one_never_none():
    start = paris(THURSDAY, 14)
    day_before = start - timedelta(hours=24)
    assert due_dates(start, start - timedelta(hours=30), (48, 24), 3, NIGHT, PARIS) == [day_before]
    assert due_dates(start, start - timedelta(hours=6), (48, 24), 3, NIGHT, PARIS) == [start - timedelta(hours=3)]
    just_before = start - timedelta(minutes=40)
    assert due_dates(start, just_before, (48, 24), 3, NIGHT, PARIS) == [just_before]
    assert never_none(due_dates(start, just_before, (), 3, NIGHT, PARIS)) and not never_none([])


def test_BOO_21_no_message_at_night_it_waits_for_the_morning():
    three = paris(THURSDAY, 3)
    assert after_quiet(three, NIGHT, PARIS) == paris(THURSDAY, 8)
    assert after_quiet(paris(THURSDAY, 20), NIGHT, PARIS) == paris(THURSDAY + timedelta(days=1), 8)
    assert after_quiet(paris(THURSDAY, 19, 59), NIGHT, PARIS) == paris(THURSDAY, 19, 59)
    assert not outside_quiet(three, NIGHT, PARIS) and outside_quiet(paris(THURSDAY, 8), NIGHT, PARIS)


def test_BOO_21_unless_the_appointment_would_be_past():
    start, booked = paris(THURSDAY, 7, 30), paris(THURSDAY - timedelta(days=1), 23)
    assert due_dates(start, booked, (48, 24), 3, NIGHT, PARIS) == [booked]
    evening = paris(THURSDAY - timedelta(days=1), 19, 59)
    assert before_quiet(paris(THURSDAY, 4, 30), NIGHT, PARIS) == evening
    assert due_dates(start, evening - timedelta(hours=5), (), 3, NIGHT, PARIS) == [evening]


def test_BOO_21_the_night_is_that_of_the_place():
    noon_in_paris = datetime(2026, 1, 15, 11, tzinfo=UTC)
    assert outside_quiet(noon_in_paris, NIGHT, PARIS)
    assert not outside_quiet(noon_in_paris, NIGHT, "Pacific/Noumea")
    assert not outside_quiet(noon_in_paris, NIGHT, "America/Martinique")


def test_BOO_22_no_reminder_for_what_is_past_or_cancelled():
    hour = timedelta(hours=1)
    assert still_useful("planned", NOW + hour, NOW)
    assert not still_useful("planned", NOW, NOW) and not still_useful("excused", NOW + hour, NOW)


def test_BOO_30_wishes_are_respected():
    start = paris(THURSDAY, 14)
    assert turns.wish_met(start, None, PARIS)
    assert turns.wish_met(start, None, PARIS, weekdays=[3], half_days=["afternoon"], before=start + timedelta(1))
    assert not turns.wish_met(start, None, PARIS, weekdays=[1])
    assert not turns.wish_met(start, None, PARIS, half_days=["morning"])
    assert not turns.wish_met(start, None, PARIS, before=start)
    assert not turns.wish_met(start, None, PARIS, places=[THURSDAY])
    assert turns.wait_is_useful(2, 3) and not turns.wait_is_useful(3, 3) and not turns.wait_is_useful(None, 1)


def test_BOO_31_an_offer_ends_at_its_second():
    assert turns.offer_still_held(NOW + timedelta(seconds=1), NOW)
    assert not turns.offer_still_held(NOW, NOW) and not turns.offer_still_held(None, NOW)


def test_BOO_32_three_offers_one_a_day():
    today = NOW.date()
    assert turns.may_be_offered(2, 3, today - timedelta(days=1), today)
    assert not turns.may_be_offered(3, 3, None, today) and not turns.may_be_offered(1, 3, today, today)


def test_BOO_33_offers_stop_before_the_start():
    start = NOW + timedelta(hours=5)
    assert turns.early_enough(start, 4, NOW) and not turns.early_enough(start, 4, NOW + timedelta(hours=1))
    assert turns.hold_until(NOW, start, 12, 2, 48, 4) == NOW + timedelta(hours=1)
    assert turns.hold_until(NOW, NOW + timedelta(hours=47), 12, 2, 48, 4) == NOW + timedelta(hours=2)
    assert turns.hold_until(NOW, NOW + timedelta(hours=48), 12, 2, 48, 4) == NOW + timedelta(hours=12)
