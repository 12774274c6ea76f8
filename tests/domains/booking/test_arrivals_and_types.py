"""Arrivals without appointment, types, the week, and what is forgotten."""

from datetime import timedelta

import pytest
from psycopg.types.range import TimestamptzRange

from conum.commons.accounts.enums import Role
from conum.commons.messaging.models import OutboxMessage
from conum.domains.booking import jobs
from conum.domains.booking.models import (
    Absence,
    Appointment,
    Arrival,
    BusyTime,
    Contact,
    EngagedTime,
    ExternalCalendar,
    Referrer,
)
from conum.domains.booking.operations import arrivals, types
from conum.domains.booking.operations.absences import add_absence, extend_absences, remove_absence
from conum.domains.booking.operations.contacts import ReferrerDetails
from conum.domains.booking.operations.presences import stop_rule
from conum.domains.booking.permissions import (
    SEE_ABSENCE_REASON,
    SEE_CONTEXT,
    absences_visible_to,
    appointments_visible_to,
)
from conum.domains.booking.queries.agenda import presence_title, week_of
from conum.domains.booking.queries.listings import queue, walk_in_times
from conum.domains.booking.queries.slots import slots_for
from conum.kernel.errors import PermissionRefused
from conum.kernel.rules import RuleBroken
from tests.factories_accounts import make_actor
from tests.factories_booking import NOW, THURSDAY, make_desk, paris, weekly

pytestmark = pytest.mark.django_db
NINE = paris(THURSDAY, 9)
YEARS = timedelta(days=730)


def test_BOO_51_a_visitor_takes_the_free_slot_of_the_moment_anonymously():
    desk = make_desk()
    rule = desk.present(access="mixed", walk_in_capacity=2)
    desk.book(NINE)
    arrival = arrivals.record_arrival(rule_id=rule.pk, actor=desk.actor, now=NINE)
    assert EngagedTime.objects.get(arrival=arrival).during.lower == paris(THURSDAY, 9, 30)
    assert arrival.ticket == 1 and list(queue(rule_id=rule.pk, now=NINE)) == [arrival]
    arrivals.receive(arrival_id=arrival.pk, actor=desk.actor, now=NINE)
    arrivals.record_arrival(rule_id=rule.pk, actor=desk.actor, now=NINE)
    with pytest.raises(RuleBroken, match="en reçoit 2"):
        arrivals.record_arrival(rule_id=rule.pk, actor=desk.actor, now=NINE)


def test_BOO_50_walk_in_hours_are_shown_and_not_booked():
    desk = make_desk()
    rule = desk.present(access="walk_in")
    shown = walk_in_times([desk.place.pk], NOW)[desk.place.pk]
    assert shown[0].starts_at.date() == THURSDAY
    assert not slots_for(type_id=desk.type.pk, first=NOW, last=NOW + timedelta(days=9), now=NOW)
    with pytest.raises(RuleBroken, match="n'a pas lieu ce jour-là"):
        arrivals.record_arrival(rule_id=rule.pk, actor=desk.actor, now=NOW)
    stop_rule(rule_id=rule.pk, actor=desk.actor, now=NOW)
    assert not walk_in_times([desk.place.pk], NOW)


def test_BOO_52_the_phone_of_a_visitor_goes_after_the_day():
    desk = make_desk()
    rule = desk.present(access="walk_in")
    arrivals.record_arrival(rule_id=rule.pk, actor=desk.actor, now=NINE, phone="06 12 34 56 78")
    due = jobs.old_arrivals(NINE + timedelta(days=1))
    jobs.old_arrivals.erasing(list(due), NINE)
    assert Arrival.objects.get().phone == "" and not jobs.old_arrivals(NINE + timedelta(days=1))
    assert OutboxMessage.objects.get().to == ""


def told() -> list[tuple[str, str]]:
    return list(OutboxMessage.objects.order_by("queued_at", "id").values_list("to", "text"))


def test_BOO_52_the_place_in_the_queue_is_told_by_sms_and_the_next_one_is_called_once():
    desk = make_desk()
    rule = desk.present(access="walk_in")
    came = {"rule_id": rule.pk, "actor": desk.actor, "now": NINE}
    first = arrivals.record_arrival(**came)
    arrivals.record_arrival(**came, phone="05 55 12 34 56")  # no text message there: called aloud
    third = arrivals.record_arrival(**came, phone="06 12 34 56 78")
    assert told() == [("+33612345678", "Ticket 3 : 2 personnes avant vous.")]
    arrivals.receive(arrival_id=first.pk, actor=desk.actor, now=NINE)
    second = queue(rule_id=rule.pk, now=NINE).first()
    arrivals.left(arrival_id=second.pk, actor=desk.actor, now=NINE + timedelta(minutes=5))
    arrivals.left(arrival_id=second.pk, actor=desk.actor, now=NINE + timedelta(minutes=6))
    assert [text for _to, text in told()][1:] == ["Ticket 3 : vous etes le prochain."]
    arrivals.receive(arrival_id=third.pk, actor=desk.actor, now=NINE + timedelta(minutes=9))
    assert len(told()) == 2


FIELDS = {"name": "Premiers pas", "min_delay": 0, "max_delay": 10}


@pytest.mark.parametrize(
    ("fields", "at_fault"),
    [
        ({"duration": 4}, "duration"),
        ({"grid": 500}, "grid"),
        ({"colour": "rose"}, "colour"),
        ({"buffer_after": 61}, "buffer_before"),
        ({"min_delay": 10}, "max_delay"),
        ({"kind": "workshop", "location_kind": "phone"}, "location_kind"),
    ],
)
def test_BOO_01_a_type_out_of_bounds_is_refused_beside_the_field(fields, at_fault):
    with pytest.raises(RuleBroken) as refused:
        types.create_type(fields={**FIELDS, **fields}, actor=make_desk().actor, now=NOW)
    assert refused.value.field == at_fault


def test_a_type_name_is_taken_once_and_a_used_kind_is_fixed():
    desk = make_desk()
    desk.present()
    types.create_type(fields=FIELDS, actor=desk.actor, now=NOW)
    with pytest.raises(RuleBroken, match="déjà un motif de ce nom"):
        types.create_type(fields=FIELDS, actor=desk.actor, now=NOW)
    desk.book(NINE)
    with pytest.raises(RuleBroken, match="ne change plus"):
        types.change_type(type_id=desk.type.pk, fields={"kind": "workshop"}, actor=desk.actor, now=NOW)
    assert types.change_type(type_id=desk.type.pk, fields={"duration": 45}, actor=desk.actor, now=NOW).duration == 45


def test_BOO_02_opening_on_sundays_gives_slots_at_once():
    desk = make_desk()
    desk.present(weekly(6))
    window = {"type_id": desk.type.pk, "first": NOW, "last": NOW + timedelta(days=6), "now": NOW}
    assert not slots_for(**window)
    with pytest.raises(PermissionRefused):
        types.open_on(actor=desk.actor, sundays=True, holidays=False, now=NOW)
    manager = make_actor(Role.HOST_MANAGER, organisation=desk.organisation)
    types.open_on(actor=manager, sundays=True, holidays=False, now=NOW)
    assert slots_for(**window)


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("", "Permanence"),
        ("Mairie", "Permanence : Mairie"),
        ("Permanence téléphonique", "Permanence téléphonique"),
        ("La permanence du jeudi", "La permanence du jeudi"),
    ],
)
def test_a_permanence_is_named_once_in_the_week(title, shown):
    assert presence_title(title) == shown


def test_the_week_holds_everything_in_it():
    desk = make_desk()
    desk.present()
    row = desk.book(NINE).appointment
    at = {"starts_at": paris(THURSDAY, 14), "ends_at": paris(THURSDAY, 15)}
    add_absence(person_id=desk.person.pk, actor=desk.actor, now=NOW, every_weeks=1, **at)
    calendar = ExternalCalendar.objects.create(
        person=desk.person, name="Agenda", address=b"-", created_at=NOW, updated_at=NOW
    )
    during = TimestamptzRange(paris(THURSDAY, 16), paris(THURSDAY, 17))
    BusyTime.objects.create(person=desk.person, calendar=calendar, during=during)
    monday = THURSDAY - timedelta(days=3)
    days = week_of(desk.actor, monday, {desk.person.pk}, NOW)
    kinds = [(item.kind, item.row) for item in days[3].items]
    assert [kind for kind, _row in kinds] == ["appointment", "presence", "absence", "outside"]
    assert kinds[0][1] == row and not any(day.items for day in days if day.day != THURSDAY)
    following = week_of(desk.actor, monday + timedelta(days=7), {desk.person.pk}, NOW)
    assert [item.kind for item in following[3].items] == ["presence", "absence"]


def test_an_absence_that_repeats_keeps_its_local_hours_and_goes_at_once():
    desk = make_desk()
    at = {"starts_at": paris(THURSDAY, 9), "ends_at": paris(THURSDAY, 10)}
    absence = add_absence(person_id=desk.person.pk, actor=desk.actor, now=NOW, every_weeks=2, **at).absence
    starts = [row.during.lower for row in absence.times.order_by("during")]
    assert starts[0] == NINE and paris(THURSDAY + timedelta(days=84), 9) in starts
    extend_absences(now=NOW)
    assert absence.times.count() == len(starts)
    remove_absence(absence_id=absence.pk, actor=desk.actor, now=NOW)
    assert not Absence.objects.exists()
    with pytest.raises(RuleBroken, match="ne se répète pas"):
        late = {"starts_at": NOW, "ends_at": NOW + timedelta(days=2)}
        add_absence(person_id=desk.person.pk, actor=desk.actor, now=NOW, every_weeks=1, **late)


def test_who_sees_what():
    desk = make_desk()
    desk.present()
    row = desk.book(NINE, context="Première venue").appointment
    manager = make_actor(Role.HOST_MANAGER, organisation=desk.organisation)
    colleague = make_actor(Role.MEDIATOR, organisation=desk.organisation)
    stranger = make_desk().actor
    seen = {actor: row in appointments_visible_to(actor) for actor in (desk.actor, manager, colleague, stranger)}
    assert list(seen.values()) == [True, True, False, False]
    assert SEE_CONTEXT.allows(desk.actor, row) and not SEE_CONTEXT.allows(manager, row)
    absence = add_absence(
        person_id=desk.person.pk, starts_at=NINE, ends_at=NINE + timedelta(hours=1), actor=manager, now=NOW
    ).absence
    coordinator = make_actor(Role.COORDINATOR, organisation=desk.organisation)
    reasons = [SEE_ABSENCE_REASON.allows(actor, absence) for actor in (desk.actor, manager, coordinator, colleague)]
    assert reasons == [True, True, False, False]
    assert absence in absences_visible_to(coordinator) and absence not in absences_visible_to(colleague)
    with pytest.raises(PermissionRefused):
        add_absence(person_id=desk.person.pk, starts_at=NOW, ends_at=NINE, actor=colleague, now=NOW)


def test_contacts_and_history_are_forgotten_in_time():
    desk = make_desk(bookable_by="staff_and_referrers")
    desk.present()
    details = ReferrerDetails("Rose", "Marin", "CCAS", "rose@example.org")
    row = desk.book(NINE, by="referrer", referrer=details, context="Peur du clavier").appointment
    assert not jobs.old_contacts(NINE) and not jobs.old_appointments(NINE)
    jobs.old_contacts.erasing(list(jobs.old_contacts(NINE + YEARS)), NINE + YEARS)
    contact, row = Contact.objects.get(), Appointment.objects.get()
    assert (contact.first_name, contact.phone, contact.person_key, row.context, row.person_key) == ("",) * 5
    assert Referrer.objects.get().email == "" and row.state == "planned" and contact.anonymised_at
    Appointment.objects.update(context="Encore", state_reason="Panne")
    jobs.old_appointments.erasing(list(jobs.old_appointments(NINE + YEARS)), NINE)
    assert Appointment.objects.get().context == "" and not jobs.old_appointments(NINE + YEARS)
