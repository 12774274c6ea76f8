"""Distance and nearest communes."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from conum.commons.territories.models import Commune
from conum.commons.territories.queries import EARTH_RADIUS_M, DistanceM, distance_m, nearest_communes

LIMOGES = (45.8567, 1.226)
latitudes = st.floats(-90, 90)
longitudes = st.floats(-180, 180)


def test_distance_between_two_towns_is_the_known_one():
    limoges, gueret = (45.8315, 1.2578), (46.1703, 1.8719)
    assert distance_m(*limoges, *gueret) == pytest.approx(60_500, rel=0.02)


def test_distance_to_itself_is_zero_and_to_the_antipode_half_the_turn():
    assert distance_m(*LIMOGES, *LIMOGES) == 0
    assert distance_m(0, 0, 0, 180) == pytest.approx(EARTH_RADIUS_M * 3.14159265, rel=1e-6)


@given(latitudes, longitudes, latitudes, longitudes)
def test_distance_is_symmetric_and_bounded(lat_1, lon_1, lat_2, lon_2):
    there, back = distance_m(lat_1, lon_1, lat_2, lon_2), distance_m(lat_2, lon_2, lat_1, lon_1)
    assert there == pytest.approx(back, abs=0.01)
    assert 0 <= there <= EARTH_RADIUS_M * 3.1416


@pytest.mark.django_db
def test_the_database_and_python_agree():
    rows = Commune.objects.exclude(latitude=None).annotate(measured=DistanceM("latitude", "longitude", *LIMOGES))
    for commune in rows.order_by("code")[::997]:
        here = distance_m(commune.latitude, commune.longitude, *LIMOGES)
        assert commune.measured == pytest.approx(here, abs=0.05)


@pytest.mark.django_db
def test_nearest_is_what_comparing_all_would_give():
    found = nearest_communes(*LIMOGES, limit=12)
    every = Commune.objects.exclude(latitude=None)
    expected = sorted(every, key=lambda c: distance_m(c.latitude, c.longitude, *LIMOGES))[:12]
    assert [commune.code for commune in found] == [commune.code for commune in expected]
    assert [commune.distance_m for commune in found] == sorted(commune.distance_m for commune in found)


@pytest.mark.django_db
def test_nearest_stops_at_the_given_distance():
    found = nearest_communes(*LIMOGES, limit=50, within_m=8000)
    assert 0 < len(found) < 50
    assert all(commune.distance_m <= 8000 for commune in found)
    assert nearest_communes(0, -30, within_m=1000) == []


@pytest.mark.django_db
def test_nearest_crosses_the_antimeridian():
    assert nearest_communes(-13.3, 179.9, limit=1)[0].department_id == "986"


@pytest.mark.django_db
def test_an_index_answers():
    with CaptureQueriesContext(connection) as captured:
        nearest_communes(*LIMOGES)
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN " + captured.captured_queries[0]["sql"])
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "Index Scan using commune_point" in plan
    assert "Sort" not in plan
