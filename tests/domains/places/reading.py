"""A small index of communes and a valid row, for the tests of reading."""

from __future__ import annotations

from datetime import date
from typing import Any

from conum.domains.places.enums import FileVersion
from conum.domains.places.rules.communes import CommuneIndex, Town, fold
from conum.domains.places.rules.reading import Reader, ReadRow

TODAY = date(2026, 1, 5)
TOWNS = (
    Town("87085", "Limoges", "87", ("87000", "87100", "87280"), 130_000, 45.8354, 1.2645),
    Town("87011", "Bellac", "87", ("87300",), 4_000, 46.12, 1.05),
    Town("19031", "Brive-la-Gaillarde", "19", ("19100",), 47_000, 45.1500, 1.5333),
    Town("13055", "Marseille", "13", ("13001", "13011"), 870_000, 43.2965, 5.3698),
    Town("2A004", "Ajaccio", "2A", ("20000", "20090"), 70_000, 41.92, 8.73),
    Town("97123", "Saint-Barthélemy", "977", ("97133",), 10_000, 17.9, -62.83),
    Town("97209", "Fort-de-France", "972", ("97200", "97234"), 80_000, 14.6104, -61.08),
)
FORMER = {"13211": "13055", "87001": "87085"}
ROW = {
    "id": "lieu-1",
    "pivot": "55210055400013",
    "nom": "Médiathèque des Trois-Fontaines",
    "commune": "Limoges",
    "code_postal": "87000",
    "code_insee": "87085",
    "adresse": "12 rue des Essais",
    "latitude": "45.83",
    "longitude": "1.26",
    "date_maj": "2025-12-01",
    "services": "Maîtrise des outils numériques du quotidien",
}


def communes() -> CommuneIndex:
    """Return an index of the towns above."""
    towns = {town.code: town for town in TOWNS}
    return CommuneIndex(towns, dict(FORMER)).learn((town.code, fold(town.name)) for town in TOWNS)


def read(version: FileVersion = FileVersion.V1, **cells: str) -> ReadRow:
    """Return the valid row read with some cells changed."""
    return Reader(version, communes(), TODAY).read({**ROW, **cells})


def read_old(**cells: str) -> ReadRow:
    """Return the valid row in v0.1.1 read with some cells changed."""
    return read(FileVersion.V0, **{"services": "Prendre en main un ordinateur", **cells})


def refusals(row: ReadRow) -> list[tuple[str, str]]:
    """Return (column, nearest accepted value) of what refuses a row."""
    return [(found.column, found.kept) for found in row.findings if found.refuses]


def notices(row: ReadRow) -> list[tuple[str, Any]]:
    """Return (column, kept) of what was repaired or set aside."""
    return [(found.column, found.kept) for found in row.findings if not found.refuses]
