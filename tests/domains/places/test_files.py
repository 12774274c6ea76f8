"""Files as people really send them."""

from __future__ import annotations

import json
import tracemalloc
from pathlib import Path

import pytest

from conum.domains.places.enums import FileVersion
from conum.domains.places.operations.importing import FileRefused, PlacesFile
from conum.domains.places.rules.columns import COLUMNS
from tests.domains.places.files import V0, as_csv, place_file


def only(file: PlacesFile) -> dict[str, str]:
    """Return the cells of the one line."""
    (line,) = file.lines()
    return line.cells


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_encodings_are_recognised_and_told_when_they_are_not_the_right_one(tmp_path: Path, encoding: str) -> None:
    file = place_file(tmp_path, as_csv([{"source": "Hub"}]).encode(encoding))

    assert only(file)["nom"] == "Médiathèque des Trois-Fontaines"
    assert only(file)["id"] == "lieu-1"
    assert bool(file.remarks) is (encoding in ("cp1252", "utf-16"))


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_separators_and_line_ends_are_recognised(tmp_path: Path, separator: str) -> None:
    text = as_csv([{"nom": "Un, deux; trois"}], separator=separator)

    for ending in ("\r\n", "\n"):
        file = place_file(tmp_path, text.replace("\r\n", ending))
        assert only(file)["nom"] == "Un, deux; trois"


def test_columns_may_come_in_another_order_or_too_many(tmp_path: Path) -> None:
    file = place_file(tmp_path, as_csv([{"avis": "très bien"}], columns=["avis", *reversed(COLUMNS)]))

    assert only(file)["nom"] == "Médiathèque des Trois-Fontaines"
    assert file.remarks == ["Colonnes inconnues du schéma, ignorées : « avis »."]


def test_a_json_file_is_read_as_a_stream_of_objects(tmp_path: Path) -> None:
    rows = [{"id": f"ancien-{number}", "nom": "é" * 2000} for number in range(200)]
    file = place_file(tmp_path, rows, "lieux.json")

    assert [line.cells["id"] for line in file.lines()] == [row["id"] for row in rows]
    assert file.version is FileVersion.V0
    assert "« conditions_access » → « conditions_acces »" in file.remarks[0]


def test_values_of_json_are_texts_whatever_they_were(tmp_path: Path) -> None:
    row = {"code_postal": 1300, "latitude": 45, "longitude": 1.5, "courriel": None, "site_web": ["https://a.fr"]}
    cells = only(place_file(tmp_path, [row], "lieux.json"))

    assert (cells["code_postal"], cells["latitude"], cells["courriel"]) == ("1300", "45", "")
    assert cells["site_web"] == "https://a.fr"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "Le fichier est vide"),
        (b"\xef\xbb\xbf \r\n", "Le fichier est vide"),
        (b"PK\x03\x04\x00\x00", "ni un CSV ni un JSON"),
        (b"nom,adresse\r\nA,B\r\n", "Il manque les colonnes obligatoires : « id », « pivot »"),
        (as_csv([]).encode(), "ne contient que les en-têtes"),
        (b"[]", "ne contient aucun lieu"),
        (b"[1, 2]", "JSON est mal formé"),
        (json.dumps([V0]).encode()[:-40], "JSON est mal formé"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(tmp_path: Path, content: bytes, sentence: str) -> None:
    with pytest.raises(FileRefused, match=sentence):
        place_file(tmp_path, content)


def test_a_missing_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match="illisible"):
        PlacesFile.open(tmp_path / "absent.csv")


def test_the_default_source_is_the_name_without_its_date(tmp_path: Path) -> None:
    file = place_file(tmp_path, as_csv([{}]), "2025-12-01_hub_lieux.csv")

    assert file.default_source == "hub_lieux"


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    """Three times the rows need what a third of them needs: so do 200 000."""
    peaks = []
    for count in (2_000, 6_000):
        file = place_file(tmp_path, as_csv([{"id": f"lieu-{number}"} for number in range(count)]), f"{count}.csv")
        tracemalloc.start()
        assert sum(1 for _line in file.lines()) == count
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < peaks[0] * 1.2
