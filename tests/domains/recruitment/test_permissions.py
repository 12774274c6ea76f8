"""Who reaches what in recruitment: out of sight is 404, salaries stay between three parties (PRI-12)."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from conum.domains.recruitment.permissions import contracts_visible_to, matches_visible_to
from tests.factories_accounts import make_actor, make_organisation, sign_in, signed_in
from tests.factories_recruitment import make_candidate, make_contract, make_match

pytestmark = pytest.mark.django_db
ANONYMOUS = ["own", "pool", "contracts", "candidates", "fairness", "pool_counts", "own_remove", "own_data"]


def status(client: Client, name: str, *args) -> int:
    return client.get(reverse(f"recruitment:{name}", args=args)).status_code


@pytest.mark.parametrize("name", ANONYMOUS)
def test_visitors_are_sent_to_sign_in(client, name):
    assert status(client, name) == 302


@pytest.mark.parametrize(
    ("role", "opened"),
    [
        ("candidate", set()),
        ("host_manager", {"pool", "contracts", "hires"}),
        ("prefecture", {"contracts", "hires", "pool_counts"}),
        ("national_admin", {"pool", "contracts", "hires", "candidates", "fairness"}),
        ("paying_agent", {"contracts", "hires"}),
        ("support_agent", set()),
        ("helper", set()),
    ],
)
def test_each_role_opens_its_lists_only(client, role, opened):
    signed_in(client, role)
    names = ["pool", "contracts", "hires", "candidates", "fairness", "pool_counts"]
    assert {name for name in names if status(client, name) == 200} == opened
    assert all(status(client, name) in (200, 404) for name in names)


def test_another_hosts_candidate_and_contract_do_not_exist(client):
    match, contract = make_match(), make_contract()
    signed_in(client, "host_manager", organisation=make_organisation())
    assert [status(client, name, match.pk) for name in ("match", "shortlist", "contract_entry")] == [404] * 3
    assert status(client, "contract", contract.pk) == 404


def test_contact_details_and_cv_wait_for_the_shortlist(client):
    match = make_match()
    signed_in(client, "host_manager", organisation=match.need.host)
    assert status(client, "match_cv", match.pk) == 404
    page = client.get(reverse("recruitment:match", args=[match.pk])).content.decode()
    assert match.candidate.email not in page and match.candidate.last_name not in page


def test_a_hidden_candidate_is_out_of_sight_until_they_met():
    match = make_match(make_candidate(visible=False))
    actor = make_actor("host_manager", organisation=match.need.host)
    assert not matches_visible_to(actor).exists()
    make_match(make_candidate(visible=False), match.need, state="shortlisted")
    assert matches_visible_to(actor).count() == 1


def test_a_prefecture_reads_the_contracts_of_its_territory():
    contract = make_contract()
    inside, outside = make_actor("prefecture", department_id="87"), make_actor("prefecture", department_id="23")
    assert list(contracts_visible_to(inside)) == [contract]
    assert not contracts_visible_to(outside).exists()


@pytest.mark.parametrize(
    ("role", "seen"), [("host_manager", True), ("paying_agent", True), ("national_admin", False), ("prefecture", False)]
)
def test_PRI_12_who_reads_a_salary(client, role, seen):
    contract = make_contract()
    signed_in(client, role, **({"organisation": contract.host} if role == "host_manager" else {}))
    page = client.get(reverse("recruitment:contract", args=[contract.pk]))
    assert page.status_code == 200
    assert ("Salaire brut mensuel" in page.content.decode()) is seen


def test_a_candidate_reads_the_own_application_only(client):
    match, other = make_match(), make_match()
    sign_in(client, match.candidate.person)
    assert status(client, "decline", other.pk) == 404
    data = client.get(reverse("recruitment:own_data")).json()
    assert data["candidature"]["adresse électronique"] == match.candidate.email
