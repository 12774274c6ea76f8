"""Perimeter: a value that says the same in Python and in SQL."""

import pytest
from django.db.models import Q
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conum.commons.territories.models import Commune, Department, Perimeter
from conum.commons.territories.models.code import department_code, department_of
from conum.commons.territories.models.perimeter import departments_by_region

BY_REGION = departments_by_region()
CODES = sorted(code for codes in BY_REGION.values() for code in codes)
perimeters = st.one_of(
    st.just(Perimeter.france()),
    st.just(Perimeter.none()),
    st.sets(st.sampled_from(CODES)).map(Perimeter.of_departments),
    st.sets(st.sampled_from(sorted(BY_REGION)), max_size=4).map(Perimeter.of_regions),
)


@given(perimeters, perimeters, st.sampled_from(CODES))
def test_union_contains_what_either_contains(one, other, code):
    both = one | other
    expected = one.contains_department(code) or other.contains_department(code)
    assert both.contains_department(code) == expected
    assert both == other | one
    assert both.contains(one) and both.contains(other)


@given(perimeters)
def test_france_and_nothing_are_the_bounds(perimeter):
    assert perimeter | Perimeter.none() == perimeter
    assert perimeter | Perimeter.france() == Perimeter.france()
    assert Perimeter.france().contains(perimeter)
    assert perimeter.contains(Perimeter.none())
    assert {perimeter: 1}[perimeter] == 1


@given(perimeters, perimeters)
def test_contains_is_an_order(one, other):
    if one.contains(other) and other.contains(one):
        assert one == other


@pytest.mark.django_db
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(perimeters)
def test_the_query_says_the_same_as_the_value(perimeter):
    seen = set(Department.objects.filter(perimeter.as_q("pk")).values_list("code", flat=True))
    assert seen == {code for code in CODES if perimeter.contains_department(code)}


@pytest.mark.django_db
def test_the_query_follows_a_path():
    perimeter = Perimeter.of_departments(["87", "978"])
    communes = Commune.objects.filter(perimeter.as_q("department"))
    assert communes.filter(pk="97801").exists()
    assert not communes.exclude(Q(code__startswith="87") | Q(code="97801")).exists()
    assert communes.count() == Commune.objects.filter(department="87").count() + 1


@pytest.mark.django_db
def test_every_commune_code_gives_its_department():
    rows = Commune.objects.values_list("code", "department")
    assert [code for code, department in rows if department_of(code) != department] == []


def test_a_region_is_its_departments():
    assert Perimeter.of_regions(["75"]).contains_department("87")
    assert not Perimeter.of_regions(["75"]).contains_department("2A")
    assert Perimeter.of_regions(["94"]) == Perimeter.of_departments(["2A", "2B"])


@pytest.mark.parametrize(("department", "region"), [(None, None), ("87", "75"), ("", "")])
def test_a_prefecture_has_one_department_xor_one_region(department, region):
    with pytest.raises(ValueError, match="never both"):
        Perimeter.of_prefecture(department=department, region=region)


def test_a_prefecture_sees_its_territory():
    assert Perimeter.of_prefecture(department="87", region=None).contains_commune("87085")
    assert Perimeter.of_prefecture(department=None, region="75").contains_commune("23096")


@pytest.mark.parametrize(
    ("written", "code"), [("00", "978"), ("1", "01"), ("2a", "2A"), (" 87 ", "87"), ("978", "978")]
)
def test_department_codes_are_translated(written, code):
    assert department_code(written) == code


@pytest.mark.parametrize(
    ("commune", "department"),
    [("97801", "978"), ("97127", "978"), ("97123", "977"), ("2A004", "2A"), ("75112", "75"), ("98818", "988")],
)
def test_communes_stand_in_their_department(commune, department):
    assert department_of(commune) == department
    assert Perimeter.of_departments([department]).contains_commune(commune)


@pytest.mark.django_db
def test_the_whole_of_france_joined_by_or_is_still_the_whole() -> None:
    nothing = Q(pk__in=[])
    everything = Department.objects.filter(nothing | Perimeter.france().as_q("pk"))
    assert everything.count() == Department.objects.count() > 0
