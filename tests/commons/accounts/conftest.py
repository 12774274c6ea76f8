"""Territories small enough for the tests of accounts."""

import pytest

from conum.commons.territories.models import Commune, Department, Region


@pytest.fixture
def territories(db: None) -> None:
    """Limousin's three départements, one of Bretagne, and a commune of 87."""
    Region.objects.get_or_create(code="75", defaults={"name": "Nouvelle-Aquitaine", "area": "metro"})
    Region.objects.get_or_create(code="53", defaults={"name": "Bretagne", "area": "metro"})
    for code, name, region in (
        ("87", "Haute-Vienne", "75"),
        ("19", "Corrèze", "75"),
        ("23", "Creuse", "75"),
        ("35", "Ille-et-Vilaine", "53"),
    ):
        Department.objects.get_or_create(code=code, defaults={"name": name, "region_id": region, "area": "metro"})
    Commune.objects.get_or_create(
        code="87085", defaults={"name": "Limoges", "department_id": "87", "precision": "none"}
    )
