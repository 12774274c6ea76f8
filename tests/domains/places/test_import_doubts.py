"""What an import refuses as a whole, and the doubts it flags without guessing (sheet 05 sections 3 and 10)."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import pytest

from conum.commons.accounts.models import Person
from conum.domains.places.models import Place, PlacePerson
from conum.domains.places.operations.importing import FileRefused
from conum.domains.places.operations.importing.quotes import open_quote
from tests.domains.places.files import NOW, as_csv, imported, place_file
from tests.factories_accounts import make_actor

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


def test_PLA_13_a_file_does_not_show_the_own_address_of_somebody_of_the_place(tmp_path: Path) -> None:
    imported(place_file(tmp_path, as_csv([{"courriels": "accueil@essai.example"}])))
    place, counsellor = Place.objects.get(), make_actor("counsellor")
    person = Person.objects.get(pk=counsellor.person_id)
    presence = PlacePerson.objects.create(
        place=place, person=person, starts_on=date(2020, 1, 1), created_at=NOW, updated_at=NOW
    )
    row = {"courriels": f"accueil@essai.example|{person.email.upper()}", "nom": "Autre nom"}
    report = imported(place_file(tmp_path, as_csv([row])))
    assert [remark.finding.rule for remark in report.notices if remark.finding.column == "courriels"] == ["PLA-13"]
    place.refresh_from_db()
    assert (place.name, place.emails) == ("Autre nom", ["accueil@essai.example"])
    assert imported(place_file(tmp_path, as_csv([row]))).last_line.endswith("unchanged=1 refused=0")
    presence.shown_on_map, presence.consent_at, presence.public_email = True, NOW, person.email
    presence.save()
    imported(place_file(tmp_path, as_csv([row | {"nom": "Troisième nom"}])))
    place.refresh_from_db()
    assert [email.lower() for email in place.emails] == ["accueil@essai.example", person.email.lower()]
