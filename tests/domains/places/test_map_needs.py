"""The layer of needs over the map: the fragility index by territory, and where help lacks (sheet 05 section 7)."""

from __future__ import annotations

import gzip
import re
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from conum.commons.territories.models import Commune, FragilityIndex
from conum.domains.places.queries.clusters import Window
from conum.domains.places.queries.needs import MOST, needs_in
from conum.domains.places.rules.needs import is_gap, need_class, supply
from tests.factories_places import A_DAY, make_place

DAY = date(2025, 3, 2)
COMMUNES, INTERCOMMUNALITIES, DEPARTMENTS = Window(45.8336, 1.2611, 11), Window(45.8336, 1.2611, 9), Window(46, 1.5, 7)


def measure(code: str, score: str, *, level: str = "commune", version: str = "v2", day: date = DAY) -> FragilityIndex:
    return FragilityIndex.objects.create(
        level=level,
        code=code,
        version=version,
        measured_on=day,
        score=Decimal(score),
        source="essai",
        created_at=A_DAY,
        updated_at=A_DAY,
    )


def test_classes_have_their_lower_limit():
    assert [need_class(Decimal(score), (4, 6, 8)) for score in ("1", "3.9", "4", "6", "8", "10")] == [1, 1, 2, 3, 4, 4]


def test_a_gap_is_a_need_with_too_few_places_for_its_inhabitants():
    limits = {"least_need": 3, "least_supply": Decimal(1)}
    assert is_gap(3, 0, 500, **limits) and is_gap(4, 1, 10_001, **limits)
    assert not is_gap(3, 1, 10_000, **limits)
    assert not is_gap(2, 0, 500, **limits)
    assert not is_gap(4, 0, 0, **limits)  # nobody lives there
    assert (supply(3, 12_000), supply(3, 0)) == (Decimal("2.5"), None)


@pytest.mark.django_db
def test_communes_have_their_latest_index_and_the_places_one_sees():
    measure("87085", "5", day=date(2024, 1, 1))
    measure("87085", "8.25")
    measure("87085", "2", day=date(2027, 1, 1))  # not measured yet on that day
    make_place(national_schemes=["conseillers_numeriques"])
    make_place()
    make_place(visible=False)
    make_place(closed_on=date(2026, 1, 1))
    (limoges,) = needs_in(COMMUNES, DAY).rows
    assert (limoges.name, limoges.score, limoges.need) == ("Limoges", Decimal("8.2"), 4)
    assert (limoges.places, limoges.counsellors, limoges.gap) == (2, 1, True)  # two places for 130 000 inhabitants


@pytest.mark.django_db
def test_a_larger_territory_has_its_own_index_or_the_average_of_its_communes():
    measure("87085", "8")
    measure("87113", "2")  # Le Palais-sur-Vienne, far fewer inhabitants
    (metropole,) = needs_in(INTERCOMMUNALITIES, DAY).rows
    assert "Limoges" in metropole.name and Decimal(7) < metropole.score < Decimal(8)
    (before,) = needs_in(DEPARTMENTS, DAY).rows
    assert (before.code, before.score) == ("87", metropole.score)
    measure("87", "4", level="department")
    (after,) = needs_in(DEPARTMENTS, DAY).rows
    assert after.score == Decimal(4)


@pytest.mark.django_db
def test_the_second_version_wins_and_the_first_serves_alone():
    measure("87085", "130", version="v1")
    first = needs_in(COMMUNES, DAY)
    assert (first.version, first.limits, first.rows[0].need) == ("v1", (90, 100, 120), 4)
    measure("87113", "2")
    assert [row.name for row in needs_in(COMMUNES, DAY).rows] == ["Le Palais-sur-Vienne"]


@pytest.mark.django_db
def test_a_step_holds_three_hundred_territories_and_twenty_kilobytes_at_most(client):
    towns = Commune.objects.filter(department="87", closed_on=None).values_list("pk", flat=True)
    for code in Commune.objects.filter(department__in=["87", "23", "19", "16", "24", "86"], closed_on=None):
        measure(code.pk, "9")
    assert len(towns) > 100
    for zoom in (5, 7, 8, 9, 10, 11, 12):
        window = Window(45.8336, 1.2611, zoom)
        assert len(needs_in(window, DAY).rows) <= MOST
        address = {"carte": str(window), "calque": "fragilite"}
        answer = client.get(reverse("places:finder_geojson"), address, headers={"accept-encoding": "gzip"})
        assert "svg" in answer.json()["needs"] if answer.get("Content-Encoding") != "gzip" else True
        body = answer.content if answer.get("Content-Encoding") == "gzip" else gzip.compress(answer.content)
        assert len(body) <= 20_000, zoom


@pytest.mark.django_db
def test_the_layer_costs_as_many_queries_for_one_territory_as_for_three(client):
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            page = client.get(reverse("places:finder_map"), {"carte": str(COMMUNES), "calque": "fragilite"})
        assert page.status_code == 200
        return len(asked)

    measure("87085", "8")
    queries()
    one = queries()
    measure("87113", "2")
    measure("87114", "5")
    assert queries() == one


@pytest.mark.django_db
def test_the_page_says_in_a_table_what_the_map_draws(client):
    measure("87085", "8.5")
    measure("87113", "2")
    address = {"carte": str(COMMUNES), "calque": "fragilite", "service": "everyday_skills"}
    page = client.get(reverse("places:finder_map"), address).content.decode()
    table = page[page.index("<table>") :]
    assert re.search(r'<th scope="row">Limoges</th><td>Besoin très fort</td><td>8,5</td><td>0</td>', table)
    assert re.search(r'<th scope="row">Le Palais-sur-Vienne</th><td>Besoin faible</td><td>2,0</td>', table)
    assert table.index("Limoges") < table.index("Le Palais-sur-Vienne")  # gaps first
    assert "Limoges : besoin très fort, 0 lieu" in page and 'class="pl-needs__gap"' in page
    assert "Manque : besoin fort ou plus, et moins de 1 lieu visible pour 10 000 habitants." in page
    assert "service=everyday_skills&amp;carte=" in page and 'aria-current="true"' in page
    gaps = client.get(reverse("places:finder_map"), address | {"calque": "manques", "partie": "calque"})
    told = gaps.content.decode()
    assert "Où l&#x27;aide manque" in told or "Où l'aide manque" in told
    assert "Limoges" in told and "Le Palais-sur-Vienne" not in told and "<html" not in told


@pytest.mark.django_db
@pytest.mark.parametrize("layer", ["x", "fragilite\x00", ""])
def test_another_layer_shows_the_places_alone(client, layer):
    measure("87085", "8.5")
    page = client.get(reverse("places:finder_map"), {"carte": str(COMMUNES), "calque": layer}).content.decode()
    assert "Les lieux seuls" in page and "pl-needs" not in page and "<table>" not in page


@pytest.mark.django_db
def test_without_any_index_no_layer_is_offered_and_an_old_link_says_so(client):
    page = client.get(reverse("places:finder_map"), {"carte": str(COMMUNES), "calque": "manques"}).content.decode()
    assert "Les lieux seuls" not in page
    assert "Aucun indice de fragilité n'est connu pour ces territoires." in page.replace("&#x27;", "'")
