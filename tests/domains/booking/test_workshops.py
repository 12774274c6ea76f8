"""Workshops, series, seats and registrations (BOO-11, BOO-40 to BOO-45)."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from conum.commons.accounts.enums import Role
from conum.domains.booking.enums import CreatorKind, Scope
from conum.domains.booking.events import WorkshopUnderMinimum
from conum.domains.booking.models import Registration, Seat, Workshop
from conum.domains.booking.operations import registrations, series, workshops
from conum.domains.booking.operations.clock import start_workshops, tell_under_minimum
from conum.domains.booking.operations.refusals import SeatsTaken
from conum.domains.booking.operations.workshops import Plan
from conum.domains.booking.queries.listings import public_workshops
from conum.kernel import events
from conum.kernel.rules import RuleBroken
from tests.factories_accounts import make_actor
from tests.factories_booking import NOW, THURSDAY, make_desk, paris, weekly, who

pytestmark = pytest.mark.django_db
START = paris(THURSDAY, 14)
HOURS = {"starts_at": START, "ends_at": START + timedelta(hours=2)}


@pytest.fixture
def desk():
    return make_desk(kind="workshop", duration=120)


def plan(desk, seats=10, **fields):
    return Plan(desk.type.pk, [desk.person.pk], "Clavier et souris", place_id=desk.place.pk, seats=seats, **fields)


def opened(desk, seats=10):
    made = workshops.create(plan=plan(desk, seats), actor=desk.actor, now=NOW, **HOURS)
    return workshops.open_workshop(workshop_id=made.pk, actor=desk.actor, now=NOW)


def register(workshop, number=None, **fields):
    fields = {"by": CreatorKind.CITIZEN, "now": NOW, **fields}
    return registrations.register(workshop_id=workshop.pk, who=who(number), **fields).registration


def test_BOO_41_relatives_count_and_each_sits_on_a_number(desk):
    workshop = opened(desk, 4)
    register(workshop, party_size=3)
    workshop.refresh_from_db()
    assert (workshop.registered, workshop.free, workshop.state) == (3, 1, "open")
    assert sorted(Seat.objects.values_list("number", flat=True)) == [1, 2, 3]
    register(workshop)
    workshop.refresh_from_db()
    assert workshop.state == "full" and list(public_workshops(now=NOW)) == []
    assert list(public_workshops(now=NOW, with_seats=False)) == [workshop]


def test_BOO_41_a_party_of_five_with_three_seats_is_told_how_many_are_left(desk):
    workshop = opened(desk, 3)
    with pytest.raises(SeatsTaken, match="Il reste 3 places, 5 demandées") as refused:
        register(workshop, party_size=5)
    assert refused.value.free == 3 and not Registration.objects.exists()


def test_BOO_11_the_database_has_no_seat_eleven_of_ten(desk):
    workshop = opened(desk, 10)
    row = register(workshop)
    with pytest.raises(IntegrityError, match="seat 11 of 10 does not exist"), transaction.atomic():
        Seat.objects.create(workshop=workshop, number=11, registration=row)
    with pytest.raises(IntegrityError, match="seat_given_once"), transaction.atomic():
        Seat.objects.create(workshop=workshop, number=1, registration=row)
    with pytest.raises(IntegrityError, match="workshop_within_seats"), transaction.atomic():
        Workshop.objects.filter(pk=workshop.pk).update(registered=11)


def test_BOO_11_seats_are_lowered_down_to_those_taken(desk):
    workshop = opened(desk, 4)
    first = register(workshop)
    register(workshop, party_size=2)
    registrations.cancel_by_person(registration_id=first.pk, now=NOW)
    changed = {"workshop_id": workshop.pk, "actor": desk.actor, "now": NOW, **HOURS}
    with pytest.raises(RuleBroken, match="2 places sont déjà prises"):
        workshops.change(plan=plan(desk, 1), **changed)
    workshops.change(plan=plan(desk, 2), **changed)
    assert sorted(Seat.objects.values_list("number", flat=True)) == [1, 2]
    with pytest.raises(IntegrityError, match="too few"), transaction.atomic():
        Workshop.objects.filter(pk=workshop.pk).update(seats=1, registered=0)


def test_BOO_12_BOO_13_once_per_person_and_request(desk):
    workshop, key = opened(desk), uuid4()
    assert register(workshop, 1, idempotency_key=key) == register(workshop, 1, idempotency_key=key)
    with pytest.raises(RuleBroken, match="déjà inscrite"):
        register(workshop, 1)


def test_BOO_44_registrations_open_and_close(desk):
    draft = workshops.create(plan=plan(desk), actor=desk.actor, now=NOW, **HOURS)
    with pytest.raises(RuleBroken, match="ne sont pas ouvertes"):
        register(draft)
    workshop = workshops.open_workshop(workshop_id=draft.pk, actor=desk.actor, now=NOW)
    with pytest.raises(RuleBroken, match="ne sont pas ouvertes"):
        register(workshop, now=START)
    register(workshop, now=START, by=CreatorKind.STAFF, actor=desk.actor)


def test_BOO_10_a_leader_already_taken_is_refused(desk):
    opened(desk)
    with pytest.raises(RuleBroken) as refused:
        workshops.create(plan=plan(desk), actor=desk.actor, now=NOW, **HOURS)
    assert refused.value.rule_id == "BOO-10"


def test_a_cancelled_workshop_revokes_its_ten_registrations(desk):
    workshop = opened(desk)
    for _ in range(10):
        register(workshop)
    workshops.cancel(workshop_id=workshop.pk, reason="Fermeture", actor=desk.actor, now=NOW)
    assert set(Registration.objects.values_list("state", flat=True)) == {"revoked"}
    assert not Seat.objects.exists() and not workshop.engaged.exists()
    assert workshops.create(plan=plan(desk), actor=desk.actor, now=NOW, **HOURS)


def test_BOO_45_a_workshop_held_counts_who_came(desk):
    workshop = opened(desk)
    row = register(workshop, party_size=3)
    assert start_workshops(now=START) == 1
    row.refresh_from_db()
    assert row.state == "to_confirm"
    registrations.confirm(registration_id=row.pk, came=True, attended_size=2, actor=desk.actor, now=START)
    workshops.hold(workshop_id=workshop.pk, actor=desk.actor, now=START, unregistered_arrivals=4)
    workshop.refresh_from_db()
    assert (workshop.state, workshop.unregistered_arrivals) == ("held", 4)


def test_BOO_42_the_organiser_is_asked_the_day_before(desk, monkeypatch):
    told = []
    monkeypatch.setitem(events._subscribers, WorkshopUnderMinimum, [told.append])
    workshop = opened(desk)
    eve = START - timedelta(hours=31)
    assert tell_under_minimum(now=eve) == 1 and told[0].workshop_id == workshop.pk
    register(workshop, party_size=2)
    assert tell_under_minimum(now=eve) == 0 and tell_under_minimum(now=eve - timedelta(days=2)) == 0


def a_series(desk, **fields):
    made = weekly(3, hours=(14, 16), first=THURSDAY, **fields)
    return series.create_series(plan=plan(desk), recurrence=made, actor=desk.actor, now=NOW)


def days(row):
    rows = Workshop.objects.filter(series=row).exclude(state="cancelled").order_by("starts_at")
    return list(rows.values_list("series_day", flat=True))


def test_BOO_40_a_series_makes_its_dates_up_to_the_horizon_without_holidays(desk):
    made = days(a_series(desk))
    assert made[0] == THURSDAY and made[-1] > date(2026, 7, 1)
    assert date(2026, 5, 14) not in made  # Ascension
    series.extend_series(now=NOW)
    assert Workshop.objects.count() == len(made)


def test_BOO_40_this_one_only(desk):
    row = a_series(desk)
    first = row.workshops.earliest("starts_at")
    hours = weekly(3, hours=(9, 11), first=THURSDAY)
    fields = {"plan": plan(desk), "recurrence": hours, "actor": desk.actor, "now": NOW}
    series.change_series(workshop_id=first.pk, scope=Scope.THIS, **fields)
    first.refresh_from_db()
    assert first.detached and first.starts_at == paris(THURSDAY, 9)
    assert set(row.workshops.exclude(pk=first.pk).values_list("detached", flat=True)) == {False}


def test_BOO_40_following_and_all(desk):
    row = a_series(desk)
    second = row.workshops.order_by("starts_at")[1]
    moved = weekly(3, hours=(9, 11), first=THURSDAY)
    fields = {"plan": plan(desk, 6), "recurrence": moved, "actor": desk.actor, "now": NOW}
    after = series.change_series(workshop_id=second.pk, scope=Scope.FOLLOWING, **fields)
    assert after.pk != row.pk and days(row) == [THURSDAY]
    assert set(after.workshops.values_list("seats", flat=True)) == {6}
    assert after.workshops.earliest("starts_at").starts_at == paris(THURSDAY + timedelta(days=7), 9)
    fields["plan"] = plan(desk, 8)
    series.change_series(workshop_id=after.workshops.latest("starts_at").pk, scope=Scope.ALL, **fields)
    assert set(after.workshops.values_list("seats", flat=True)) == {8}


def test_a_series_shortened_below_registrations_is_refused(desk):
    row = a_series(desk)
    late = row.workshops.order_by("starts_at")[3]
    register(late)
    short = weekly(3, hours=(14, 16), first=THURSDAY, until=THURSDAY + timedelta(days=7))
    first = row.workshops.earliest("starts_at")
    fields = {"plan": plan(desk), "recurrence": short, "actor": desk.actor, "now": NOW}
    with pytest.raises(RuleBroken, match="déplacez-les ou annulez-les"):
        series.change_series(workshop_id=first.pk, scope=Scope.ALL, **fields)
    workshops.cancel(workshop_id=late.pk, reason="Fin", actor=desk.actor, now=NOW)
    series.change_series(workshop_id=first.pk, scope=Scope.ALL, **fields)
    assert days(row) == [THURSDAY, THURSDAY + timedelta(days=7)]


def test_cancelling_the_following_keeps_those_before(desk):
    row = a_series(desk)
    third = row.workshops.order_by("starts_at")[2]
    fields = {"reason": "Fin", "actor": desk.actor, "now": NOW}
    series.cancel_series(workshop_id=third.pk, scope=Scope.FOLLOWING, **fields)
    assert days(row) == [THURSDAY, THURSDAY + timedelta(days=7)]


def test_another_organisation_does_not_see_the_workshop(desk):
    workshop = opened(desk)
    manager = make_actor(Role.HOST_MANAGER)
    with pytest.raises(Exception, match="n'existe pas"):
        workshops.cancel(workshop_id=workshop.pk, reason="Non", actor=manager, now=NOW)
