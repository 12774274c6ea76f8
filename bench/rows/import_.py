"""import: a national places file to searchable, against reading and validating the file alone."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from bench.application import loaded
from bench.table import Figure, at_most, clock

NAME = "import"
SIZES = ("1x", "10x", "100x")
ROWS = 20_000
SEED = 20_201_117
BAR = 3
HOURS = ("Mo-Fr 09:00-12:00,14:00-17:00", "Tu,Th 14:00-18:00", "We 14:00-17:00; PH off", "", "9h-12h sauf mardi")


def measure(size: str) -> Figure:
    """Import a generated file of 20 000 rows (or 10, 100 times more), search it, then undo all."""
    count = ROWS * int(size.removesuffix("x"))
    with loaded("empty"), tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "lieux.csv"
        _generate(path, count)
        _sweep()
        with clock() as alone:
            _read(path)
        with clock() as whole:
            report, found = _import(path)
    if report.created != count or not found:
        raise AssertionError(f"{report.last_line}, {found} found")
    return at_most(NAME, size, whole.seconds, alone.seconds, "s", BAR)


def _sweep() -> None:
    """Remove what earlier runs wrote and undid: this one begins on empty tables."""
    from django.db import connection  # noqa: PLC0415 – Django is ready only now

    with connection.cursor() as cursor:
        cursor.execute("VACUUM places_place, places_placeevent, places_placesource")


def _import(path: Path) -> tuple[Any, int]:
    """Import the file and search it in one transaction, which is then undone; what waits for the commit is checked."""
    from django.db import connection, transaction  # noqa: PLC0415 – Django is ready only now
    from django.utils import timezone  # noqa: PLC0415

    from conum.domains.places.operations.importing import PlacesFile, import_places  # noqa: PLC0415

    with transaction.atomic():
        report = import_places(PlacesFile.open(path), actor=None, now=timezone.now(), apply=True)
        found = _search()
        connection.check_constraints()
        transaction.set_rollback(True)
    return report, found


def _read(path: Path) -> None:
    """Read and validate every row of the file, and keep none."""
    from django.utils.timezone import localdate  # noqa: PLC0415

    from conum.domains.places.operations.importing import PlacesFile  # noqa: PLC0415
    from conum.domains.places.queries.communes import commune_index  # noqa: PLC0415
    from conum.domains.places.rules.reading import Reader  # noqa: PLC0415

    file = PlacesFile.open(path)
    reader = Reader(file.version, commune_index(), localdate())
    for line in file.lines():
        reader.read(line.cells)


def _search() -> int:
    """Count the places that a search by name finds: the rows are searchable."""
    from conum.domains.places.models import SHOWN, Place  # noqa: PLC0415

    return Place.objects.filter(SHOWN, name__contains="Médiathèque").count()


def _generate(path: Path, count: int) -> None:
    from conum.domains.places.rules.columns import COLUMNS  # noqa: PLC0415

    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, list(COLUMNS), restval="")
        writer.writeheader()
        writer.writerows(_rows(count))


def _rows(count: int) -> Iterator[dict[str, str]]:
    """Yield rows valid for the official schema, in real communes, deterministic."""
    from conum.commons.territories.models import Commune  # noqa: PLC0415
    from conum.domains.places.rules.writing import IN_FILES  # noqa: PLC0415

    towns = list(Commune.objects.filter(closed_on=None, latitude__isnull=False).exclude(postcodes=[]).order_by("code"))
    random = np.random.default_rng(SEED)
    services = list(IN_FILES["services"].values())
    for number in range(count):
        town = towns[int(random.integers(len(towns)))]
        first, times, day = (int(value) for value in random.integers([0, 1, 1], [9, 4, 28]))
        yield {
            "id": f"essai-{number}",
            "pivot": "00000000000000",
            "nom": f"Médiathèque n° {number} de {town.name}",
            "commune": town.name,
            "code_postal": town.postcodes[0],
            "code_insee": town.code,
            "adresse": f"{number % 98 + 1} rue des Essais",
            "latitude": f"{town.latitude + float(random.uniform(-0.01, 0.01)):.6f}",
            "longitude": f"{town.longitude + float(random.uniform(-0.01, 0.01)):.6f}",
            "telephone": f"+3319900{number % 10_000:04}",
            "courriels": f"lieu.{number}@example.org",
            "horaires": HOURS[number % len(HOURS)],
            "source": "bench",
            "date_maj": date(2025, number % 12 + 1, day).isoformat(),
            "services": "|".join(services[(first + step) % 9] for step in range(times)),
            "frais_a_charge": "Gratuit",
            "modalites_acces": "Se présenter|Téléphoner",
        }
