"""Pages of parameters and of retention runs."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate, now

from conum.commons.programme.models import ParameterValue, RetentionRun
from tests.factories_accounts import signed_in

LIST, RUNS = reverse("programme:parameters"), reverse("programme:retention")
ONE = reverse("programme:parameter", args=["programme.minimum_wage"])
pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client):
    return signed_in(client, "national_admin")


def typed(**changes):
    return {"value": "1900", "first_day": str(localdate(now())), "reason": "Arrêté du jour", **changes}


def test_the_list_shows_every_module(client, admin):
    page = client.get(LIST).content.decode()
    assert "programme.minimum_wage" in page and "privacy.journal" in page and "801,8" in page


def test_the_list_is_searched(client, admin):
    page = client.get(f"{LIST}?q=WAGE").content.decode()
    assert "programme.minimum_wage" in page and "privacy.journal" not in page
    assert "Enveloppe totale" in client.get(f"{LIST}?q=enveloppe").content.decode()
    assert "Aucun paramètre ne correspond" in client.get(f"{LIST}?q=zzz").content.decode()


def test_a_change_is_confirmed_and_shown(client, admin):
    page = client.post(ONE, typed(), follow=True).content.decode()
    assert "La nouvelle valeur est enregistrée" in page and "Arrêté du jour" in page and admin.name in page


def test_a_future_value_is_announced(client, admin):
    client.post(ONE, typed(first_day=str(localdate(now()) + timedelta(days=40))))
    assert "(à venir)" in client.get(ONE).content.decode()
    assert "900 le" in client.get(LIST).content.decode()


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("value", "", "Remplissez le champ « Nouvelle valeur »"),
        ("value", "mille", "nombre compris entre 0"),
        ("value", "9" * 201, "200"),
        ("first_day", "2021-01-01", "aujourd&#x27;hui ou plus tard"),
        ("first_day", "31/02/2030", "n&#x27;existe pas"),
        ("first_day", "2101-01-01", "31 décembre 2100"),
        ("reason", "", "Remplissez le champ « Motif »"),
        ("reason", "abc", "5 à 500"),
    ],
)
def test_wrong_input_gets_a_sentence_and_is_kept(client, admin, field, value, sentence):
    response = client.post(ONE, typed(**{field: value}))
    page = response.content.decode()
    assert response.status_code == 422 and sentence in page and not ParameterValue.objects.exists()
    assert "Arrêté du jour" in page or field == "reason"


def test_the_number_of_queries_does_not_grow(client, admin, django_assert_max_num_queries):
    counts = []
    for days in (1, 2, 3):
        client.post(ONE, typed(value=str(1900 + days), first_day=str(localdate(now()) + timedelta(days=days))))
        for address in (LIST, ONE):
            with django_assert_max_num_queries(40) as asked:
                client.get(address)
            counts.append((address, len(asked)))
    assert len(set(counts)) == 2


@pytest.mark.parametrize("address", [LIST, ONE])
@pytest.mark.parametrize("role", ["privacy_officer", "paying_agent", "host_manager"])
def test_parameters_are_for_national_admins(client, address, role):
    signed_in(client, role)
    assert client.get(address).status_code == 404


def test_an_unknown_parameter_is_404(client, admin):
    assert client.get(reverse("programme:parameter", args=["programme.nothing"])).status_code == 404


@pytest.mark.parametrize("role", ["privacy_officer", "national_admin"])
def test_runs_are_read(client, role):
    signed_in(client, role)
    assert "Aucun passage" in client.get(RUNS).content.decode()
    today = localdate(now())
    RetentionRun.objects.create(day=today, since=today, kind="dry", counts={"Contenu": 3}, finished_at=now())
    page = client.get(RUNS).content.decode()
    assert "À blanc" in page and "Contenu : 3" in page


def test_runs_are_not_for_others(client):
    signed_in(client, "counsellor")
    assert client.get(RUNS).status_code == 404
