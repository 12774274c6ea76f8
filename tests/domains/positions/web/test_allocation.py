"""The split of posts through its pages: what is shown, what wrong input gets, who may, what it costs."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from conum.domains.positions.models import AllocationScenario, DepartmentQuota
from conum.domains.positions.operations.scenarios import save_scenario
from conum.domains.positions.queries import allocation as queries
from conum.domains.positions.rules.allocation import AllocationInputs
from tests.factories_accounts import make_actor, signed_in
from tests.factories_positions import SPRING, make_attachment

pytestmark = pytest.mark.django_db
ASKED = {
    "postes": "4000", "poste": "counsellor", "methode": "largest_remainder", "population": "0,8", "fragilite": "0",
    "ruralite": "0", "plancher": "10", "fixes": "87: 36, 19: 22, 23: 14",
}  # fmt: skip


def make_scenario(name: str = "Base", **inputs: Any) -> AllocationScenario:
    kept = AllocationInputs(**{"posts": 4000, "floor": 10, **inputs})
    return save_scenario(name, kept, actor=make_actor("national_admin"), now=SPRING)


def test_the_page_shows_the_result_of_the_rule(client: Client) -> None:
    signed_in(client, "national_admin")

    answer = client.get(reverse("positions:allocation"), ASKED)

    expected = queries.computed(answer.context["form"].inputs(), timezone.localdate()).posts
    assert answer.context["split"].posts == expected
    assert "Haute-Vienne (87)" in answer.content.decode()
    assert "À égalité" in answer.content.decode()
    assert "aucun indice n'est importé" in answer.content.decode()


def test_without_parameters_the_proposal_of_the_sheet_is_shown(client: Client) -> None:
    signed_in(client, "national_admin")

    split = client.get(reverse("positions:allocation")).context["split"]

    assert split.totals["posts"] == 4000
    assert (split.posts["87"], split.posts["19"], split.posts["23"]) == (36, 22, 14)


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("postes", "", "Remplissez le champ « Nombre de postes »"),
        ("postes", "4000,5", "nombre entier entre 0 et 100000"),
        ("postes", "-1", "nombre entier entre 0 et 100000"),
        ("postes", "abc", "nombre entier entre 0 et 100000"),
        ("postes", "50", "Postes insuffisants"),
        ("methode", "hasard", "n’en fait pas partie"),
        ("population", "deux", "nombre entre 0 et 2"),
        ("population", "3", "nombre entre 0 et 2"),
        ("fragilite", "-1", "nombre entre 0 et 5"),
        ("ruralite", "NaN", "nombre entre 0 et 5"),
        ("plancher", "400", "Postes insuffisants"),
        ("fixes", "87 36", "« 87 36 » ne se lit pas"),
        ("fixes", "99: 3", "Le département « 99 » n&#x27;existe pas"),
        ("fixes", "87: 3, 87: 4", "fixé deux fois"),
        ("fixes", "978: 3", "ne figure pas dans la liste"),
        ("fixes", "75: 5000", "Postes insuffisants"),
    ],
)
def test_wrong_input_gets_its_sentence_and_is_kept(client: Client, field: str, value: str, sentence: str) -> None:
    signed_in(client, "national_admin")

    answer = client.get(reverse("positions:allocation"), {**ASKED, field: value})

    assert answer.status_code == 200
    assert answer.context["split"] is None
    assert sentence in answer.content.decode(), answer.context["form"].errors
    if field != "methode":
        assert f'value="{value}"' in answer.content.decode()


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_split_is_downloaded(client: Client, kind: str) -> None:
    signed_in(client, "national_admin")

    answer = client.get(reverse("positions:allocation"), {**ASKED, "export": kind})

    assert f".{kind}" in answer["Content-Disposition"]
    if kind == "csv":
        lines = b"".join(answer.streaming_content).decode().splitlines()
        assert len(lines) == 102
        assert '"87";"Haute-Vienne"' in "\n".join(lines)


def test_a_scenario_is_saved_shown_compared_and_adopted(client: Client) -> None:
    signed_in(client, "national_admin")
    save = f"{reverse('positions:scenario_save')}?postes=4000&poste=counsellor&methode=webster&population=0,8"
    save += "&fragilite=0&ruralite=0&plancher=10&fixes="

    assert client.get(save).status_code == 200
    shown = client.post(save, {"name": "Premier essai"}, follow=True)
    scenario = AllocationScenario.objects.get()
    assert "Premier essai" in shown.content.decode()
    other = make_scenario("Second")
    both = {"scenario": [scenario.pk, other.pk]}
    assert client.get(reverse("positions:scenario_compare"), both).context["pairs"]
    adopt = reverse("positions:scenario_adopt", args=[scenario.pk])
    assert "Ce qui change" in client.get(adopt).content.decode()
    answer = client.post(adopt, {"valid_from": timezone.localdate().isoformat()}, follow=True)

    assert "est adopté" in answer.content.decode()
    assert DepartmentQuota.objects.filter(scenario=scenario).count() == 101


def test_the_name_of_a_scenario_is_checked(client: Client) -> None:
    signed_in(client, "national_admin")
    make_scenario("Base")
    save = f"{reverse('positions:scenario_save')}?{'&'.join(f'{k}={v}' for k, v in ASKED.items())}"

    for name, sentence in (("", "Remplissez"), ("x" * 121, "120 caractères"), ("base", "existe déjà")):
        answer = client.post(save, {"name": name})
        assert answer.status_code == 422
        assert sentence in answer.content.decode()


def test_adoption_says_what_falls_under_granted_posts(client: Client) -> None:
    signed_in(client, "national_admin")
    make_attachment()
    make_attachment()
    adopt = reverse("positions:scenario_adopt", args=[make_scenario("Moins", fixed={"87": 1}).pk])
    today = timezone.localdate().isoformat()

    assert "passent sous les postes accordés" in client.get(adopt).content.decode()
    for data, sentence in (
        ({"valid_from": today}, "Cochez la case"),
        ({"valid_from": "2020-01-01", "below_granted": "on"}, "dans le passé"),
        ({"valid_from": "31/02/2027"}, "Cette date n&#x27;existe pas"),
        ({"valid_from": ""}, "Remplissez le champ"),
    ):
        answer = client.post(adopt, data)
        assert (answer.status_code, sentence in answer.content.decode()) == (422, True), data
    assert client.post(adopt, {"valid_from": today, "below_granted": "on"}).status_code == 302


@pytest.mark.parametrize("wrong", ["", "?scenario=abc&scenario=def", "?scenario=x"])
def test_a_comparison_without_two_scenarios_says_how(client: Client, wrong: str) -> None:
    signed_in(client, "national_admin")

    answer = client.get(reverse("positions:scenario_compare") + wrong)

    assert "Rien à comparer" in answer.content.decode()


def test_a_list_costs_the_same_with_one_scenario_and_three(client: Client) -> None:
    signed_in(client, "national_admin")
    make_scenario("Un")
    path = reverse("positions:scenarios")
    client.get(path)
    with CaptureQueriesContext(connection) as one:
        client.get(path)
    make_scenario("Deux")
    make_scenario("Trois")
    with CaptureQueriesContext(connection) as three:
        client.get(path)
    assert len(one) == len(three)


def test_the_page_costs_the_same_with_three_departements_and_all(client: Client) -> None:
    signed_in(client, "national_admin")
    path = reverse("positions:allocation")
    client.get(path)
    with CaptureQueriesContext(connection) as before:
        client.get(path)
    make_attachment()
    with CaptureQueriesContext(connection) as after:
        client.get(path, {**ASKED, "collectivites": "on"})
    assert len(before) == len(after)


@pytest.mark.parametrize("role", ["prefecture", "hub", "host_manager", "paying_agent", "coordinator"])
@pytest.mark.parametrize("name", ["allocation", "scenario_save", "scenarios", "scenario_compare"])
def test_others_do_not_see_these_pages(client: Client, role: str, name: str) -> None:
    reach = {"region_id": "75"} if role == "hub" else {"department_id": "87"} if role == "coordinator" else {}
    signed_in(client, role, **reach)

    assert client.get(reverse(f"positions:{name}")).status_code == 404
