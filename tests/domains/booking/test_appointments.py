"""Booking, moving, cancelling, attendance (sheet 06 section 2)."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from psycopg.types.range import TimestamptzRange

from conum.commons.accounts.enums import Role
from conum.commons.journal.models import JournalEntry
from conum.domains.booking.enums import BookingState, CreatorKind, ReminderState
from conum.domains.booking.events import AppointmentBooked, AppointmentCancelled, AppointmentMoved
from conum.domains.booking.models import Appointment, Contact, EngagedTime, Reminder
from conum.domains.booking.operations import changes
from conum.domains.booking.operations.absences import add_absence
from conum.domains.booking.operations.appointments import book
from conum.domains.booking.operations.contacts import ReferrerDetails
from conum.domains.booking.operations.presences import cancel_occurrence, touched_by_occurrence
from conum.domains.booking.operations.refusals import SlotTaken
from conum.domains.booking.queries.contacts import find_contact, normal_phone
from conum.domains.booking.queries.touched import touched_at_place
from conum.kernel import events
from conum.kernel.errors import OutOfSight, PermissionRefused
from conum.kernel.rules import RuleBroken
from conum.kernel.workflow import TransitionRefused
from tests.factories_accounts import make_actor, make_membership
from tests.factories_booking import NOW, THURSDAY, make_desk, paris, who

pytestmark = pytest.mark.django_db
NINE = paris(THURSDAY, 9)
NEXT_NINE = paris(THURSDAY + timedelta(days=7), 9)


@pytest.fixture
def desk():
    made = make_desk()
    made.present()
    return made


@pytest.fixture
def told(monkeypatch):
    seen = []
    for kind in (AppointmentBooked, AppointmentMoved, AppointmentCancelled):
        monkeypatch.setitem(events._subscribers, kind, [*events._subscribers[kind], seen.append])
    return seen


def test_a_booking_is_kept_told_journalled_and_reminded(desk, told):
    made = desk.book(NINE, context="Première venue", by=CreatorKind.CITIZEN)
    row = Appointment.objects.get()
    assert (row.state, row.starts_at, row.ends_at) == ("planned", NINE, NINE + timedelta(minutes=30))
    assert row.place == desk.place and row.people.get() == desk.person and len(made.code) == 6
    assert EngagedTime.objects.get().during == TimestamptzRange(NINE, NINE + timedelta(minutes=30))
    assert [type(event) for event in told] == [AppointmentBooked]
    assert JournalEntry.objects.filter(action="appointment.book", subject_id=str(row.pk)).count() == 1
    assert list(Reminder.objects.values_list("due_at", flat=True)) == [NINE - timedelta(hours=24)]


def test_BOO_10_the_database_refuses_a_second_booking_at_one_time(desk):
    desk.book(NINE)
    over = TimestamptzRange(NINE + timedelta(minutes=29), NINE + timedelta(minutes=59))
    other = desk.book(paris(THURSDAY, 10)).appointment
    with pytest.raises(IntegrityError, match="engaged_once_at_a_time"), transaction.atomic():
        EngagedTime.objects.create(person=desk.person, appointment=other, during=over)


def test_a_refused_booking_carries_the_nearest_five(desk):
    desk.book(paris(THURSDAY, 10))
    with pytest.raises(SlotTaken) as refused:
        desk.book(paris(THURSDAY, 10))
    assert [slot.starts_at for slot in refused.value.slots] == [
        paris(THURSDAY, hour, minute) for hour, minute in ((9, 0), (9, 30), (10, 30), (11, 0), (11, 30))
    ]
    assert Contact.objects.count() == 1


def test_a_time_off_the_grid_is_refused(desk):
    with pytest.raises(SlotTaken):
        desk.book(paris(THURSDAY, 9, 10))


def test_BOO_12_the_same_request_gives_the_same_booking(desk):
    key = uuid4()
    first, again = desk.book(NINE, 1, idempotency_key=key), desk.book(NINE, 1, idempotency_key=key)
    assert first.appointment == again.appointment and again.code == "" and Appointment.objects.count() == 1


def test_BOO_13_a_second_live_booking_of_the_type_is_refused(desk):
    desk.book(NINE, 1)
    with pytest.raises(RuleBroken, match="déjà 1 rendez-vous") as refused:
        desk.book(NEXT_NINE, 1)
    assert refused.value.rule_id == "BOO-13"
    desk.book(NEXT_NINE, 2)


def test_BOO_13_relatives_who_share_a_phone_are_two_people(desk):
    desk.book(NINE, who=who(first_name="Ana", phone="0639980001"))
    desk.book(NEXT_NINE, who=who(first_name="Léo", phone="+33 6 39 98 00 01"))
    with pytest.raises(RuleBroken):
        desk.book(NEXT_NINE + timedelta(minutes=30), who=who(first_name="ana ", phone="06 39 98 00 01"))


def test_BOO_13_the_database_holds_it(desk):
    row = desk.book(NINE).appointment
    other = desk.book(NEXT_NINE).appointment
    with pytest.raises(IntegrityError, match="appointment_max_live"), transaction.atomic():
        Appointment.objects.filter(pk=other.pk).update(person_key=row.person_key)


def test_BOO_16_a_follow_up_is_for_people_already_met(desk):
    first = desk.book(NINE, 1).appointment
    follow = make_desk(organisation=desk.organisation, follow_up=True)
    follow.present(people=[desk.person.pk])
    friday = paris(THURSDAY + timedelta(days=7), 9)
    with pytest.raises(RuleBroken, match="déjà suivies"):
        follow.book(friday, 1, invited=True)
    Appointment.objects.filter(pk=first.pk).update(state="attended")
    assert follow.book(friday, 1, invited=True).appointment.state == "planned"


def test_BOO_17_the_code_finds_the_booking_again(desk):
    made = desk.book(NINE, who=who(phone="06 39 98 01 02"))
    assert find_contact("+33639980102", made.code) == made.appointment.contact
    wrong = f"{(int(made.code) + 1) % 1_000_000:06d}"
    assert find_contact("0639980102", wrong) is None and find_contact("a@example.org", made.code) is None


def test_BOO_17_no_way_to_be_reached_is_refused_beside_the_field(desk):
    with pytest.raises(RuleBroken) as refused:
        desk.book(NINE, who=who(phone=""))
    assert refused.value.field == "email"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("0692 12 34 56", "+262692123456"), ("0690 30 12 34", "+590690301234"), ("06 39 98 00 00", "+33639980000")],
)
def test_BOO_17_overseas_phones(typed, kept):
    assert normal_phone(typed) == kept


def test_a_referrer_books_for_somebody(desk):
    desk.type.bookable_by = "staff_and_referrers"
    desk.type.save()
    details = ReferrerDetails("Rose", "Marin", "CCAS", "rose@example.org")
    row = desk.book(NINE, by=CreatorKind.REFERRER, referrer=details).appointment
    assert row.referrer.organisation == "CCAS"
    with pytest.raises(RuleBroken, match="ne se réserve pas ainsi"):
        desk.book(NEXT_NINE)


def test_staff_book_in_their_organisation_only(desk):
    assert desk.book(NINE, by=CreatorKind.STAFF, actor=desk.actor).appointment.created_by == desk.person
    stranger = make_desk().actor
    for actor in (stranger, None, make_actor(Role.PREFECTURE)):
        with pytest.raises(PermissionRefused):
            desk.book(NEXT_NINE, by=CreatorKind.STAFF, actor=actor)


def test_moving_keeps_the_row_and_frees_the_time(desk, told):
    row = desk.book(NEXT_NINE, 1).appointment
    moved = changes.move(appointment_id=row.pk, starts_at=NEXT_NINE + timedelta(minutes=30), now=NOW)
    assert moved.pk == row.pk and moved.sequence == 1 and moved.starts_at == NEXT_NINE + timedelta(minutes=30)
    desk.book(NEXT_NINE, 2)
    assert type(told[1]) is AppointmentMoved
    states = Reminder.objects.filter(appointment=row).values_list("state", flat=True)
    assert sorted(states) == ["planned", "planned", "skipped", "skipped"]


def test_moving_onto_a_taken_time_changes_nothing(desk):
    row, other = desk.book(NEXT_NINE).appointment, desk.book(NEXT_NINE + timedelta(minutes=30)).appointment
    with pytest.raises(SlotTaken):
        changes.move(appointment_id=row.pk, starts_at=other.starts_at, now=NOW)
    row.refresh_from_db()
    assert row.starts_at == NEXT_NINE and row.sequence == 0 and row.engaged.count() == 1


def test_BOO_25_too_late_for_the_person_not_for_the_service(desk):
    row = desk.book(NINE).appointment
    late = NINE - timedelta(hours=3)
    with pytest.raises(RuleBroken, match="appelez le lieu"):
        changes.cancel_by_person(appointment_id=row.pk, now=late)
    with pytest.raises(RuleBroken, match="appelez le lieu"):
        changes.move(appointment_id=row.pk, starts_at=NEXT_NINE, now=late)
    changes.move(appointment_id=row.pk, starts_at=NEXT_NINE, actor=desk.actor, now=late)
    changes.cancel_by_service(appointment_id=row.pk, reason="Panne", actor=desk.actor, now=late)


def test_cancelling_frees_the_slot_and_skips_the_reminders(desk, told):
    row = desk.book(NINE, 1).appointment
    changes.cancel_by_person(appointment_id=row.pk, now=NOW)
    row.refresh_from_db()
    assert row.state == BookingState.EXCUSED and row.sequence == 1 and not row.engaged.exists()
    assert not Reminder.objects.filter(state=ReminderState.PLANNED).exists()
    assert type(told[-1]) is AppointmentCancelled
    desk.book(NINE, 1)
    with pytest.raises(TransitionRefused):
        changes.cancel_by_person(appointment_id=row.pk, now=NOW)


def test_BOO_26_the_service_says_why(desk):
    row = desk.book(NINE).appointment
    with pytest.raises(RuleBroken, match="Dites pourquoi"):
        changes.cancel_by_service(appointment_id=row.pk, reason=" ", actor=desk.actor, now=NOW)
    with pytest.raises(OutOfSight):
        changes.cancel_by_service(appointment_id=row.pk, reason="Panne", actor=make_desk().actor, now=NOW)


def test_attendance_then_correction_within_its_days(desk):
    row = desk.book(NINE).appointment
    with pytest.raises(TransitionRefused):
        changes.confirm(appointment_id=row.pk, came=True, actor=desk.actor, now=NOW)
    assert changes.start_due(now=NINE) == 1 and changes.start_due(now=NINE) == 0
    changes.confirm(appointment_id=row.pk, came=False, actor=desk.actor, now=NINE)
    changes.correct(appointment_id=row.pk, state="attended", actor=desk.actor, now=NINE + timedelta(days=30))
    with pytest.raises(RuleBroken, match="pendant 30 jours"):
        changes.correct(appointment_id=row.pk, state="no_show", actor=desk.actor, now=NINE + timedelta(days=31))
    row.refresh_from_db()
    assert row.state == "attended"


def test_an_absence_over_three_bookings_lists_them_and_blocks_the_rest(desk):
    rows = [desk.book(paris(THURSDAY, hour)).appointment for hour in (9, 10, 11)]
    at = {"starts_at": paris(THURSDAY, 8), "ends_at": paris(THURSDAY, 20)}
    added = add_absence(person_id=desk.person.pk, actor=desk.actor, now=NOW, **at)
    assert sorted(row.pk for row in added.touched.appointments) == sorted(row.pk for row in rows)
    with pytest.raises(SlotTaken):
        desk.book(paris(THURSDAY, 9, 30))


def test_BOO_09_a_day_with_bookings_is_not_cancelled_before_they_are_handled(desk):
    row = desk.book(NINE).appointment
    rule = row.type.rules.get()
    day = {"rule_id": rule.pk, "day": THURSDAY, "actor": desk.actor}
    assert touched_by_occurrence(**day).appointments == [row]
    with pytest.raises(RuleBroken, match="1 rendez-vous"):
        cancel_occurrence(**day, now=NOW)
    changes.cancel_by_service(appointment_id=row.pk, reason="Panne", actor=desk.actor, now=NOW)
    cancel_occurrence(**day, now=NOW)


def test_a_place_that_closes_lists_its_bookings(desk):
    row = desk.book(NINE).appointment
    assert touched_at_place(desk.place.pk, NINE, NINE + timedelta(hours=1)).appointments == [row]
    assert touched_at_place(desk.place.pk, NEXT_NINE, NEXT_NINE + timedelta(hours=1)).count == 0


def test_a_type_made_inactive_keeps_its_bookings_and_takes_no_more(desk):
    row = desk.book(NINE).appointment
    desk.type.active = False
    desk.type.save()
    with pytest.raises(OutOfSight):
        desk.book(NEXT_NINE)
    changes.cancel_by_person(appointment_id=row.pk, now=NOW)


def test_a_person_of_two_organisations_is_booked_once_at_a_time(desk):
    other = make_desk()
    make_membership(Role.MEDIATOR, desk.person, organisation=other.organisation)
    other.present(people=[desk.person.pk])
    desk.book(NINE)
    with pytest.raises(SlotTaken):
        other.book(NINE)


def test_a_three_in_the_morning_booking_is_reminded_by_day(desk):
    three = paris(THURSDAY - timedelta(days=1), 3)
    desk.book(NINE, now=three)
    assert list(Reminder.objects.values_list("due_at", flat=True)) == [NINE - timedelta(hours=24)]


def test_an_unknown_type_is_out_of_sight(desk):
    with pytest.raises(OutOfSight):
        book(type_id=uuid4(), starts_at=NINE, who=who(), by=CreatorKind.CITIZEN, now=NOW)
