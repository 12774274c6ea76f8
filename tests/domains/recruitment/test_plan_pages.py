"""The pages of the national plan: what they say, what they cost, who may open them."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from conum.commons.journal.models import JournalEntry
from conum.domains.recruitment.enums import PlanState
from conum.domains.recruitment.models import Candidate, NationalPlan
from tests.domains.recruitment.plan_country import NOON, computed, make_country
from tests.factories_accounts import signed_in
from tests.factories_positions import LIMOGES
from tests.factories_recruitment import make_candidate

pytestmark = pytest.mark.django_db
OF_PLAN = ("plan", "plan_progress", "plan_lines", "plan_unfilled", "plan_delete")


def address(name: str, *args: Any) -> str:
    return reverse(f"recruitment:{name}", args=args)


def opened(client: Client, name: str, *args: Any, query: str = "") -> str:
    response = client.get(address(name, *args) + query)
    assert response.status_code == 200, (name, response.status_code)
    return response.content.decode()


@pytest.fixture
def plan(client: Client) -> NationalPlan:
    make_country()
    signed_in(client, "national_admin")
    return computed(extra_km=10)


def test_the_list_is_empty_then_names_each_plan(client: Client) -> None:
    signed_in(client, "national_admin")
    assert "Calculez le premier" in opened(client, "plans")
    make_country()
    computed(extra_km=10)
    page = opened(client, "plans")
    assert "8 juin 2021" in page
    assert "+ 10 km" in page


def test_REC_34_the_page_says_advice_and_proof(client: Client, plan: NationalPlan) -> None:
    page = opened(client, "plan", plan.pk)
    for words in ("Un conseil, pas une décision", "Optimum prouvé", "3 postes pourvus sur 5 vacants", "10 km de plus"):
        assert words in page


def test_a_running_plan_shows_its_progress_and_a_failed_one_its_message(client: Client) -> None:
    signed_in(client, "national_admin")
    plan = NationalPlan.objects.create(asked_at=NOON, step=2)
    assert "2 sur 4" in opened(client, "plan", plan.pk)
    assert "HX-Refresh" not in client.get(address("plan_progress", plan.pk))
    NationalPlan.objects.update(state=PlanState.FAILED, finished_at=NOON, message="Le calcul s'est interrompu.")
    assert "interrompu" in opened(client, "plan", plan.pk)
    assert client.get(address("plan_progress", plan.pk))["HX-Refresh"] == "true"
    assert client.get(address("plan_lines", plan.pk)).status_code == 404


def test_asking_from_the_page_queues_the_plan_and_a_second_time_says_why_not(client: Client) -> None:
    signed_in(client, "national_admin")
    opened(client, "plan_ask")
    answer = client.post(address("plan_ask"), {"extra_km": "10"})
    plan = NationalPlan.objects.get(base=None)
    assert answer["Location"] == address("plan", plan.pk)
    assert plan.variants.get().extra_km == 10
    again = client.post(address("plan_ask"), {"extra_km": "0"})
    assert again.status_code == 422
    assert "déjà en cours" in again.content.decode()


@pytest.mark.parametrize("wrong", ["", "7", "-5", "dix", "10.5"])
def test_a_wrong_number_of_kilometres_is_refused_with_the_choices(client: Client, wrong: str) -> None:
    signed_in(client, "national_admin")
    answer = client.post(address("plan_ask"), {"extra_km": wrong})
    assert answer.status_code == 422
    assert not NationalPlan.objects.exists()


def test_who_would_go_where_is_searched_filtered_sorted(client: Client, plan: NationalPlan) -> None:
    assert opened(client, "plan_lines", plan.pk).count("<tr") == 4
    assert "Guéret" in opened(client, "plan_lines", plan.pk, query="?departement=23")
    assert "Aucune ligne ne correspond" in opened(client, "plan_lines", plan.pk, query="?q=introuvable")
    for sort in ("structure", "departement", "candidat", "distance", "score"):
        opened(client, "plan_lines", plan.pk, query=f"?tri=-{sort}")
    for wrong in ("?departement=zz", "?plus_de=abc", "?page=999", "?tri=rien"):
        opened(client, "plan_lines", plan.pk, query=wrong)


def test_the_posts_left_say_why(client: Client, plan: NationalPlan) -> None:
    page = opened(client, "plan_unfilled", plan.pk)
    assert "Aucun candidat disponible dans la zone" in page
    assert "Guadeloupe" in opened(client, "plan_unfilled", plan.pk, query="?motif=no_candidate")
    assert "Aucun poste ne correspond" in opened(client, "plan_unfilled", plan.pk, query="?departement=23")


def test_two_plans_side_by_side(client: Client, plan: NationalPlan) -> None:
    variant = plan.variants.get()
    assert "Les deux plans pourvoient autant de postes" in opened(client, "plan_compare", plan.pk, variant.pk)
    Candidate.objects.filter(mobility_km=2000).delete()
    fewer = computed()
    assert "moins de postes" in opened(client, "plan_compare", plan.pk, fewer.pk)
    assert "2 postes de plus" in opened(client, "plan_compare", fewer.pk, plan.pk) or fewer.filled == plan.filled - 1
    assert client.get(address("plan_compare", plan.pk, NationalPlan(asked_at=NOON).pk)).status_code == 404


@pytest.mark.parametrize("name", ["plans", "plan", "plan_lines", "plan_unfilled"])
def test_each_list_is_downloaded(client: Client, plan: NationalPlan, name: str) -> None:
    args = () if name == "plans" else (plan.pk,)
    answer = client.get(address(name, *args) + "?export=csv")
    text = b"".join(answer).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert len(rows) > 1
    book = load_workbook(io.BytesIO(client.get(address(name, *args) + "?export=xlsx").content))
    assert book.active.max_row == len(rows)


def test_a_downloaded_list_of_names_is_journalled(client: Client, plan: NationalPlan) -> None:
    client.get(address("plan_lines", plan.pk) + "?export=csv")
    assert JournalEntry.objects.get(action="plan.export").payload == {"kind": "csv"}


def test_the_comparison_is_downloaded(client: Client, plan: NationalPlan) -> None:
    answer = client.get(address("plan_compare", plan.pk, plan.variants.get().pk) + "?export=csv")
    assert b"second plan" in b"".join(answer)


def test_a_plan_is_deleted_after_a_confirmation(client: Client, plan: NationalPlan) -> None:
    assert "Supprimer ce plan" in opened(client, "plan_delete", plan.pk)
    assert client.post(address("plan_delete", plan.pk))["Location"] == address("plans")
    assert not NationalPlan.objects.exists()


@pytest.mark.parametrize("role", ["host_manager", "prefecture", "paying_agent", "candidate", "hub"])
def test_others_never_know_that_a_plan_exists(client: Client, role: str) -> None:
    plan = computed()
    signed_in(client, role)
    for name in ("plans", "plan_ask"):
        assert client.get(address(name)).status_code == 404
    for name in OF_PLAN:
        assert client.get(address(name, plan.pk)).status_code == 404
    assert client.post(address("plan_ask"), {"extra_km": "0"}).status_code == 404
    assert NationalPlan.objects.count() == 1


def test_a_visitor_signs_in_first(client: Client) -> None:
    assert client.get(address("plans")).status_code == 302


@pytest.mark.parametrize("name", ["plan", "plan_lines", "plan_unfilled", "plans"])
def test_lists_cost_the_same_number_of_queries_at_one_row_and_at_three(client: Client, name: str) -> None:
    make_country()
    signed_in(client, "national_admin")
    few = computed()
    for _each in range(3):
        make_candidate(LIMOGES)
    make_country()
    counts = []
    for plan in (few, None):
        plan = plan or computed()
        args = () if name == "plans" else (plan.pk,)
        opened(client, name, *args)
        with CaptureQueriesContext(connection) as captured:
            opened(client, name, *args)
        counts.append(len(captured))
    assert counts[0] == counts[1]
