"""Real published files, where they are at hand: the whole of one imported, each fault of another named."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import timezone

from conum.domains.places.models import Place
from conum.domains.places.operations.importing import FileRefused, PlacesFile, ReportFile
from conum.domains.places.rules.version0_values import MAPPING
from tests.domains.places.files import imported
from tests.domains.places.official import errors, real

pytestmark = pytest.mark.django_db


def test_a_national_file_is_imported_exported_valid_and_twice_the_same(tmp_path: Path) -> None:
    file = PlacesFile.open(real("cnfs-2022-12.json"))
    now = timezone.now()

    assert imported(file, now=now).last_line == "read=4930 created=4930 updated=0 unchanged=0 refused=0"
    assert imported(file, now=now).last_line == "read=4930 created=0 updated=0 unchanged=4930 refused=0"
    path = tmp_path / "export.csv"
    with path.open("w", encoding="utf-8", newline="") as out:
        call_command("export_places", stdout=out)
    assert errors(path) == []
    assert Place.objects.count() == 4930
    back = imported(PlacesFile.open(path), now=now, apply=False)
    # Hours in prose are not published: 69 rows come back without them, and nothing else.
    assert (back.created, back.refused, back.changes) == (0, 0, [])


def test_the_report_of_a_dirty_file_names_every_faulty_line() -> None:
    path = real("mednum-hub-antilles-2023-05.json")
    out = io.StringIO()
    report = imported(PlacesFile.open(path), apply=False, now=timezone.now(), sink=ReportFile(out))

    faulty = {number for number, row in enumerate(json.loads(path.read_text("utf-8")), start=1) if _faulty(row)}
    named = {int(line.split(";")[0]) for line in out.getvalue().splitlines()[1:] if ";refus;" in line}
    assert len(faulty) >= 115
    assert faulty <= named
    assert report.read == 165


def _faulty(row: dict[str, str]) -> bool:
    """What the official v0.1.1 refuses and nothing can repair: a required value missing, a service of no list."""
    required = ("id", "pivot", "nom", "commune", "code_postal", "adresse", "date_maj")
    services = [part.strip().lower() for part in str(row["services"]).split(";") if part.strip()]
    known = {value.lower() for value in MAPPING["services"]}
    return any(not row.get(name) for name in required) or any(part not in known for part in services)


@pytest.mark.parametrize("name", ["haute-vienne-2023-04.json", "la-creuse-2023-04.json"])
def test_a_file_of_another_kind_says_which_columns_are_missing(name: str) -> None:
    with pytest.raises(FileRefused, match="colonnes obligatoires"):
        PlacesFile.open(real(name))
