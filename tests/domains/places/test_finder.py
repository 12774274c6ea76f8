"""The finder's queries: nearest first, filters that add up, counts that tell what one gets, the index that answers."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from psycopg.types.multirange import TimestamptzMultirange
from psycopg.types.range import Range

from conum.commons.territories.models import Zone
from conum.domains.places.queries.finder import nearest_places, nearest_statement
from conum.domains.places.queries.finder_counts import count_places
from conum.domains.places.queries.finder_where import looks_like_an_address, understood
from conum.domains.places.queries.finder_wish import Here, Wish
from tests.factories_places import make_place

LIMOGES = Here(45.8336, 1.2611, 50)
pytestmark = pytest.mark.django_db


def names(wish: Wish, now: datetime, here: Here = LIMOGES) -> list[str]:
    return [place.name for place in nearest_places(here, wish, now)]


def open_for(now: datetime, hours: float) -> TimestamptzMultirange:
    return TimestamptzMultirange([Range(now - timedelta(hours=1), now + timedelta(hours=hours))])


def test_the_nearest_comes_first_with_its_distance_in_metres(now):
    make_place(name="Loin", latitude=45.9, longitude=1.2611)
    make_place(name="Près", latitude=45.8346, longitude=1.2611)
    near, far = nearest_places(LIMOGES, Wish(), now)
    assert [near.name, far.name] == ["Près", "Loin"]
    assert near.distance_m == pytest.approx(111, abs=2)
    assert far.distance_m == pytest.approx(7392, abs=20)


def test_beyond_the_radius_nothing_is_shown(now):
    make_place("23096", name="Guéret")
    assert names(Wish(), now) == []
    assert names(Wish(), now, Here(45.8336, 1.2611, 100)) == ["Guéret"]


@pytest.mark.parametrize(
    "hidden",
    [{"visible": False}, {"closed_on": date(2026, 1, 1)}, {"latitude": None, "longitude": None, "precision": ""}],
)
def test_hidden_closed_and_unlocated_places_stay_out(now, hidden):
    make_place(**hidden)
    assert names(Wish(), now) == []
    assert count_places(LIMOGES, Wish(), now).total == 0


def test_merged_places_stay_out(now):
    kept = make_place(name="Gardé")
    make_place(name="Fusionné", merged_into=kept)
    assert names(Wish(), now) == ["Gardé"]


def test_two_values_of_a_group_widen_and_two_groups_narrow(now):
    make_place(name="LA", services=["employment"], fees=["free"])
    make_place(name="LB", services=["safe_use"], fees=["paid"])
    make_place(name="LC", services=["safe_use"], fees=["free"])
    either = Wish({"services": ("employment", "safe_use")})
    assert set(names(either, now)) == {"LA", "LB", "LC"}
    assert set(names(Wish({"services": ("safe_use",), "fees": ("free",)}), now)) == {"LC"}


def test_open_now_reads_the_coming_instants(now):
    make_place(name="Ouvert", open_during=open_for(now, 2))
    make_place(
        name="Fermé", open_during=TimestamptzMultirange([Range(now + timedelta(days=1), now + timedelta(days=2))])
    )
    make_place(name="Inconnu")
    assert names(Wish({"opening": ("now",)}), now) == ["Ouvert"]
    found = {place.name: place for place in nearest_places(LIMOGES, Wish(), now)}
    assert found["Ouvert"].closes_at == now + timedelta(hours=2)
    assert found["Fermé"].opens_at == now + timedelta(days=1)
    assert not found["Inconnu"].hours_known


def test_evenings_and_weekends_are_those_of_the_coming_week(now):
    friday_evening = datetime(2026, 1, 16, 18, 0, tzinfo=now.tzinfo)  # 19 h in Paris
    saturday = datetime(2026, 1, 17, 9, 0, tzinfo=now.tzinfo)
    for name, start in (("Soir", friday_evening), ("Samedi", saturday), ("Matin", now + timedelta(hours=1))):
        make_place(name=name, open_during=TimestamptzMultirange([Range(start, start + timedelta(hours=1))]))
    assert names(Wish({"opening": ("evening",)}), now) == ["Soir"]
    assert names(Wish({"opening": ("weekend",)}), now) == ["Samedi"]


def test_bookable_and_vouchers_must_both_hold(now):
    make_place(name="Les deux", booking_url="https://example.org/rdv", accepts_vouchers=True)
    make_place(name="Rendez-vous", access_modes=["online_booking"])
    assert set(names(Wish({"yes": ("bookable",)}), now)) == {"Les deux", "Rendez-vous"}
    assert names(Wish({"yes": ("bookable", "vouchers")}), now) == ["Les deux"]


def test_PLA_17_zones_are_those_in_force_of_the_commune(now):
    make_place(name="Zone")
    here = {"commune_id": "87085", "source": "essai", "created_at": now, "updated_at": now}
    Zone.objects.create(kind="frr", valid_from=date(2024, 7, 1), **here)
    Zone.objects.create(
        kind="qpv", code="QN1", name="Q", valid_from=date(2015, 1, 1), valid_to=date(2023, 12, 31), **here
    )
    assert names(Wish({"zones": ("frr",)}), now) == ["Zone"]
    assert names(Wish({"zones": ("qpv",)}), now) == []


def test_counts_tell_what_one_would_get_by_choosing(now):
    make_place(services=["employment"], fees=["free"])
    make_place(services=["safe_use"], fees=["free"])
    make_place(services=["safe_use"], fees=["paid"])
    counts = count_places(LIMOGES, Wish({"services": ("safe_use",)}), now)
    assert counts.total == 2
    assert counts.of["services"] == {"employment": 1, "safe_use": 2}  # its own group is not narrowed by itself
    assert counts.of["fees"] == {"free": 1, "paid": 1}


def test_a_territory_without_a_point_is_listed_by_commune(now):
    make_place("87085", name="Limoges")
    make_place("87001", name="Aixe")
    make_place("23096", name="Creuse")
    assert sorted(names(Wish(), now, Here(department="87"))) == ["Aixe", "Limoges"]
    assert sorted(names(Wish(), now, Here(region="75"))) == ["Aixe", "Creuse", "Limoges"]


@pytest.mark.parametrize(
    ("text", "label", "guessed"),
    [
        ("Limoges", "Limoges (87000)", False),
        ("limgoes", "Limoges (87000)", True),
        ("87000", "Limoges (87000)", False),
        ("gueret", "Guéret (23000)", False),
    ],
)
def test_a_text_leads_to_a_commune(text, label, guessed, now):
    where = understood(text, 50, now)
    assert (where.label, where.guessed) == (label, guessed)
    assert where.here is not None and where.here.latitude is not None


def test_a_text_may_be_a_departement_a_place_or_nothing(now):
    make_place(name="Médiathèque Éric-Rohmer")
    assert understood("Haute-Vienne", 50, now).here == Here(department="87")
    assert understood("mediatheque eric rohmer", 50, now).by_name
    assert understood("mediateque eric romer", 50, now).by_name
    assert understood("zzqqxxyy", 50, now).here is None


def test_overseas_evenings_follow_the_clock_of_the_island(now):
    assert understood("Saint-Denis (97400)", 50, now).zone.key == "Indian/Reunion"


@pytest.mark.parametrize(
    ("text", "is_one"),
    [("12 rue de la Paix, Limoges", True), ("place de la mairie gueret", True), ("Limoges", False), ("87000", False)],
)
def test_only_an_address_is_sent_to_the_address_search(text, is_one):
    assert looks_like_an_address(text) is is_one


MANY = """
INSERT INTO places_place SELECT made.*
FROM places_place AS p, generate_series(1, 20000) AS n, jsonb_populate_record(p, jsonb_build_object(
    'id', gen_random_uuid(), 'schema_id', 'lieu-multiple-' || n,
    'latitude', 43 + (n * 7919 %% 6000) / 1000.0, 'longitude', -1 + (n * 104729 %% 7000) / 1000.0,
    'open_during', CASE WHEN n %% 3 = 0 THEN tstzmultirange(tstzrange(%(now)s, %(now)s + interval '2 hours'))::text
                        ELSE '{}' END)) AS made
"""


@pytest.mark.long
def test_twenty_open_places_among_twenty_thousand_come_from_one_walk_of_the_index(now, django_assert_num_queries):
    make_place()
    with connection.cursor() as cursor:
        cursor.execute(MANY, {"now": now})
        cursor.execute("ANALYZE places_place")
    wish = Wish({"opening": ("now",), "services": ("everyday_skills",)})
    with django_assert_num_queries(1):
        found = nearest_places(LIMOGES, wish, now + timedelta(minutes=1))
    assert len(found) == 20
    statement, given = nearest_statement(LIMOGES, wish, now + timedelta(minutes=1))
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {statement}", given)
        plan = cursor.fetchone()[0][0]["Plan"]
    scan = next(node for node in nodes(plan) if node.get("Relation Name") == "places_place")
    assert (scan["Node Type"], scan["Index Name"]) == ("Index Scan", "place_point")
    assert scan["Actual Rows"] + scan["Rows Removed by Filter"] < 200  # it stops at the twentieth open one


def nodes(plan):
    yield plan
    for below in plan.get("Plans", ()):
        yield from nodes(below)
