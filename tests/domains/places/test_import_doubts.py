"""What an import refuses as a whole, and the doubts it flags without guessing (sheet 05 sections 3 and 10)."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from conum.domains.places.models import Place
from conum.domains.places.operations.importing import FileRefused
from conum.domains.places.operations.importing.quotes import open_quote
from tests.domains.places.files import as_csv, imported, place_file

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("rows", "line"),
    [
        ('a,"b\nc,d\n', 2),
        ('a,b\nc,"d\n', 3),
        ('a,"b\nc,"d, e"\n', 2),  # closed by the quote that opens another cell
        ('a,"b"\n"c\nd",e\nf,"g\n', 5),
        ('a,"b\r\nc,d', 2),
        ('"', 2),
    ],
)
def test_a_quote_never_closed_is_refused_with_the_line_where_it_opens(tmp_path: Path, rows: str, line: int) -> None:
    text = as_csv([{}])
    assert open_quote(io.StringIO(f"x,y\n{rows}", newline=""), ",") == line
    with pytest.raises(FileRefused, match=f"^Ligne {line + 1} : un guillemet .* jamais refermé.*Rien n’est importé"):
        place_file(tmp_path, text + rows)


def test_a_lone_quote_inside_a_cell_is_told_and_kept(tmp_path: Path) -> None:
    text = as_csv([{}]).replace("12 rue des Essais", '12 rue des Essais 5" nord')
    file = place_file(tmp_path, text)
    assert "Un guillemet isolé" in file.remarks[0]
    imported(file)
    assert Place.objects.get().address == '12 rue des Essais 5" nord'


def test_doubts_are_flagged_and_nothing_is_guessed(tmp_path: Path) -> None:
    doubts = [{"nom": "X"}, {"id": "lieu-2", "telephone": "+335550000"}, {"id": "lieu-3", "code_postal": "87999"}]
    report = imported(place_file(tmp_path, as_csv(doubts)))
    assert report.last_line == "read=3 created=3 updated=0 unchanged=0 refused=0"
    told = {remark.finding.sentence() for remark in report.notices}
    assert "Un nom a au moins 2 caractères : gardé, à corriger." in told
    assert "Il manque des chiffres : laissé de côté." in told
    assert "Ce code postal n’est pas de ceux de Limoges." in told
    assert Place.objects.get(schema_id="lieu-2").phones == []
    assert Place.objects.get(schema_id="lieu-3").postal_code == "87999"
