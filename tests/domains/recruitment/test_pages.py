"""Every screen of recruitment opens for who may see it, with the same number of queries at one row and at three."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from conum.domains.recruitment.models import Match
from conum.domains.recruitment.operations.matching import refresh_for_host
from tests.factories_accounts import sign_in, signed_in
from tests.factories_positions import make_attachment
from tests.factories_recruitment import SUMMER, make_candidate, make_contract, make_match, make_need

pytestmark = pytest.mark.django_db


def open_page(client: Client, name: str, *args) -> str:
    response = client.get(reverse(f"recruitment:{name}", args=args))
    assert response.status_code == 200, (name, response.status_code)
    return response.content.decode()


@pytest.mark.parametrize("name", ["apply", "applied", "confirmed", "removed"])
def test_public_pages_open_without_account(client, name):
    assert "<h1" in open_page(client, name)


def test_the_own_page_shows_proposals_with_their_reasons(client):
    match = make_match()
    sign_in(client, match.candidate.person)
    page = open_page(client, "own")
    assert match.need.host.name in page and "2 km sur 20" in page
    for name in ("own_edit", "own_cv", "own_remove", "own_data"):
        open_page(client, name)
    open_page(client, "decline", match.pk)
    open_page(client, "agree", match.pk)


def test_the_pool_and_a_candidate_open_for_the_host(client):
    attachment = make_attachment()
    candidate = make_candidate()
    refresh_for_host(attachment.host.pk, now=SUMMER)
    signed_in(client, "host_manager", organisation=attachment.host)
    page = open_page(client, "pool")
    assert "Sacha" in page and candidate.last_name not in page
    match = Match.objects.get()
    page = open_page(client, "match", match.pk)
    assert candidate.email not in page
    for name in ("shortlist", "not_retain"):
        open_page(client, name, match.pk)
    open_page(client, "pool_wider")


def test_contract_pages_open_for_the_host_and_the_administrator(client):
    contract = make_contract()
    signed_in(client, "host_manager", organisation=contract.host)
    for name in ("contract", "cancel_contract"):
        open_page(client, name, contract.pk)
    assert str(contract.person) in open_page(client, "contracts")
    other = Client()
    signed_in(other, "national_admin")
    assert "1 800,00" not in open_page(other, "contract", contract.pk)
    open_page(other, "validate_contract", contract.pk)
    open_page(other, "hires")


def test_running_contract_pages_open(client):
    contract = make_contract(state="active")
    signed_in(client, "host_manager", organisation=contract.host)
    for name in ("contract", "extend", "renew", "terminate", "record_leave"):
        open_page(client, name, contract.pk)


def test_administration_pages_open(client):
    candidate = make_candidate()
    signed_in(client, "national_admin")
    open_page(client, "candidates")
    open_page(client, "candidate", candidate.pk)
    open_page(client, "candidate_remove", candidate.pk)
    make_match(candidate)
    open_page(client, "fairness")


def test_a_prefecture_reads_counts_only(client):
    candidate = make_candidate()
    signed_in(client, "prefecture", department_id="87")
    page = open_page(client, "pool_counts")
    assert "Haute-Vienne" in page and candidate.last_name not in page


@pytest.mark.parametrize("name", ["pool", "contracts", "candidates", "own", "pool_wider", "fairness"])
def test_lists_ask_the_same_number_of_queries_at_one_row_and_at_three(name):
    need = make_need()
    first = make_match(need=need)
    make_candidate("23096")
    client = Client()
    role = {"own": "candidate", "candidates": "national_admin", "fairness": "national_admin"}.get(name, "host_manager")
    if role == "candidate":
        sign_in(client, first.candidate.person)
    else:
        signed_in(client, role, **({"organisation": need.host} if role == "host_manager" else {}))
    make_contract(make_match(need=need, state="selected"))
    counts = []
    for added in (0, 2):
        for _ in range(added):
            if name == "own":
                make_match(first.candidate, make_need(make_attachment()))
            elif name == "contracts":
                make_contract(make_match(need=need, state="selected"), make_attachment(need.host))
            else:
                make_match(need=need)
                make_candidate("23096")
        client.get(reverse(f"recruitment:{name}"))
        with CaptureQueriesContext(connection) as captured:
            assert client.get(reverse(f"recruitment:{name}")).status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1]
