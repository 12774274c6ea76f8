"""Search of communes: what people type, and that an index answers."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conum.commons.territories.queries import resolve_commune, search_communes

pytestmark = pytest.mark.django_db


def first(text):
    found = search_communes(text)
    return found[0].name if found else None


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Limoges", "Limoges"),
        ("limoge", "Limoges"),
        ("limgoes", "Limoges"),
        ("LIMOGES", "Limoges"),
        ("gueret", "Guéret"),
        ("st etienne", "Saint-Étienne"),
        ("Ste Maxime", "Sainte-Maxime"),
        ("st-junien", "Saint-Junien"),
        ("saint yriex la perche", "Saint-Yrieix-la-Perche"),
        ("l'isle jourdain", "L'Isle-Jourdain"),
        ("L’Haÿ les Roses", "L'Haÿ-les-Roses"),
        ("lisle jourdain", "L'Isle-Jourdain"),
        ("mans", "Le Mans"),
        ("rochelle", "La Rochelle"),
        ("gaillarde", "La Gaillarde"),
        ("yrieix la perche", "Saint-Yrieix-la-Perche"),
        ("oeuilly", "Œuilly"),
        ("marseile", "Marseille"),
        ("Bourg-en-Breche", "Bourg-en-Bresse"),
        ("paris 12e arrondissement", "Paris"),
        ("Arbignieu", "Arboys en Bugey"),
        ("Y", "Y"),
        ("87000", "Limoges"),
        ("870", "Limoges"),
        ("97150", "Saint-Martin"),
        ("87000 Limoges", "Limoges"),
        ("Limoges (87000)", "Limoges"),
        ("Limoges 87", "Limoges"),
        ("ajaccio 2A", "Ajaccio"),
        ("st denis 974", "Saint-Denis"),
        ("87031 LIMOGES CEDEX 1", "Limoges"),
    ],
)
def test_finds_what_was_meant(typed, name):
    assert first(typed) == name


def test_of_the_same_name_the_most_inhabited_comes_first():
    found = [commune.department_id for commune in search_communes("Saint-Denis", limit=4)]
    assert found[:2] == ["974", "93"]


def test_a_longer_name_never_hides_the_exact_one():
    found = search_communes("Sai", limit=3)
    assert [commune.name for commune in found][:2] == ["Sai", "Saint-Étienne"]


@pytest.mark.parametrize("typed", ["", " ", "%", "%_", "'", "x" * 5000, "zzzzzzzz", "\x00", "((", "99999", "1"])
def test_nonsense_finds_nothing(typed):
    assert search_communes(typed) == []


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=100))
def test_any_text_is_answered(text):
    assert len(search_communes(text, limit=3)) <= 3


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("Limoges", "87085"),
        ("87000 Limoges", "87085"),
        ("limoges (87000)", "87085"),
        ("87000", "87085"),
        ("Le Mans", "72181"),
        ("Saint-Denis 974", "97411"),
        ("97150", "97801"),
        ("75012 Paris", "75056"),
        ("87031 limoges cedex", "87085"),
        ("87085", "87085"),
        ("2a004", "2A004"),
        ("Île de Clipperton (98799)", "98901"),
        ("Archipel des Crozet (98413)", "98413"),
    ],
)
def test_resolves_a_text_that_names_one_commune(typed, code):
    assert resolve_commune(typed).commune.code == code


@pytest.mark.parametrize("typed", ["Saint-Denis", "limoge", "87999 Limoges", "23000", "01300"])
def test_asks_to_choose_when_it_is_not_certain(typed):
    resolution = resolve_commune(typed)
    assert resolution.commune is None
    assert resolution.candidates


def test_every_label_is_read_back():
    for code_part in ("Sainte-Marie (97230)", "Châtelus (03120)", "Y (80190)", "Nouméa (98800)"):
        resolution = resolve_commune(code_part)
        assert resolution.commune.label == code_part


@pytest.mark.parametrize("typed", ["limoges", "870", "87000 limoges", "yrieix", "limgoes", "st"])
def test_an_index_answers(typed):
    with CaptureQueriesContext(connection) as captured:
        search_communes(typed)
    assert 1 <= len(captured) <= 4
    for query in captured.captured_queries:
        with connection.cursor() as cursor:
            cursor.execute("EXPLAIN " + query["sql"])
            plan = "\n".join(row[0] for row in cursor.fetchall())
        assert "Seq Scan on territories_commune" not in plan, plan  # the hundred départements may be read whole
        assert "Index" in plan, plan
