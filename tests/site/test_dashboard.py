"""The dashboard: what awaits each role, with the list behind each number."""

import pytest
from django.urls import reverse

from conum.commons.accounts.enums import Role
from conum.domains.positions.models import CoordinationScope
from tests.domains.booking.rows import make_appointment, make_type, make_workshop
from tests.factories_accounts import make_organisation, make_person, signed_in
from tests.factories_positions import make_assignment, make_attachment, make_host, make_request
from tests.factories_recruitment import GUERET, make_contract, make_match, make_need

pytestmark = pytest.mark.django_db


def page(client):
    return client.get(reverse("dashboard"))


def test_a_visitor_is_sent_to_sign_in(client):
    assert page(client).status_code == 302


@pytest.mark.parametrize("role", ["national_admin", "paying_agent", "counsellor", "hub", "network", "privacy_officer"])
def test_every_role_has_its_dashboard(client, role):
    signed_in(client, role)
    assert page(client).status_code == 200


def test_a_candidate_goes_to_their_own_page(client):
    signed_in(client, Role.CANDIDATE)
    assert page(client).url == reverse("recruitment:own")


def test_the_administrator_sees_how_many_requests_wait(client):
    make_request(state="submitted")
    make_request(state="submitted")
    signed_in(client, Role.NATIONAL_ADMIN)
    numbers = {line.words: line.number for line in page(client).context["waiting"]}
    assert numbers["demandes attendent une décision"] == 2


def test_a_host_sees_its_own_requests_only(client):
    make_request(state="submitted")
    signed_in(client, Role.HOST_MANAGER, organisation=make_organisation())
    assert {line.number for line in page(client).context["waiting"]} == {0}


def test_a_counsellor_sees_what_waits_for_an_attendance(client, now):
    person, organisation = make_person(), make_organisation()
    kind = make_type(organisation=organisation)
    for state in ("to_confirm", "to_confirm", "planned"):
        make_appointment(now, type=kind, people=[person], state=state)
    make_workshop(now, type=make_type(organisation=organisation, kind="workshop"), people=[person], state="closed")
    signed_in(client, Role.COUNSELLOR, person, organisation=organisation)
    lines = {line.href: line.number for line in page(client).context["waiting"]}
    assert lines[f"{reverse('booking:appointments')}?etat=to_confirm"] == 2
    assert lines[f"{reverse('booking:workshops_staff')}?passes=1"] == 1


def test_REC_33_a_host_sees_the_best_of_its_own_candidates(client, now):
    theirs = make_match(state="proposed")
    elsewhere = make_match(need=make_need(make_attachment(make_host(GUERET))), state="proposed")
    signed_in(client, Role.HOST_MANAGER, organisation=theirs.need.host)
    answer = page(client)
    assert [row.match_id for row in answer.context["best"]] == [theirs.pk]
    assert "Vos meilleurs candidats" in answer.text and reverse("recruitment:match", args=[theirs.pk]) in answer.text
    assert str(elsewhere.pk) not in answer.text


def test_REC_58_a_coordinator_lands_on_its_team(client, now):
    contract = make_contract(state="active")
    elsewhere = make_need(make_attachment(make_host(GUERET)))
    stranger = make_contract(make_match(need=elsewhere, state="selected"), state="active")
    coordinator, council = make_person(), make_host()
    post = make_attachment(council, kind="coordinator")
    CoordinationScope.objects.create(
        assignment=make_assignment(post, coordinator),
        coordinator_time="full_time",
        kind="team",
        people=[contract.person_id],
        created_at=now,
        updated_at=now,
    )
    signed_in(client, Role.COORDINATOR, coordinator, organisation=council)
    answer = page(client)
    assert list(answer.context["team"]) == [contract]
    assert "Mon équipe" in answer.text and reverse("recruitment:contract", args=[contract.pk]) in answer.text
    assert str(stranger.pk) not in answer.text


def test_search_finds_a_request_for_those_who_may_see_it(client):
    request = make_request(state="submitted")
    asked = {"q": request.organisation.name[:20]}
    assert "Demandes de postes" not in dict(client.get(reverse("search"), asked).context["groups"])
    signed_in(client, Role.NATIONAL_ADMIN)
    found = dict(client.get(reverse("search"), asked).context["groups"])["Demandes de postes"]
    assert [line.href for line in found] == [reverse("positions:request", args=[request.pk])]


@pytest.mark.parametrize("asked", ["9" * 40, "'; --", "%", "\\", "a" * 500, "²"])
def test_search_answers_whatever_is_typed(client, asked):
    signed_in(client, Role.NATIONAL_ADMIN)
    assert client.get(reverse("search"), {"q": asked}).status_code == 200
