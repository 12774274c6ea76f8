"""The manager's pages of the API: an access given with a token shown once, found in the list, revoked."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from conum.domains.booking.models import ApiClient
from conum.domains.booking.operations.api_clients import client_of
from tests.domains.booking.api.conftest import Machine, machine
from tests.factories_accounts import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager(client: Client, desk: Any) -> Client:
    """The browser of a manager of the organisation."""
    signed_in(client, "host_manager", organisation=desk.organisation)
    return client


def given(desk: Any, **fields: Any) -> dict[str, Any]:
    day = (desk.now + timedelta(days=30)).date().isoformat()
    return {"name": "Site de la mairie", "scopes": ["slots:read", "appointments:read"], "last_day": day, **fields}


def test_from_the_settings_to_the_token_shown_once(manager: Client, desk: Any) -> None:
    assert reverse("booking:api_clients") in manager.get(reverse("booking:types")).content.decode()
    answer = manager.post(reverse("booking:api_client_new"), given(desk))
    token = re.search(r'<code id="jeton"[^>]*>([^<]+)</code>', answer.content.decode())[1]
    row = client_of(token, now=desk.now)
    assert row.scopes == ["slots:read", "appointments:read"] and "no-store" in answer["Cache-Control"]
    assert token not in str(ApiClient.objects.values().get())
    page = manager.get(reverse("booking:api_client", args=[row.pk])).content.decode()
    assert "Lire les rendez-vous (appointments:read)" in page and token not in page


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("name", "", "Remplissez"),
        ("name", "a" * 81, "80"),
        ("name", "Site", "déjà ce nom"),
        ("scopes", [], "Cochez au moins un droit"),
        ("scopes", ["everything"], "everything"),
        ("last_day", "hier", ""),
        ("last_day", "2020-01-01", "365 jours"),
        ("last_day", "2199-01-01", "365 jours"),
    ],
)
def test_wrong_input_is_said_beside_its_field(
    manager: Client, desk: Any, site: Machine, field: str, value: Any, words: str
) -> None:
    answer = manager.post(reverse("booking:api_client_new"), given(desk, **{field: value}))
    assert answer.status_code == 422 and ApiClient.objects.count() == 1
    assert words in " ".join(answer.context["form"].errors[field])
    assert field == "name" or "Site de la mairie" in answer.content.decode()


def test_an_eleventh_is_refused(manager: Client, desk: Any, site: Machine) -> None:
    for number in range(9):
        machine(desk, name=f"Logiciel {number}")
    answer = manager.post(reverse("booking:api_client_new"), given(desk))
    assert answer.status_code == 422 and "déjà 10 accès" in answer.content.decode()


def test_revoked_after_a_question_and_its_name_is_free_again(manager: Client, desk: Any, site: Machine) -> None:
    page = reverse("booking:api_client_revoke", args=[site.row.pk])
    assert "pour toujours" in manager.get(page).content.decode()
    answer = manager.post(page, follow=True).content.decode()
    assert "Révoqué" in answer and client_of(site.token, now=desk.now) is None
    assert manager.post(reverse("booking:api_client_new"), given(desk, name="Site")).status_code == 200


def test_the_list_is_filtered_and_costs_the_same_with_one_row_and_three(
    manager: Client, desk: Any, site: Machine
) -> None:
    page = reverse("booking:api_clients")
    costs = []
    for _round in (1, 2):
        manager.get(page)
        with CaptureQueriesContext(connection) as asked:
            rows = list(manager.get(page).context["rows"])
        costs.append((len(asked), len(rows)))
        if len(rows) == 1:
            machine(desk, "slots:read", name="Autre"), machine(desk, name="Vieux")
    assert costs == [(costs[0][0], 1), (costs[0][0], 3)]
    ApiClient.objects.filter(name="Vieux").update(expires_at=desk.now - timedelta(days=1))
    ApiClient.objects.filter(name="Site").update(revoked_at=desk.now)
    for query, found in (("etat=actif", "Autre"), ("etat=expire", "Vieux"), ("etat=revoque", "Site")):
        assert [row.name for row in manager.get(f"{page}?{query}").context["rows"]] == [found]
    assert [row.name for row in manager.get(f"{page}?droit=rules:read&tri=-nom").context["rows"]] == ["Vieux", "Site"]
    assert "Aucun accès" in manager.get(f"{page}?q=rien").content.decode()


def test_the_guide_lists_every_address_with_its_scope() -> None:
    page = Client().get(reverse("booking:api_guide")).content.decode()
    for words in ("POST rendez-vous/{identifiant}/deplacer", "appointments:write", "DELETE absences/{identifiant}"):
        assert words in page
