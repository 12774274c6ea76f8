"""PLA-15: what is exported passes the official validator, and comes back the same."""

from __future__ import annotations

import csv
import io
import json
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conum.domains.places.enums import Typology
from conum.domains.places.models import Place
from conum.domains.places.queries.export import exported_places, file_name, written
from conum.domains.places.rules.columns import CLOSED_LISTS, COLUMNS
from conum.domains.places.rules.writing import IN_FILES, row_of
from tests.domains.places.files import V1, as_csv, imported, place_file
from tests.domains.places.official import errors
from tests.domains.places.reading import read
from tests.factories_places import make_place


def exported(*options: str) -> str:
    """Return what the command writes."""
    out = io.StringIO()
    call_command("export_places", *options, stdout=out)
    return out.getvalue()


@pytest.mark.django_db
def test_PLA_15_a_row_goes_in_and_out_unchanged(tmp_path: Path) -> None:
    text = as_csv([{}, {"id": "lieu-2", "nom": 'Un, "deux"; trois', "latitude": "45.0", "longitude": "1.0"}])
    imported(place_file(tmp_path, text))

    assert list(csv.DictReader(io.StringIO(exported("--format", "csv")))) == list(csv.DictReader(io.StringIO(text)))


@pytest.mark.django_db
def test_PLA_15_the_official_validator_finds_nothing(tmp_path: Path) -> None:
    make_place(labels=["la_poste_digital_steps"], phones=["3949", "+33555000000", "+33555000001"])
    make_place(services=[], access_modes=["not_open_to_public"], latitude=None, longitude=None, precision="")
    path = tmp_path / "export.csv"
    path.write_text(exported(), encoding="utf-8", newline="")

    assert errors(path) == []
    assert "Étapes numériques(La Poste)" in path.read_text("utf-8")
    path.write_text(path.read_text("utf-8").replace("Maîtrise des", "Maitrise des"), encoding="utf-8")
    assert errors(path)


@pytest.mark.django_db
def test_hidden_closed_and_merged_places_are_not_exported() -> None:
    kept = make_place()
    make_place(visible=False)
    make_place(closed_on=date(2026, 1, 1))
    make_place(merged_into=kept)

    assert list(exported_places()) == [kept]


@pytest.mark.django_db
def test_json_and_geojson_say_the_same_places() -> None:
    here, nowhere = make_place(), make_place(latitude=None, longitude=None, precision="")
    rows = json.loads(exported("--format", "json"))
    collection = json.loads(exported("--format", "geojson"))

    assert [row["id"] for row in rows] == [here.schema_id, nowhere.schema_id]
    assert collection["features"][0]["geometry"]["coordinates"] == [here.longitude, here.latitude]
    assert collection["features"][1]["geometry"] is None


@pytest.mark.django_db
def test_a_department_is_exported_alone() -> None:
    make_place("87085"), make_place("19031")

    assert len(list(csv.DictReader(io.StringIO(exported("--department", "87"))))) == 1
    with pytest.raises(CommandError, match="n’existe pas"):
        exported("--department", "98765")


@pytest.mark.django_db
def test_our_own_export_changes_nothing_when_it_comes_back(tmp_path: Path) -> None:
    make_place(source="Conum", websites=["https://a.example.org/"])

    report = imported(place_file(tmp_path, "".join(written(exported_places(), "csv"))))

    assert report.last_line == "read=1 created=0 updated=0 unchanged=1 refused=0"
    assert Place.objects.count() == 1


def test_the_file_bears_the_official_name() -> None:
    name = file_name("csv", date(2026, 1, 5), "13002603200016", "87")
    assert name == "2026-01-05_13002603200016_lieux-de-mediation-numerique_87.csv"


def some(column: str) -> st.SearchStrategy[str]:
    """Any list of official values, in any order."""
    labels = list(Typology.values) if column == "typologie" else list(IN_FILES[COLUMNS[column]].values())
    if column == "modalites_acces":
        labels = [label for label in labels if not label.startswith("Ce lieu")]
    return st.lists(st.sampled_from(labels), unique=True, max_size=4).map("|".join)


words = st.text("abcdéèç ’-.,;()\"'0123456789", max_size=60).map(str.strip)
rows = st.fixed_dictionaries(
    {
        **{column: some(column) for column in (*CLOSED_LISTS, "typologie") if column != "services"},
        **dict.fromkeys(
            ("complement_adresse", "structure_parente", "presentation_detail", "presentation_resume"), words
        ),
        "services": some("services").filter(bool),
        "nom": words.filter(lambda text: len(text) > 1),
        "telephone": st.sampled_from(["", "+33555000000", "+262262000000"]),
        "courriels": st.sampled_from(["", "a@lieu.fr", "a@lieu.fr|b.c@lieu.fr"]),
        "site_web": st.sampled_from(["", "https://a.fr/?q=1,2", "http://a.fr|https://b.fr"]),
        "horaires": st.sampled_from(["", "Mo-Fr 09:00-12:00,14:00-17:00", "24/7", "week 1-53/2 Tu 09:00-12:00"]),
        "date_maj": st.dates(date(2020, 1, 1), date(2026, 1, 5)).map(date.isoformat),
        "latitude": st.floats(45.7, 46.0).map(str),
        "longitude": st.floats(1.1, 1.5).map(str),
    }
)


@given(rows)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_PLA_15_any_valid_row_is_read_and_written_back_the_same(cells: dict[str, Any]) -> None:
    row = {**V1, **cells}
    found = read(**row)

    assert found.findings == []
    assert row_of(found.values) == row


@given(st.lists(rows, min_size=1, max_size=5))
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_PLA_15_any_row_written_is_valid(several: list[dict[str, Any]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "export.csv"
        found = [read(**{**V1, **cells, "id": f"lieu-{number}"}).values for number, cells in enumerate(several)]
        with path.open("w", encoding="utf-8", newline="") as out:
            writer = csv.DictWriter(out, list(COLUMNS))
            writer.writeheader()
            writer.writerows(row_of(values) for values in found)
        assert errors(path) == []


@pytest.mark.django_db
def test_PLA_03_the_centre_of_a_commune_is_never_shown_as_exact(client: Client) -> None:
    rough, exact = make_place(precision="commune"), make_place(precision="house")
    files = [list(csv.DictReader(io.StringIO(exported()))), json.loads(exported("--format", "json"))]
    for rows in files:  # the schema has no column for it: no point
        given = {row["id"]: bool(row.get("latitude") or row.get("longitude")) for row in rows}
        assert given == {rough.schema_id: False, exact.schema_id: True}
    collection = json.loads(exported("--format", "geojson"))
    said = {one["id"]: one["properties"]["precision"] for one in collection["features"]}
    assert said == {rough.schema_id: "commune", exact.schema_id: "house"}
    answer = client.get(f"/api/v1/lieux/{rough.schema_id}").json()
    assert (answer["precision"], answer["latitude"]) == ("commune", rough.latitude)
    page = client.get(f"/lieux/{rough.pk}/x/", follow=True).content.decode()
    assert "GeoCoordinates" not in page


@pytest.mark.django_db
def test_PLA_15_a_point_that_a_file_gave_is_written_back_and_a_rough_one_survives_our_own_file(tmp_path: Path) -> None:
    imported(place_file(tmp_path, as_csv([{"latitude": "45.85", "longitude": "1.25"}])))
    assert (list(csv.DictReader(io.StringIO(exported())))[0]["latitude"]) == "45.85"
    rough = make_place(source="Conum", precision="commune")
    imported(place_file(tmp_path, exported()))
    rough.refresh_from_db()
    assert rough.latitude is not None and rough.precision == "commune"
