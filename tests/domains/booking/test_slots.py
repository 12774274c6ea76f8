"""Free time and the slots in it (BOO-01 to BOO-08, BOO-14 to BOO-18)."""

from datetime import date, datetime, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from psycopg.types.range import TimestamptzRange

from conum.commons.accounts.enums import Role
from conum.domains.booking.enums import Audience
from conum.domains.booking.models import BusyTime, EngagedTime, ExternalCalendar, OpeningChoice
from conum.domains.booking.operations.absences import add_absence
from conum.domains.booking.operations.occurrences import extend_horizon
from conum.domains.booking.operations.presences import cancel_occurrence, change_occurrence, restore_occurrence
from conum.domains.booking.queries.slots import next_slot, next_slots, slots_for
from conum.domains.booking.rules.booking import fewest_first, rounded_up
from conum.domains.places.models import OpeningException
from tests.factories_accounts import make_actor, make_membership, make_person
from tests.factories_booking import NOW, THURSDAY, local, make_desk, make_type, paris, weekly
from tests.factories_places import make_place

pytestmark = pytest.mark.django_db
WEEK = {"first": NOW, "last": NOW + timedelta(days=6)}


def starts(desk, **fields):
    found = slots_for(**{"type_id": desk.type.pk, "now": NOW, **WEEK, **fields})
    return [slot.starts_at for slot in found]


def thursday(*hours):
    return [paris(THURSDAY, int(hour), round(hour % 1 * 60)) for hour in hours]


HALF_HOURS = (9, 9.5, 10, 10.5, 11, 11.5)


def test_BOO_01_a_morning_gives_its_half_hours():
    desk = make_desk()
    desk.present()
    assert starts(desk) == thursday(*HALF_HOURS)


def test_BOO_01_an_absence_and_an_outside_event_take_their_time():
    desk = make_desk()
    desk.present()
    add_absence(
        person_id=desk.person.pk, starts_at=paris(THURSDAY, 9), ends_at=paris(THURSDAY, 10), actor=desk.actor, now=NOW
    )
    calendar = ExternalCalendar.objects.create(
        person=desk.person, name="Agenda", address=b"-", created_at=NOW, updated_at=NOW
    )
    outside = TimestamptzRange(paris(THURSDAY, 11, 15), paris(THURSDAY, 11, 20))
    BusyTime.objects.create(person=desk.person, calendar=calendar, during=outside)
    assert starts(desk) == thursday(10, 10.5, 11.5)


def test_BOO_01_bookings_of_another_organisation_take_their_time():
    here = make_desk()
    here.present()
    there = make_desk()
    make_membership(Role.MEDIATOR, here.person, organisation=there.organisation)
    there.present(people=[here.person.pk])
    there.book(paris(THURSDAY, 9))
    assert starts(here) == thursday(9.5, 10, 10.5, 11, 11.5)


def test_BOO_01_buffers_are_kept_before_and_after():
    desk = make_desk(duration=30, grid=15, buffer_before=0, buffer_after=15)
    desk.present()
    desk.book(paris(THURSDAY, 10))
    taken = thursday(9.25, 9.5, 9.75, 10, 10.25, 10.5)
    assert not set(starts(desk)) & set(taken[1:])
    assert set(thursday(9.25, 10.75)) <= set(starts(desk))


@pytest.mark.parametrize(
    ("commune", "day"),
    [
        ("57463", date(2026, 4, 3)),  # Good Friday in Metz
        ("67482", date(2026, 12, 26)),  # Saint-Étienne in Strasbourg
        ("97105", date(2026, 5, 27)),  # abolition in Guadeloupe
        ("97611", date(2026, 4, 27)),
        ("87085", date(2026, 7, 14)),
    ],
)
def test_BOO_02_holidays_of_the_place_give_no_slot(commune, day):
    at = {"now": datetime(day.year, day.month, 1, tzinfo=NOW.tzinfo) - timedelta(days=1)}
    window = {"first": at["now"], "last": at["now"] + timedelta(days=40)}
    desk = make_desk(make_place(commune))
    zone = desk.place.commune.department.timezone
    desk.present(weekly(day.weekday(), first=date(2026, 1, 5)))
    extend_horizon(now=at["now"])
    days = {start.astimezone(local(day, 0, 0, zone).tzinfo).date() for start in starts(desk, **at, **window)}
    assert day not in days and days


def test_BOO_02_moselle_only():
    good_friday, now = date(2026, 4, 3), datetime(2026, 3, 31, 8, tzinfo=NOW.tzinfo)
    open_there = {}
    for commune in ("57463", "87085"):
        desk = make_desk(make_place(commune))
        desk.present(weekly(4))
        found = starts(desk, now=now, first=now, last=now + timedelta(days=5))
        open_there[commune] = any(start.date() == good_friday for start in found)
    assert open_there == {"57463": False, "87085": True}


def test_BOO_02_an_organisation_may_open_on_sundays():
    desk = make_desk()
    OpeningChoice.objects.create(organisation=desk.organisation, sundays=True, created_at=NOW, updated_at=NOW)
    desk.present(weekly(6))
    closed = make_desk()
    closed.present(weekly(6))
    assert starts(desk) and not starts(closed)


def test_BOO_03_reunion_and_limoges_keep_their_own_nine_o_clock():
    far = make_desk(make_place("97411"))
    far.present()
    assert starts(far)[0] == local(THURSDAY, 9, 0, "Indian/Reunion")


def test_BOO_04_a_cancelled_half_hour_never_shifts_the_others():
    desk = make_desk(duration=45, grid=30)
    desk.present()
    desk.book(paris(THURSDAY, 9, 30))
    assert starts(desk) == thursday(10.5, 11)


def test_BOO_05_a_slot_begun_is_not_offered():
    desk = make_desk(min_delay=0)
    desk.present()
    now = paris(THURSDAY, 9, 31)
    assert starts(desk, now=now, first=now)[0] == paris(THURSDAY, 10)
    assert rounded_up(paris(THURSDAY, 9, 31), 5) == paris(THURSDAY, 9, 35)
    assert rounded_up(paris(THURSDAY, 9, 35), 5) == paris(THURSDAY, 9, 35)
    assert rounded_up(paris(THURSDAY, 9, 56) + timedelta(seconds=1), 5) == paris(THURSDAY, 10)


def test_BOO_06_the_public_waits_for_the_delay_and_staff_do_not():
    desk = make_desk(min_delay=3_600, max_delay=86_400)
    desk.present(weekly(1, 2, 3, hours=(9, 18)))
    public, staff = starts(desk), starts(desk, audience=Audience.STAFF)
    assert public[0] == paris(NOW.date(), 11, 30) and public[-1] <= NOW + timedelta(days=1)
    assert staff[0] == paris(NOW.date(), 10, 30) and staff[-1] > public[-1]


def test_BOO_07_overlapping_presences_count_once():
    desk = make_desk()
    desk.present()
    desk.present(weekly(3, hours=(10, 13)))
    found = starts(desk)
    assert found == thursday(*HALF_HOURS, 12, 12.5)
    desk.book(paris(THURSDAY, 10))
    assert paris(THURSDAY, 10) not in starts(desk)


def test_BOO_08_next_availability_of_many_places_is_one_query():
    desks = [make_desk() for _ in range(3)]
    desks[0].present()
    desks[1].present(weekly(4))
    with CaptureQueriesContext(connection) as seen:
        found = next_slots(place_ids=[desk.place.pk for desk in desks], now=NOW)
    assert [row["sql"] for row in seen if "booking_occurrence" in row["sql"]] == [seen[-1]["sql"]]
    assert {place: slot.starts_at for place, slot in found.items()} == {
        desks[0].place.pk: paris(THURSDAY, 9),
        desks[1].place.pk: paris(THURSDAY + timedelta(days=1), 9),
    }


@pytest.mark.parametrize("weeks", [0, 1, 2, 3, 6, 13, 15, 20])
def test_BOO_08_the_first_slot_is_found_however_far(weeks):
    desk = make_desk(max_delay=16_000_000)
    desk.present(weekly(3, hours=(22, 2), ends_next_day=True))
    ends = paris(THURSDAY + timedelta(weeks=weeks), 23, 30)
    add_absence(person_id=desk.person.pk, starts_at=NOW, ends_at=ends, actor=desk.actor, now=NOW)
    expected = slots_for(type_id=desk.type.pk, first=NOW, last=NOW + timedelta(days=190), now=NOW, limit=1)
    assert list(next_slots(place_ids=[desk.place.pk], now=NOW).values()) == expected
    assert expected[0].starts_at == ends


def test_BOO_09_one_day_cancelled_changed_and_restored_without_the_series():
    desk = make_desk()
    rule = desk.present()
    fortnight = {"last": NOW + timedelta(days=13)}
    day = {"rule_id": rule.pk, "day": THURSDAY, "actor": desk.actor, "now": NOW}
    whole = starts(desk, **fortnight)
    cancel_occurrence(**day)
    assert starts(desk, **fortnight) == whole[6:]
    change_occurrence(**day, start_time=time(14), end_time=time(15), ends_next_day=False)
    assert starts(desk, **fortnight) == thursday(14, 14.5) + whole[6:]
    restore_occurrence(**day)
    assert starts(desk, **fortnight) == whole


def test_BOO_14_fewest_bookings_of_the_day_then_stable_order():
    one, two, three = sorted(make_person().pk for _ in range(3))
    assert fewest_first([three, two, one], {one: 2, two: 1}) == [three, two, one]
    assert fewest_first([three, two, one], {}) == [one, two, three]


def test_BOO_14_bookings_spread_over_the_people_who_are_free():
    desk, other = make_desk(), make_person()
    make_membership(Role.MEDIATOR, other, organisation=desk.organisation)
    desk.present(people=[desk.person.pk, other.pk])
    taken = [desk.book(paris(THURSDAY, hour)).appointment.people.get().pk for hour in (9, 10, 11)]
    assert sorted(taken[:2]) == sorted([desk.person.pk, other.pk]) and taken[2] == min(desk.person.pk, other.pk)


def test_BOO_15_two_professionals_must_both_be_free():
    desk, other = make_desk(professionals=2), make_person()
    make_membership(Role.MEDIATOR, other, organisation=desk.organisation)
    desk.present(people=[desk.person.pk, other.pk])
    during = TimestamptzRange(paris(THURSDAY, 9), paris(THURSDAY, 10))
    calendar = ExternalCalendar.objects.create(person=other, name="A", address=b"-", created_at=NOW, updated_at=NOW)
    BusyTime.objects.create(person=other, calendar=calendar, during=during)
    assert starts(desk)[0] == paris(THURSDAY, 10)
    assert next_slots(place_ids=[desk.place.pk], now=NOW)[desk.place.pk].starts_at == paris(THURSDAY, 10)
    made = desk.book(paris(THURSDAY, 10)).appointment
    assert made.people.count() == 2 and EngagedTime.objects.filter(appointment=made).count() == 2


def test_BOO_16_what_each_audience_sees():
    desk = make_desk(bookable_by="staff_and_referrers")
    desk.present()
    seen = {audience: bool(starts(desk, audience=audience)) for audience in Audience.values}
    assert seen == {"public": False, "referrer": True, "invited": False, "staff": True}


def test_BOO_18_only_people_in_service_appear_for_the_public():
    desk, newcomer = make_desk(), make_person()
    make_actor(Role.COUNSELLOR, newcomer, organisation=desk.organisation)
    desk.present(people=[newcomer.pk])
    assert not starts(desk)
    assert starts(desk, audience=Audience.STAFF)


def test_a_presence_crossing_midnight_gives_slots_of_both_days():
    desk = make_desk(duration=60)
    night = weekly(3, hours=(22, 2), ends_next_day=True)
    desk.present(night)
    assert starts(desk) == [paris(THURSDAY, 22) + timedelta(hours=hour) for hour in range(4)]


def test_a_place_closed_exceptionally_offers_nothing():
    desk = make_desk()
    desk.present()
    OpeningException.objects.create(
        place=desk.place, starts_on=THURSDAY, ends_on=THURSDAY, kind="closed", created_at=NOW, updated_at=NOW
    )
    assert not starts(desk)


def test_next_slot_beyond_the_public_delay_is_none():
    desk = make_desk(max_delay=3_600)
    desk.present()
    assert next_slot(type_id=desk.type.pk, now=NOW) is None
    assert next_slot(type_id=make_type().pk, now=NOW) is None
