"""Each page of the professional opens, and refuses the others."""

import pytest
from django.urls import reverse

from tests.domains.booking.rows import make_appointment, make_registration, make_workshop
from tests.factories_accounts import sign_in, signed_in

pytestmark = pytest.mark.django_db


def staff(client, desk):
    sign_in(client, desk.person, desk.person.memberships.get(role="counsellor"))


PLAIN = [
    "week", "appointments", "staff_types", "rules", "rule_new", "absences", "types", "type_new", "workshops_staff",
    "workshop_new", "ties", "feed_open", "statistics",
]  # fmt: skip


@pytest.mark.parametrize("name", PLAIN)
def test_it_opens_for_a_counsellor(client, desk, name):
    staff(client, desk)
    page = client.get(reverse(f"booking:{name}"))
    assert page.status_code == 200 and page.content.count(b"<h1") == 1


@pytest.mark.parametrize("name", PLAIN)
def test_it_does_not_exist_for_a_prefecture(client, desk, name):
    signed_in(client, "prefecture")
    assert client.get(reverse(f"booking:{name}")).status_code == 404


def rows(desk):
    appointment = make_appointment(desk.now, type=desk.kind, place=desk.place, people=[desk.person])
    workshop = make_workshop(desk.now, type=desk.grouped, place=desk.place, people=[desk.person])
    make_registration(desk.now, workshop, party_size=2)
    day = desk.thursday.isoformat()
    start = f"?debut={desk.thursday.isoformat()}T10:00:00%2B01:00"
    return [
        ("appointment", [appointment.pk], ""), ("revoke", [appointment.pk], ""), ("staff_move", [appointment.pk], ""),
        ("staff_slots", [desk.kind.pk], ""), ("staff_ask", [desk.kind.pk], start), ("reception", [desk.place.pk], ""),
        ("rule", [desk.rule.pk], ""), ("rule_stop", [desk.rule.pk], ""), ("occurrence", [desk.rule.pk, day], ""),
        ("type", [desk.kind.pk], ""), ("workshop_staff", [workshop.pk], ""), ("workshop_change", [workshop.pk], ""),
        ("workshop_cancel", [workshop.pk], ""), ("workshop_hold", [workshop.pk], ""),
        ("workshop_register", [workshop.pk], ""), ("workshop", [workshop.pk], ""), ("register", [workshop.pk], ""),
        ("at_place", [desk.place.pk], ""), ("slots", [desk.kind.pk], ""), ("ask", [desk.kind.pk], start),
    ]  # fmt: skip


def test_each_row_opens_for_its_counsellor_and_not_for_another(client, desk):
    staff(client, desk)
    found = rows(desk)
    for name, arguments, query in found:
        page = client.get(reverse(f"booking:{name}", args=arguments) + query)
        assert page.status_code == 200 and page.content.count(b"<h1") == 1, name
    signed_in(client, "counsellor")
    public = {"workshop", "register", "at_place", "slots", "ask"}
    for name, arguments, query in found:
        if name not in public:
            assert client.get(reverse(f"booking:{name}", args=arguments) + query).status_code == 404, name
