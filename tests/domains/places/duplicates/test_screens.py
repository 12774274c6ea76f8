"""The screens of duplicates: list, comparison, merge, « two places », take back."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from conum.domains.places.enums import PairState
from conum.domains.places.models import DuplicatePair, Place
from tests.domains.places.duplicates.twins import close, pair_of
from tests.factories_accounts import signed_in
from tests.factories_places import make_place

pytestmark = pytest.mark.django_db
LIST = "/lieux/doublons/"


@pytest.fixture
def client():
    found = Client()
    signed_in(found, "national_admin")
    return found


def address(pair: DuplicatePair, name: str = "duplicate") -> str:
    return reverse(f"places:{name}", args=[pair.pk])


def test_the_list_costs_the_same_with_one_row_and_three(client, django_assert_num_queries):
    pair_of(*close())
    client.get(LIST)
    with CaptureQueriesContext(connection) as one:
        client.get(LIST)
    close("23096")
    pair_of(*close("35238"))
    with django_assert_num_queries(len(one)):
        page = client.get(LIST)
    assert len(page.context["rows"]) == 3


def test_the_list_shows_what_is_to_decide_and_filters_the_rest(client):
    limoges, rennes = pair_of(*close()), pair_of(*close("35238"))
    DuplicatePair.objects.filter(pk=rennes.pk).update(state="different", decided_at=rennes.created_at)

    def shown(query: str) -> list[object]:
        return [row.pk for row in client.get(f"{LIST}?{query}").context["rows"]]

    assert shown("") == [limoges.pk]
    assert shown("etat=different") == [rennes.pk]
    assert shown("q=Limoges") == shown("departement=87") == shown("niveau=0.75") == [limoges.pk]
    assert shown("q=Rennes") == shown("departement=23") == []
    assert "Sélectionnez un choix valide" in client.get(f"{LIST}?etat=x").content.decode()


def test_the_comparison_explains_itself_and_shows_what_the_merge_gives(client):
    one, two = close(summary="Au premier étage")
    page = client.get(address(pair_of(one, two))).content.decode()
    for words in (
        "Est-ce le même lieu ?", "12 rue de la République", "20005400000015", "identique", "proche", "inconnu", "0 m",
        "15 sur 15", "Au premier étage", "Fiche conservée", "Conserver plutôt l’autre fiche",
    ):  # fmt: skip
        assert words in page


def test_merging_from_the_page_then_taking_it_back(client):
    one, two = close()
    pair = pair_of(one, two)
    shown = client.get(f"{address(pair)}?garder={two.pk}")
    assert shown.context["kept"] == two
    answer = client.post(address(pair), {"kept": str(two.pk)}, follow=True)
    assert "sont fusionnées" in answer.content.decode()
    assert Place.objects.get(pk=one.pk).merged_into_id == two.pk
    page = client.get(address(pair)).content.decode()
    assert "Décidé le" in page
    assert "Défaire la fusion" in page
    assert client.get(address(pair, "take_back")).status_code == 200
    client.post(address(pair, "take_back"))
    assert Place.objects.get(pk=one.pk).merged_into_id is None


@pytest.mark.parametrize("kept", ["", "x", "0190-not-a-key"])
def test_a_wrong_choice_is_refused_with_its_sentence(client, kept):
    pair = pair_of(*close())
    answer = client.post(address(pair), {"kept": kept})
    assert answer.status_code == 422
    assert "la fiche à conserver" in answer.content.decode()
    assert not Place.objects.exclude(merged_into=None).exists()


def test_another_record_than_the_two_is_refused(client):
    pair = pair_of(*close())
    answer = client.post(address(pair), {"kept": str(make_place("23096").pk)})
    assert (answer.status_code, "parmi les deux" in answer.content.decode()) == (422, True)


def test_somebody_was_faster(client):
    one, two = close()
    pair = pair_of(one, two)
    client.post(address(pair, "keep_both"))
    answer = client.post(address(pair), {"kept": str(one.pk)})
    assert (answer.status_code, "vient de décider" in answer.content.decode()) == (422, True)
    pair.refresh_from_db()
    assert pair.state == PairState.DIFFERENT
