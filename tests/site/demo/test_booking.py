"""The agendas of the demonstration: what the rules of sheet 06 allow, the same for one seed (SYN-01, SYN-03)."""

from collections import Counter
from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
from django.db import transaction
from django.db.models import Count, F, Q

from conum.commons.accounts.enums import Role
from conum.commons.accounts.models import Membership
from conum.domains.booking import models
from conum.domains.booking.enums import Audience
from conum.domains.booking.models import (
    Appointment,
    AvailabilityRule,
    Contact,
    Occurrence,
    Registration,
    WaitingListEntry,
    Workshop,
)
from conum.domains.booking.operations.offers import expire_offers
from conum.domains.booking.queries.offering import workshops_to_come
from conum.domains.booking.queries.slots import next_slots, slots_for
from conum.site.demo import load
from conum.site.demo.workshops import HELD
from conum.site.demo.world import PARIS, SIZES, World

pytestmark = pytest.mark.django_db
UNTIL = date(2026, 1, 13)
NOW = datetime.combine(UNTIL, time(9), PARIS)
KEPT = ("Appointment", "AppointmentType", "AvailabilityRule", "Contact", "EngagedTime", "Occurrence", "Registration",
        "Reminder", "Seat", "WaitingListEntry", "Workshop", "WorkshopSeries")  # fmt: skip


def world(size="department", seed=20201117):
    return World(SIZES[size], seed, UNTIL)


@pytest.fixture(scope="class")
def country(django_db_setup, django_db_blocker):
    """The département size, once for the class."""
    with django_db_blocker.unblock(), transaction.atomic():
        load.Loader(world(), lambda label, total: lambda count: None, matched=False).run()
        yield
        transaction.set_rollback(True)


def rows():
    """Every row of booking, identifiers included."""
    return {name: list(getattr(models, name).objects.order_by("pk").values()) for name in KEPT}


class TestDepartment:
    def test_each_counsellor_has_presences_a_series_and_appointments_to_come(self, country):
        people = set(Membership.objects.filter(role=Role.COUNSELLOR, ends_on=None).values_list("person", flat=True))
        held = Counter(AvailabilityRule.objects.values_list("people", flat=True))
        assert set(held) == people and 3 <= sum(held.values()) / len(people) <= 3.6
        ahead = Appointment.objects.filter(state="planned", starts_at__gt=NOW)
        assert set(ahead.values_list("people", flat=True)) == people
        weeks = Counter((row.starts_at - NOW).days // 7 for row in ahead)
        assert weeks[0] > weeks[2] > 0 and max(weeks) <= 4

    def test_appointments_stand_in_a_presence_on_its_grid(self, country):
        rows = Appointment.objects.select_related("type").prefetch_related("people")
        assert rows.count() > 200
        days = {}
        for day in Occurrence.objects.prefetch_related("rule__people"):
            for person in day.rule.people.all():
                days.setdefault((person.pk, day.day), []).append(day)
        for row in rows:
            (person,) = row.people.all()
            day = row.starts_at.astimezone(PARIS).date()
            inside = [d for d in days[person.pk, day] if d.during.lower <= row.starts_at < d.during.upper]
            assert inside and row.ends_at <= inside[0].during.upper
            assert (row.starts_at - inside[0].starts_at) % timedelta(minutes=row.type.duration) == timedelta(0)

    def test_states_follow_the_dates(self, country):
        past = Appointment.objects.filter(starts_at__lte=NOW)
        assert set(past.values_list("state", flat=True)) >= {"attended", "to_confirm", "excused"}
        assert not past.filter(state="planned").exists()
        assert not Appointment.objects.filter(created_at__gt=NOW).exists()
        assert not Appointment.objects.filter(starts_at__gt=NOW).exclude(state="planned").exists()

    def test_taken_slots_are_not_offered_and_others_are(self, country):
        places = list(AvailabilityRule.objects.exclude(place=None).values_list("place", flat=True).distinct())
        assert set(next_slots(place_ids=places, now=NOW)) == set(places)
        row = Appointment.objects.filter(state="planned", starts_at__gt=NOW, place__isnull=False).first()
        window = {"first": row.starts_at, "last": row.starts_at, "now": NOW, "audience": Audience.STAFF}
        assert not slots_for(
            type_id=row.type_id, place_ids=[row.place_id], people=row.people.values_list("pk", flat=True), **window
        )

    def test_seats_counters_and_states_agree(self, country):
        counted = Workshop.objects.annotate(
            on_seats=Count("taken_seats__registration", filter=Q(taken_seats__registration__isnull=False)),
            offered=Count("taken_seats__offer", filter=Q(taken_seats__offer__isnull=False)),
        )
        assert not counted.exclude(on_seats=F("registered"), offered=F("held")).exists()
        full = Q(registered=F("seats") - F("held"))
        assert not Workshop.objects.filter(full, state="open").exists()
        assert not Workshop.objects.filter(state="full").exclude(full).exists()
        assert {"open", "full", "closed", "held"} <= set(Workshop.objects.values_list("state", flat=True))
        assert workshops_to_come(NOW).count() > 50

    def test_the_queue_of_a_full_workshop_moves(self, country):
        offered = WaitingListEntry.objects.filter(state="offered").first()
        waiting = WaitingListEntry.objects.filter(state="waiting", workshop=offered.workshop).order_by("asked_at")
        assert waiting.count() == 2 and offered.asked_at < waiting[0].asked_at
        following = waiting[0].pk
        expire_offers(now=NOW + HELD)
        assert WaitingListEntry.objects.get(pk=following).state == "offered"
        assert WaitingListEntry.objects.get(pk=offered.pk).state == "expired"

    def test_nobody_real_is_met(self, country):
        assert not Contact.objects.exclude(Q(email="") | Q(email__endswith="@example.org")).exists()
        assert not Contact.objects.exclude(Q(phone="") | Q(phone__regex=r"^\+33(19900|26191|35301|46571|53649|63998)"))
        assert not Contact.objects.filter(phone="", email="").exists()


def test_SYN_01_one_seed_gives_the_same_rows_with_the_same_ids():
    made = []
    for seed in (20201117, 20201117, 7):
        with transaction.atomic():
            load.Loader(world("tiny", seed), lambda label, total: lambda count: None, matched=False).run()
            made.append(rows())
            transaction.set_rollback(True)
    first, again, other = made
    assert all(first[name] for name in KEPT)
    assert first == again and first["Contact"] != other["Contact"]


def test_where_there_are_mediators_each_post_has_one_with_a_weekly_presence(monkeypatch):
    monkeypatch.setitem(SIZES, "tiny", replace(SIZES["tiny"], mediators=True))
    loader = load.Loader(world("tiny"), lambda label, total: lambda count: None, matched=False)
    loader.run()
    hired = Membership.objects.filter(role=Role.MEDIATOR)
    assert hired.count() >= 9
    assert set(hired.values_list("person", flat=True)) <= set(AvailabilityRule.objects.values_list("people", flat=True))
    assert Workshop.objects.filter(series=None, registered__gt=0).exists() and Registration.objects.exists()
