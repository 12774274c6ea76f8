"""Lists, codes that changed, outlines, sources."""

from datetime import date

import pytest

from conum.commons.territories.models import Commune, CommuneChange
from conum.commons.territories.queries import (
    communes_of,
    current_code,
    department_names,
    department_shapes,
    sources,
)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("old", "code"),
    [
        ("87085", "87085"),
        ("75112", "75056"),
        ("13201", "13055"),
        ("97127", "97801"),
        ("20004", "2A004"),
        ("1015", "01015"),
        ("00000", None),
        ("", None),
    ],
)
def test_codes_are_followed(old, code):
    assert current_code(old) == code


@pytest.mark.django_db
def test_a_dated_merger_is_followed_from_its_day():
    Commune.objects.filter(pk="87086").update(closed_on=date(2027, 1, 1))
    CommuneChange.objects.create(
        old_code="87086", commune_id="87085", kind="merged", name="Linards", effective_on=date(2027, 1, 1)
    )
    assert current_code("87086", on=date(2026, 12, 31)) == "87086"
    assert current_code("87086", on=date(2027, 1, 1)) == "87085"
    assert current_code("87086") == "87085"


@pytest.mark.django_db
def test_two_codes_that_name_each_other_end():
    Commune.objects.filter(pk__in=["87085", "87086"]).update(closed_on=date(2027, 1, 1))
    for old, new in (("87085", "87086"), ("87086", "87085")):
        CommuneChange.objects.create(old_code=old, commune_id=new, kind="merged", name="X")
    assert current_code("87085") is None


@pytest.mark.django_db
def test_communes_of_a_department_in_french_order():
    names = [commune.name for commune in communes_of("87")]
    assert names[0] == "Aixe-sur-Vienne"
    assert len(names) > 190
    assert [commune.code for commune in communes_of("00")] == ["97801"]


def test_every_department_with_inhabitants_has_an_outline():
    drawing = department_shapes()
    assert set(department_names()) - set(drawing.shapes) == {"984", "989"}
    assert drawing.shapes["87"].name == "Haute-Vienne"
    assert all(shape.path[0] in "mM" for shape in drawing.shapes.values())
    assert {code for code, shape in drawing.shapes.items() if shape.zoom} == {"75", "92", "93", "94"}
    assert drawing.shapes["978"].symbol and not drawing.shapes["971"].symbol
    assert department_shapes() is drawing


def test_every_source_says_its_licence_and_version():
    assert len(sources()) == 6
    for source in sources():
        assert source.licence and source.version and source.publisher
        assert source.url.startswith("https://")
