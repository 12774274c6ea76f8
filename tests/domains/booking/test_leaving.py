"""What becomes of presences, appointments and workshops when a contract ends (REC-54), by its operation."""

from __future__ import annotations

from datetime import date, timedelta
from unittest import mock

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from conum.commons.accounts.models import Membership, Person
from conum.commons.accounts.queries.actors import actor_of
from conum.commons.journal.models import JournalEntry
from conum.commons.messaging.models import OutboxMessage
from conum.domains.booking import jobs
from conum.domains.booking.enums import CreatorKind
from conum.domains.booking.models import Appointment, AvailabilityRule, CalendarFeed, EngagedTime, Occurrence, Workshop
from conum.domains.booking.operations.feeds import open_feed
from conum.domains.booking.operations.series import create_series
from conum.domains.booking.operations.workshops import Plan, create, open_workshop
from conum.domains.recruitment.models import EmploymentContract
from conum.domains.recruitment.operations.terminations import end_contract
from tests.domains.booking.rows import make_registration
from tests.factories_accounts import make_actor, make_membership, make_organisation, make_person
from tests.factories_booking import NOW, THURSDAY, Desk, make_type, paris, weekly, who
from tests.factories_places import make_place
from tests.factories_recruitment import make_contract

pytestmark = pytest.mark.django_db
LAST_DAY = date(2026, 1, 12)


@pytest.fixture
def desk():
    """A counsellor whose last day was yesterday, present on Thursdays at a place of the host; `actor`: its manager."""
    contract = make_contract(state="active", ends_on=LAST_DAY)
    host = contract.host
    make_membership("counsellor", contract.person, organisation=host)
    place, manager = make_place(organisation=host), make_actor("host_manager", organisation=host)
    made = Desk(host, place, contract.person, manager, make_type(host))
    made.present()
    return made


@pytest.fixture
def colleague(desk):
    """Another counsellor of the host, present at the same hours for the same type."""
    person = make_person(first_name="Lucie")
    make_membership("counsellor", person, organisation=desk.organisation)
    desk.present(people=[person.pk])
    return person


def booked(desk, hour=9, person=None):
    someone = who(email=f"usager{hour}@example.org" if person is None else "autre@example.org")
    people = [(person or desk.person).pk]
    made = desk.book(paris(THURSDAY, hour), who=someone, by=CreatorKind.STAFF, actor=desk.actor, people=people)
    return made.appointment


def workshop(desk, **fields):
    kind = make_type(desk.organisation, kind="workshop", duration=120)
    plan = Plan(kind.pk, [desk.person.pk], "Premiers clics", place_id=desk.place.pk, **fields)
    start = paris(THURSDAY, 14)
    made = create(plan=plan, starts_at=start, ends_at=start + timedelta(hours=2), actor=desk.actor, now=NOW)
    return open_workshop(workshop_id=made.pk, actor=desk.actor, now=NOW)


def end(desk, times=1):
    """End the contract, then do what was deferred to booking, as often as said."""
    assert end_contract(EmploymentContract.objects.get(person=desk.person).pk, now=NOW)
    (job,) = ProcrastinateJob.objects.filter(task_name="booking.counsellor_left")
    with mock.patch("django.utils.timezone.now", return_value=NOW):
        for _ in range(times):
            jobs.counsellor_left.func(**job.args)


def people_of(row):
    return set(row.people.values_list("pk", flat=True))


def mails(to):
    return list(OutboxMessage.objects.filter(to=to).order_by("queued_at", "pk"))


def manager_mail(desk):
    return Person.objects.get(pk=desk.actor.person_id).email


def test_REC_54_a_presence_held_alone_stops_on_the_last_day(desk):
    end(desk)
    rule = AvailabilityRule.objects.get()
    assert (rule.until, rule.active) == (LAST_DAY, True)
    assert not Occurrence.objects.filter(day__gt=LAST_DAY).exists()
    assert JournalEntry.objects.filter(action="rule.leave", subject_id=str(rule.pk)).count() == 1


def test_REC_54_a_presence_that_would_begin_later_never_does(desk):
    later = desk.present(weekly(4, first=date(2026, 2, 2)))
    end(desk)
    later.refresh_from_db()
    assert not later.active and not later.occurrences.exists()


def test_REC_54_a_presence_held_together_goes_on_with_the_colleague(desk):
    other = make_person()
    shared = desk.present(weekly(1), people=[desk.person.pk, other.pk])
    end(desk)
    shared.refresh_from_db()
    assert (shared.until, people_of(shared)) == (None, {other.pk})
    assert shared.occurrences.filter(day__gt=LAST_DAY).exists()


def test_REC_54_a_presence_of_another_employer_does_not_move(desk):
    elsewhere = make_organisation()
    kept = Desk(elsewhere, make_place(), desk.person, desk.actor, make_type(elsewhere)).present(weekly(1))
    end(desk)
    kept.refresh_from_db()
    assert (kept.until, kept.active) == (None, True)


def test_REC_54_an_appointment_goes_to_a_free_colleague_of_the_place_and_type(desk, colleague):
    row = booked(desk)
    end(desk)
    row.refresh_from_db()
    assert (row.state, people_of(row), row.starts_at) == ("planned", {colleague.pk}, paris(THURSDAY, 9))
    assert list(row.engaged.values_list("person", flat=True)) == [colleague.pk]
    told = mails("usager9@example.org")[-1]
    assert "autre personne" in told.subject and "Lucie" in told.text
    (confided,) = mails(colleague.email)
    assert "vous sont confiés" in confided.subject


def test_REC_54_without_free_colleague_it_is_cancelled_with_notice(desk, colleague):
    taken = booked(desk, 9, colleague)
    row = booked(desk, 10)
    colleague_rule = AvailabilityRule.objects.get(people=colleague)
    colleague_rule.types.clear()
    end(desk)
    row.refresh_from_db()
    taken.refresh_from_db()
    assert (row.state, row.engaged.count(), taken.state) == ("revoked", 0, "planned")
    told = mails("usager10@example.org")[-1]
    assert "annuler" in told.subject and "a quitté la structure" in told.text


def test_REC_54_a_colleague_taken_at_that_time_is_not_asked(desk, colleague):
    booked(desk, 9, colleague)
    row = booked(desk, 9)
    end(desk)
    row.refresh_from_db()
    assert row.state == "revoked"
    assert EngagedTime.objects.filter(person=colleague).count() == 1


def test_REC_54_what_begins_before_is_left_as_it_is(desk, colleague):
    row = booked(desk)
    Appointment.objects.filter(pk=row.pk).update(state="to_confirm")
    end(desk)
    row.refresh_from_db()
    assert (row.state, people_of(row)) == ("to_confirm", {desk.person.pk})


def test_REC_54_done_twice_it_is_done_once(desk, colleague):
    row = booked(desk)
    end(desk, times=2)
    row.refresh_from_db()
    assert (row.sequence, people_of(row)) == (1, {colleague.pk})
    assert len(mails(colleague.email)) == 1
    assert JournalEntry.objects.filter(action="rule.leave").count() == 1


def test_REC_54_who_goes_on_at_the_host_as_mediator_keeps_the_calendar(desk):
    make_membership("mediator", desk.person, organisation=desk.organisation)
    row = booked(desk)
    end(desk)
    row.refresh_from_db()
    assert row.state == "planned" and AvailabilityRule.objects.get().until is None


def feed_of(person, organisation):
    counsellor = Membership.objects.get(person=person, organisation=organisation, role="counsellor")
    open_feed(with_names=False, actor=actor_of(person, counsellor), now=NOW)
    return CalendarFeed.objects.get(person=person)


def test_REC_54_the_calendar_feed_of_who_leaves_is_revoked(desk):
    feed = feed_of(desk.person, desk.organisation)
    end(desk, times=2)
    feed.refresh_from_db()
    assert feed.revoked_at is not None
    assert JournalEntry.objects.filter(action="feed.revoked").count() == 1


def test_REC_54_who_works_for_another_employer_keeps_the_feed(desk):
    make_membership("mediator", desk.person, organisation=make_organisation())
    feed = feed_of(desk.person, desk.organisation)
    end(desk)
    feed.refresh_from_db()
    assert feed.revoked_at is None


def test_REC_54_a_workshop_led_goes_to_a_free_colleague_who_is_told(desk, colleague):
    made = workshop(desk)
    end(desk)
    made.refresh_from_db()
    assert (made.state, people_of(made)) == ("open", {colleague.pk})
    assert list(made.engaged.values_list("person", flat=True)) == [colleague.pk]
    assert len(mails(colleague.email)) == 1


def test_REC_54_without_colleague_the_manager_is_told_and_registrations_stay(desk):
    made = workshop(desk)
    seat = make_registration(NOW, made)
    end(desk)
    made.refresh_from_db()
    seat.refresh_from_db()
    assert (made.state, people_of(made), seat.state) == ("open", set(), "planned")
    asked = mails(manager_mail(desk))[-1]
    assert asked.subject == "L'atelier « Premiers clics » n'a plus d'animateur"


def test_REC_54_a_series_that_nobody_leads_makes_no_new_date(desk, colleague):
    kind = make_type(desk.organisation, kind="workshop", duration=120)
    plan = Plan(kind.pk, [desk.person.pk], "Club photo", place_id=desk.place.pk)
    series = create_series(plan=plan, recurrence=weekly(2, hours=(14, 16)), actor=desk.actor, now=NOW)
    dates = Workshop.objects.filter(series=series).count()
    end(desk)
    series.refresh_from_db()
    assert not series.active and dates > 20
    assert Workshop.objects.filter(series=series, people=colleague).count() == dates
    assert mails(manager_mail(desk))[-1].subject == "La série d'ateliers « Club photo » s'arrête"
    assert len(mails(colleague.email)) == 1
