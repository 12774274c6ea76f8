"""The compiled data as a migrated database holds it."""

from importlib import import_module

import pytest
from django.db import connection

from conum.commons.territories.enums import ChangeKind, PointPrecision
from conum.commons.territories.models import Commune, CommuneChange, CommuneTerm, Department, Intercommunality, Region
from conum.commons.territories.operations import load_reference
from conum.commons.territories.operations.reference import digest

pytestmark = pytest.mark.django_db


def test_a_migrated_database_knows_all_of_france():
    assert Commune.objects.count() == 34969
    assert Department.objects.count() == 109
    assert Region.objects.count() == 26
    assert Intercommunality.objects.count() == 1255


def test_limoges_is_complete():
    limoges = Commune.objects.select_related("department__region", "intercommunality").get(pk="87085")
    assert limoges.name == "Limoges"
    assert limoges.postcodes == ["87000", "87100", "87280"]
    assert limoges.department.name == "Haute-Vienne"
    assert limoges.department.region.name == "Nouvelle-Aquitaine"
    assert "Limoges" in limoges.intercommunality.name
    assert limoges.population > 120_000
    assert (round(limoges.latitude, 1), round(limoges.longitude, 1)) == (45.9, 1.3)
    assert limoges.precision == PointPrecision.COMMUNE
    assert str(limoges) == "Limoges (87000)"


def test_saint_martin_is_978_with_postcode_97150():
    saint_martin = Commune.objects.get(pk="97801")
    assert saint_martin.department_id == "978"
    assert saint_martin.postcodes == ["97150"]
    assert saint_martin.precision == PointPrecision.PLACE
    assert saint_martin.department.timezone == "America/Marigot"
    assert saint_martin.department.is_overseas


def test_corsica_has_two_departments_of_metropolitan_france():
    assert Commune.objects.get(pk="2A004").department_id == "2A"
    assert Commune.objects.get(pk="2B033").department_id == "2B"
    assert not Department.objects.get(pk="2A").is_overseas


def test_new_caledonia_is_there():
    assert Commune.objects.filter(department="988").count() == 33


def test_every_point_says_what_it_is():
    located = Commune.objects.exclude(precision=PointPrecision.NONE)
    assert located.filter(latitude=None).count() == 0
    assert Commune.objects.filter(precision=PointPrecision.NONE).count() == 50


def test_paris_lyon_marseille_districts_map_to_the_commune():
    districts = CommuneChange.objects.filter(kind=ChangeKind.DISTRICT)
    assert districts.count() == 45
    assert set(districts.values_list("commune", flat=True)) == {"75056", "69123", "13055"}


def test_sorting_is_french():
    names = list(Commune.objects.filter(department="87").values_list("name", flat=True))
    assert names.index("Châlus") < names.index("Champagnac-la-Rivière") < names.index("Eymoutiers")


def test_the_loading_migration_carries_the_fingerprint_of_the_data():
    assert digest() == import_module("conum.commons.territories.migrations.0003_load").DATA


def test_loading_the_same_data_again_does_nothing(now):
    assert load_reference(now=now) is False


def test_a_forced_load_repairs_and_closes(now):
    Commune.objects.filter(pk="87085").update(name="Limonges")
    Commune.objects.create(code="87999", name="Nulle-Part", department_id="87", precision="none")
    assert load_reference(now=now, force=True) is True
    assert Commune.objects.get(pk="87085").name == "Limoges"
    assert Commune.objects.get(pk="87999").closed_on.isoformat() == "2026-01-01"
    assert not CommuneTerm.objects.filter(commune="87999").exists()


def test_a_forced_load_writes_only_what_differs(now):
    with connection.cursor() as cursor:
        cursor.execute("SELECT xmin::text FROM territories_commune WHERE code = '87085'")
        before = cursor.fetchone()
        load_reference(now=now, force=True)
        cursor.execute("SELECT xmin::text FROM territories_commune WHERE code = '87085'")
        assert cursor.fetchone() == before
