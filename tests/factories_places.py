"""Places for the tests of every module."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from conum.commons.territories.models import Commune
from conum.domains.places.models import Place

A_DAY = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
_numbers = count(1)


def make_place(commune: str | Commune = "87085", **fields: Any) -> Place:
    """Return a saved public place of a commune (INSEE code, Limoges unless given); any field may be given."""
    number = next(_numbers)
    town = commune if isinstance(commune, Commune) else Commune.objects.get(pk=commune)
    defaults: dict[str, Any] = {
        "schema_id": f"essai-{number}",
        "name": f"Médiathèque des Trois-Fontaines {number}",
        "commune": town,
        "commune_name": town.name,
        "postal_code": (town.postcodes or ["87000"])[0],
        "address": f"{number} rue des Essais",
        "latitude": town.latitude,
        "longitude": town.longitude,
        "precision": "house" if town.latitude is not None else "",
        "updated_on": date(2026, 1, 5),
        "services": ["everyday_skills"],
        "created_at": A_DAY,
        "updated_at": A_DAY,
    }
    return Place.objects.create(**{**defaults, **fields})
