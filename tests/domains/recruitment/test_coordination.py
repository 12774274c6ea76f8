"""The scope of a coordinator: set by its host, of one kind, a basin when part time (REC-58)."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from conum.commons.journal.models import JournalEntry
from conum.domains.positions.models import CoordinationScope
from conum.domains.positions.permissions import attachments_visible_to, requests_visible_to
from conum.domains.recruitment.operations.coordination import ScopeTerms, set_scope
from conum.domains.recruitment.permissions import contracts_visible_to
from conum.kernel.rules import RuleBroken
from tests.factories_accounts import make_actor, make_person, signed_in
from tests.factories_positions import make_assignment, make_attachment, make_host, make_request
from tests.factories_recruitment import BRIVE, GUERET, make_candidate, make_contract, make_match, make_need

pytestmark = pytest.mark.django_db
NOW = datetime(2022, 3, 15, 9, 0, tzinfo=UTC)


def coordinator_contract(**asked):
    host = make_host()
    asked = {"coordinator_time": "full_time", **asked}
    request = make_request(host, kind="coordinator", state="approved", **asked)
    held = make_attachment(host, request=request, kind="coordinator")
    match = make_match(make_candidate(), make_need(held), state="selected")
    return make_contract(match, held, state="active", coordinator=True)


def colleague_contract(commune="87085"):
    held = make_attachment(make_host(commune))
    match = make_match(make_candidate(commune), make_need(held), state="selected")
    return make_contract(match, held, state="active")


def acting(contract):
    """The coordinator, without any territory on its role."""
    return make_actor("coordinator", contract.person, organisation=contract.host)


def give(contract, kind, **inside):
    manager = make_actor("host_manager", organisation=contract.host)
    return set_scope(contract.pk, ScopeTerms(kind, **inside), manager, now=NOW)


def refused(contract, kind, field, **inside):
    with pytest.raises(RuleBroken) as refusal:
        give(contract, kind, **inside)
    assert (refusal.value.rule_id, refusal.value.field) == ("REC-58", field)


def test_REC_58_a_team_is_read_beside_the_own_host():
    contract, mate, other = coordinator_contract(), colleague_contract(), colleague_contract()
    actor = acting(contract)
    assert list(contracts_visible_to(actor)) == [contract]
    give(contract, "team", people=(mate.person_id,))
    assert set(contracts_visible_to(actor)) == {contract, mate}
    assert set(attachments_visible_to(actor)) == {contract.attachment, mate.attachment}
    assert mate.attachment.request in requests_visible_to(actor)
    assert other.attachment.request not in requests_visible_to(actor)


def test_REC_58_a_basin_reaches_the_hosts_of_its_communes():
    contract, inside, outside = coordinator_contract(), colleague_contract(BRIVE), colleague_contract(GUERET)
    give(contract, "commune_basin", communes=(BRIVE,))
    actor = acting(contract)
    assert set(contracts_visible_to(actor)) == {contract, inside}
    assert outside.attachment not in attachments_visible_to(actor)
    assert inside.attachment.request in requests_visible_to(actor)


@pytest.mark.parametrize(("kind", "reaches"), [("department", False), ("region", True)])
def test_REC_58_a_territory_is_that_of_the_post(kind, reaches):
    contract, near, far = coordinator_contract(), colleague_contract(), colleague_contract(GUERET)
    scope = give(contract, kind)
    assert (scope.department_id, scope.region_id) == (("87", None) if kind == "department" else (None, "75"))
    actor = acting(contract)
    assert near in contracts_visible_to(actor) and near.attachment in attachments_visible_to(actor)
    assert (far in contracts_visible_to(actor)) is (far.attachment in attachments_visible_to(actor)) is reaches


def test_REC_58_a_scope_adds_to_the_territory_of_the_role():
    contract, mate, there = coordinator_contract(), colleague_contract(), make_attachment(make_host(GUERET))
    give(contract, "team", people=(mate.person_id,))
    actor = make_actor("coordinator", contract.person, organisation=contract.host, department_id="23")
    assert {mate.attachment, there} <= set(attachments_visible_to(actor))


def test_REC_58_another_host_of_the_person_gives_nothing():
    contract = coordinator_contract()
    give(contract, "region")
    elsewhere = make_actor("coordinator", contract.person, organisation=make_host(GUERET))
    assert not attachments_visible_to(elsewhere).exists()


@pytest.mark.parametrize("kind", ["team", "department", "region"])
def test_REC_58_a_part_time_coordinator_keeps_to_a_basin(kind):
    contract, mate = coordinator_contract(coordinator_time="part_time"), colleague_contract()
    refused(contract, kind, "kind", people=(mate.person_id,))
    assert give(contract, "commune_basin", communes=(BRIVE,)).coordinator_time == "part_time"


def test_REC_58_an_empty_team_or_basin_is_refused():
    contract = coordinator_contract()
    refused(contract, "team", "people")
    refused(contract, "commune_basin", "commune_1")


def test_REC_58_a_basin_stays_in_the_region_of_the_post():
    refused(coordinator_contract(), "commune_basin", "commune_1", communes=(BRIVE, "35238"))


def test_REC_58_a_team_is_in_post_in_the_departement():
    contract, far, gone = coordinator_contract(), colleague_contract(GUERET), make_person()
    make_assignment(make_attachment(), gone, ends_on=date(2022, 1, 31))
    for stranger in (far.person_id, gone.pk, contract.person_id):
        refused(contract, "team", "people", people=(stranger,))


def test_a_change_replaces_the_scope_and_each_is_journalled():
    contract, mate = coordinator_contract(), colleague_contract()
    give(contract, "team", people=(mate.person_id,))
    scope = give(contract, "department")
    assert (CoordinationScope.objects.get(), scope.people) == (scope, [])
    told = JournalEntry.objects.filter(action="contract.set_scope").order_by("pk")
    assert [entry.payload["kind"] for entry in told] == ["team", "department"]


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "team"},
        {"kind": "team", "people": ["018f0000-0000-7000-8000-000000000000"], "department_id": "87"},
        {"kind": "commune_basin", "people": ["018f0000-0000-7000-8000-000000000000"]},
        {"kind": "region", "department_id": "87"},
        {"kind": "department", "department_id": "87", "coordinator_time": "part_time"},
    ],
)
def test_REC_58_the_database_refuses_what_is_not_one_kind(fields):
    contract = coordinator_contract()
    fields = {"coordinator_time": "full_time", "created_at": NOW, "updated_at": NOW, **fields}
    with pytest.raises(IntegrityError), transaction.atomic():
        CoordinationScope.objects.create(assignment=contract.assignment, **fields)


def test_the_host_sets_a_basin_commune_by_commune(client):
    contract = coordinator_contract()
    signed_in(client, "host_manager", organisation=contract.host)
    address = reverse("recruitment:scope", args=[contract.pk])
    sent = {"kind": "commune_basin", "commune_1": "Guéret", "commune_2": "Brive-la-Gaillarde"}
    assert client.post(address, sent).status_code == 302
    assert CoordinationScope.objects.get().communes == sorted([BRIVE, GUERET])
    assert "Guéret" in client.get(reverse("recruitment:contract", args=[contract.pk])).content.decode()
    assert client.post(address, {"kind": "commune_basin", "kept": [BRIVE]}).status_code == 302
    assert CoordinationScope.objects.get().communes == [BRIVE]


def test_the_search_narrows_the_people_and_keeps_the_team(client):
    contract, mate, other = coordinator_contract(), colleague_contract(), colleague_contract()
    give(contract, "team", people=(mate.person_id,))
    signed_in(client, "host_manager", organisation=contract.host)
    address = reverse("recruitment:scope", args=[contract.pk])
    page = client.get(address).content.decode()
    assert str(mate.person_id) in page and str(other.person_id) in page
    page = client.get(address, {"recherche": "personne d'autre"}).content.decode()
    assert str(mate.person_id) in page and str(other.person_id) not in page
    found = client.post(f"{address}?recherche={other.person.last_name}", {"kind": "team", "people": other.person_id})
    assert found.status_code == 302 and CoordinationScope.objects.get().people == [other.person_id]


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({}, "Que coordonne cette personne"),
        ({"kind": "planet"}, "planet"),
        ({"kind": "team"}, "au moins une personne"),
        ({"kind": "team", "people": ["pas-un-identifiant"]}, "pas-un-identifiant"),
        ({"kind": "commune_basin"}, "au moins une commune"),
        ({"kind": "commune_basin", "commune_1": "Zzyzx"}, "Aucune commune ne correspond"),
        ({"kind": "commune_basin", "commune_1": "Rennes"}, "dans la région du poste"),
    ],
)
def test_wrong_input_comes_back_with_its_sentence(client, sent, said):
    contract = coordinator_contract()
    colleague_contract()
    signed_in(client, "host_manager", organisation=contract.host)
    answer = client.post(reverse("recruitment:scope", args=[contract.pk]), sent)
    assert answer.status_code == 422 and said in answer.content.decode()
    assert not CoordinationScope.objects.exists()


def test_the_lists_of_a_coordinator_ask_the_same_number_of_queries_at_one_row_and_at_three(client):
    contract = coordinator_contract()
    give(contract, "department")
    signed_in(client, "coordinator", contract.person, organisation=contract.host)
    names = ("recruitment:contracts", "positions:posts", "positions:requests")
    counts = []
    for _turn in range(2):
        for name in names:
            client.get(reverse(name))
        with CaptureQueriesContext(connection) as asked:
            assert all(client.get(reverse(name)).status_code == 200 for name in names)
        counts.append(len(asked))
        colleague_contract(), colleague_contract()
    assert counts[0] == counts[1]
