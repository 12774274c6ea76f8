"""The pages where two people are said to be one, and taken back."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from conum.domains.booking.models import Contact, ContactMerge
from tests.domains.booking.rows import make_appointment, make_contact
from tests.factories_accounts import sign_in, signed_in

pytestmark = pytest.mark.django_db
REASON = {"reason": "Elle a deux numéros", "sure": "on"}


@pytest.fixture
def two(client: Client, desk: Any) -> Any:
    """Two appointments of one type, of people of one last name; the counsellor is signed in."""
    sign_in(client, desk.person, desk.person.memberships.get(role="counsellor"))
    for name, contact in (("ana", make_contact(desk.now)), ("other", make_contact(desk.now, first_name="Anna"))):
        row = make_appointment(desk.now, type=desk.kind, place=desk.place, people=[desk.person], contact=contact)
        setattr(desk, name, row)
    desk.page = reverse("booking:same_person", args=[desk.ana.pk])
    return desk


def test_people_of_the_same_name_are_proposed_said_to_be_one_then_apart(client: Client, two: Any) -> None:
    assert two.page in client.get(reverse("booking:appointment", args=[two.ana.pk])).content.decode()
    assert "Anna Martin" in client.get(two.page).content.decode()
    answer = client.post(two.page, REASON | {"other": str(two.other.contact_id)}, follow=True)
    assert "Aucune réservation n&#x27;est annulée" in answer.content.decode().replace("n'est", "n&#x27;est")
    assert "2 rendez-vous en cours" in answer.content.decode()
    row = ContactMerge.objects.get()
    undo = reverse("booking:separate", args=[row.pk])
    assert undo in client.get(two.page).content.decode()
    assert "Anna Martin" in client.get(undo).content.decode()
    client.post(undo)
    assert Contact.objects.values("person_key").distinct().count() == 2
    assert client.get(undo).status_code == 404


def test_another_is_found_by_name_or_phone(client: Client, two: Any) -> None:
    zoe = make_contact(two.now, first_name="Zoé", last_name="Zola", phone="+33699887766")
    make_appointment(two.now, type=two.kind, people=[two.person], contact=zoe)
    assert "Zola" not in client.get(two.page).content.decode()
    for sought in ("zol", "06 99 88 77 66"):
        assert "Zoé Zola" in client.get(two.page, {"q": sought}).content.decode()
    address = f"{two.page}?q=zola"
    assert client.post(address, REASON | {"other": str(zoe.pk)}).status_code == 302


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"other": ""}, "other", "Quelle fiche"),
        ({"other": "01981c3e-0000-7000-8000-000000000000"}, "other", "choix"),
        ({"reason": ""}, "reason", "Motif"),
        ({"reason": "x" * 501}, "reason", "500"),
        ({"sure": ""}, "sure", "confirme"),
    ],
)
def test_wrong_input_is_told_kept_and_changes_nothing(
    client: Client, two: Any, changes: dict[str, str], field: str, words: str
) -> None:
    page = client.post(two.page, REASON | {"other": str(two.other.contact_id)} | changes)
    assert page.status_code == 422 and words in page.context["form"].errors[field][0]
    assert "reason" in changes or REASON["reason"] in page.content.decode()
    assert not ContactMerge.objects.exists()


@pytest.mark.parametrize("role", ["counsellor", "mediator", "coordinator", "host_manager"])
def test_outside_one_s_perimeter_nothing_exists(client: Client, two: Any, role: str) -> None:
    client.post(two.page, REASON | {"other": str(two.other.contact_id)})
    signed_in(client, role)
    undo = reverse("booking:separate", args=[ContactMerge.objects.get().pk])
    for address in (two.page, undo):
        assert client.get(address).status_code == 404 and client.post(address, REASON).status_code == 404
    assert ContactMerge.objects.get().undone_at is None


def test_the_list_costs_the_same_with_one_person_and_three(client: Client, two: Any) -> None:
    asked = []
    for _number in range(2):
        client.get(two.page)
        with CaptureQueriesContext(connection) as statements:
            client.get(two.page)
        asked.append(len(statements))
        for _person in range(2):
            make_appointment(two.now, people=[two.person], type=two.kind, contact=make_contact(two.now))
    assert asked[0] == asked[1]
