"""Who opens which door of booking, on which side of their perimeter (sheet 06 section 10)."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from conum.commons.accounts.enums import Role
from conum.domains.booking import permissions
from conum.domains.booking.models import (
    Absence,
    Appointment,
    AvailabilityRule,
    Contact,
    ExternalCalendar,
    Registration,
    Workshop,
)
from tests.domains.booking.rows import make_appointment, make_registration, make_workshop
from tests.factories_accounts import make_actor, make_organisation, make_person, sign_in, signed_in
from tests.factories_places import make_place

pytestmark = pytest.mark.django_db
STAFF = {"counsellor", "mediator", "coordinator", "host_manager"}
WIDE = {"coordinator", "host_manager"}
ROLES = [role for role in Role.values if role not in ("public", "api_client")]
# Doors without row, and who opens them.
PLAIN = dict.fromkeys(
    (
        "week", "appointments", "staff_types", "rules", "rule_new", "absences", "types", "type_new", "workshops_staff",
        "workshop_new", "ties", "feed_open", "writing", "statistics",
    ),
    STAFF,
) | {"opening": WIDE, "import": {"host_manager"}, "team": {"host_manager"}}  # fmt: skip
# Doors of one row: the row, and what is posted there.
ROWS = {
    "appointment": ("appointment", None),
    "attendance": ("appointment", {"venue": "oui"}),
    "phone_mark": ("appointment", {"numero": "faux"}),
    "revoke": ("appointment", {"reason": "Absente"}),
    "staff_move": ("appointment", {"debut": "2030-01-10T09:00:00+01:00"}),
    "staff_slots": ("kind", None),
    "staff_ask": ("kind", {"first_name": "Ana", "last_name": "Martin", "phone": "06 12 34 56 78"}),
    "reception": ("place", {"permanence": "01981c3e-0000-7000-8000-000000000000"}),
    "rule": ("rule", {"title": "Autre"}),
    "rule_stop": ("rule", {}),
    "occurrence": ("day", {"faire": "fermer"}),
    "absence_remove": ("absence", {}),
    "type": ("kind", {"name": "Autre"}),
    "workshop_staff": ("workshop", None),
    "workshop_change": ("workshop", {"title": "Autre"}),
    "workshop_open": ("workshop", {}),
    "workshop_cancel": ("workshop", {"reason": "Fermeture"}),
    "workshop_hold": ("workshop", {"unregistered_arrivals": "2"}),
    "workshop_register": ("workshop", {"first_name": "Ana", "last_name": "Martin", "phone": "06 12 34 56 78"}),
    "same_person": ("appointment", {"reason": "Double"}),
    "roll": ("workshop", {"arrivals": "2"}),
    "check_in": ("registration", {"venue": "oui"}),
    "registration_revoke": ("registration", {"reason": "Complet"}),
    "unfollow": ("calendar", {}),
}
# Kept by a coordinator only where the organisation says so (`test_coordinators`).
IF_ALLOWED = {"rule", "rule_stop", "occurrence", "absence_remove"}
POSTED_ONLY = {"attendance", "check_in", "phone_mark"}
START = "?debut=2030-01-10T09:00:00%2B01:00"


@pytest.fixture
def held(desk: Any) -> Any:
    """The desk, with a row behind each door."""
    dated = {"created_at": desk.now, "updated_at": desk.now}
    workshop = make_workshop(desk.now, type=desk.grouped, place=desk.place, people=[desk.person])
    desk.absence = Absence.objects.create(
        person=desk.person, organisation=desk.organisation, starts_at=desk.now, ends_at=desk.now + timedelta(days=1),
        kind="sick", note="Opération", **dated,
    )  # fmt: skip
    desk.absence.times.create(person=desk.person, during=(desk.now, desk.now + timedelta(days=1)))
    desk.appointment = make_appointment(
        desk.now, type=desk.kind, place=desk.place, people=[desk.person], context="Dossier de logement"
    )
    desk.workshop, desk.registration = workshop, make_registration(desk.now, workshop)
    desk.calendar = ExternalCalendar.objects.create(person=desk.person, name="Perso", address=b"x", **dated)
    return desk


def door(name: str, held: Any) -> str:
    """The address of a door of one row."""
    row = ROWS[name][0]
    arguments = {
        "day": [held.rule.pk, held.thursday.isoformat()],
        "registration": [held.workshop.pk, held.registration.pk],
    }.get(row) or [getattr(held, row).pk]
    return reverse(f"booking:{name}", args=arguments)


def state(held: Any) -> list[Any]:
    """What a post could have changed."""
    rows = (Appointment, Contact, Registration, Workshop, AvailabilityRule, Absence, ExternalCalendar)
    return [list(model.objects.order_by("pk").values()) for model in rows]


@pytest.mark.parametrize("role", ROLES)
def test_each_door_without_row_opens_for_its_roles_only(client: Client, role: str) -> None:
    signed_in(client, role)
    for name, roles in PLAIN.items():
        found = client.get(reverse(f"booking:{name}")).status_code
        assert found == (200 if role in roles else 404), (role, name)


@pytest.mark.parametrize("role", ROLES)
def test_each_door_of_a_row_opens_inside_the_perimeter_only(client: Client, held: Any, role: str) -> None:
    """Professionals of the place and those who act for the organisation; an agenda outside is its owner's alone."""
    if role in ("counsellor", "mediator"):
        sign_in(client, held.person, held.person.memberships.get(role=role))
    else:
        fields = {"organisation": held.organisation} if role in WIDE else {}
        signed_in(client, role, **fields)
    for name in ROWS:
        opened = role in STAFF and (name != "unfollow" or role not in WIDE)
        opened = opened and not (role == "coordinator" and name in IF_ALLOWED)
        answers = (200,) if name not in POSTED_ONLY else (302, 405)
        found = client.get(door(name, held) + (START if name == "staff_ask" else "")).status_code
        assert found in (answers if opened else (404, 405)), (role, name, found)


@pytest.mark.parametrize("role", ROLES)
def test_outside_the_perimeter_nothing_exists_and_nothing_moves(client: Client, held: Any, role: str) -> None:
    signed_in(client, role, **({"organisation": make_organisation()} if role in STAFF else {}))
    before = state(held)
    for name, (_row, given) in ROWS.items():
        address = door(name, held) + (START if name == "staff_ask" else "")
        assert client.get(address).status_code in ((404, 405) if name in POSTED_ONLY else (404,)), (role, name)
        if given is not None:
            assert client.post(address, given).status_code == 404, (role, name)
    assert state(held) == before


@pytest.mark.parametrize("name", [*PLAIN, *ROWS])
def test_a_visitor_is_sent_to_sign_in(client: Client, name: str) -> None:
    """Whether the row exists or not is not told."""
    nobody = "01981c3e-0000-7000-8000-000000000000"
    one = SimpleNamespace(pk=nobody)
    rows = {row: one for row, _given in ROWS.values()}
    held = SimpleNamespace(**rows | {"rule": one, "thursday": SimpleNamespace(isoformat=lambda: "2026-01-15")})
    address = door(name, held) if name in ROWS else reverse(f"booking:{name}")
    for answer in (client.get(address), client.post(address)):
        assert answer.status_code == 302 and answer["Location"].startswith("/connexion/?next=")


def test_a_colleague_of_the_place_handles_bookings_and_edits_nothing(client: Client, held: Any) -> None:
    """« own and colleagues of the place »: the desk is held together; permanences and absences are each one's own."""
    colleague = make_actor("counsellor", organisation=held.organisation)
    rule = AvailabilityRule.objects.create(
        organisation=held.organisation, place=held.place, first_day=held.thursday, start_time="14:00",
        end_time="16:00", created_at=held.now, updated_at=held.now,
    )  # fmt: skip
    rule.people.add(colleague.person_id)
    assert list(permissions.appointments_visible_to(colleague)) == [held.appointment]
    assert permissions.HANDLE.allows(colleague, held.appointment)
    assert permissions.SEE_CALENDAR.allows(colleague, held.rule)
    assert not permissions.EDIT_RULES.allows(colleague, held.rule)
    assert not permissions.MANAGE_WORKSHOPS.allows(colleague, held.workshop)
    assert not permissions.EDIT_ABSENCES.allows(colleague, held.absence)
    assert list(permissions.absences_visible_to(colleague)) == []


def test_a_colleague_of_another_place_sees_nothing(held: Any) -> None:
    colleague = make_actor("counsellor", organisation=held.organisation)
    elsewhere = AvailabilityRule.objects.create(
        organisation=held.organisation, place=make_place(organisation=held.organisation), first_day=held.thursday,
        start_time="14:00", end_time="16:00", created_at=held.now, updated_at=held.now,
    )  # fmt: skip
    elsewhere.people.add(colleague.person_id)
    assert list(permissions.appointments_visible_to(colleague)) == []
    assert list(permissions.workshops_visible_to(colleague)) == []
    assert list(permissions.rules_visible_to(colleague)) == [elsewhere]


@pytest.mark.parametrize(
    ("role", "seen"), [("counsellor", True), ("mediator", True), ("coordinator", False), ("host_manager", True)]
)
def test_the_reason_of_an_absence_is_for_the_person_and_the_manager(
    client: Client, held: Any, role: str, seen: bool
) -> None:
    if role in WIDE:
        signed_in(client, role, organisation=held.organisation)
    else:
        sign_in(client, held.person, held.person.memberships.get(role=role))
    page = client.get(reverse("booking:absences")).content.decode()
    assert str(held.person) in page
    assert ("Opération" in page) is seen and ("Maladie (" in page) is seen


@pytest.mark.parametrize(("role", "seen"), [("counsellor", True), ("coordinator", False), ("host_manager", False)])
def test_context_notes_are_for_the_people_of_the_appointment(client: Client, held: Any, role: str, seen: bool) -> None:
    if role in WIDE:
        signed_in(client, role, organisation=held.organisation)
    else:
        sign_in(client, held.person, held.person.memberships.get(role=role))
    page = client.get(reverse("booking:appointment", args=[held.appointment.pk])).content.decode()
    assert "Ana Martin" in page and ("Dossier de logement" in page) is seen


def test_context_notes_stay_out_of_the_export(client: Client, held: Any) -> None:
    sign_in(client, held.person, held.person.memberships.get(role="counsellor"))
    answer = client.get(reverse("booking:appointments"), {"export": "csv"})
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    assert b"Martin" in body and b"logement" not in body


def test_a_person_and_a_place_of_elsewhere_are_not_offered_by_the_forms(client: Client, held: Any) -> None:
    """A counsellor plans for themselves, at the places of the organisation; another one's choice is refused."""
    other, elsewhere = make_person(first_name="Zoé"), make_place(organisation=make_organisation())
    sign_in(client, held.person, held.person.memberships.get(role="counsellor"))
    form = {
        "people": [str(other.pk)], "place": str(elsewhere.pk), "access": "bookable", "first_day": "2030-01-10",
        "start_time": "09:00", "end_time": "12:00", "frequency": "none", "types": [str(held.kind.pk)],
    }  # fmt: skip
    page = client.post(reverse("booking:rule_new"), form)
    assert page.status_code == 422 and {"people", "place"} <= set(page.context["form"].errors)
    assert AvailabilityRule.objects.count() == 1
