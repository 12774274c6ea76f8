"""Edge cases of sheet 05 (section 9) and what bad input gets (section 10), through files, pages and the finder."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.test import Client

from conum.commons.accounts.enums import Role
from conum.commons.journal.models import JournalEntry
from conum.commons.territories.models import Commune, CommuneChange
from conum.domains.places.models import Place
from conum.domains.places.operations.hours import fill_open_during
from conum.domains.places.operations.locating import locate_missing
from conum.domains.places.queries.export import exported_places, official_schema, written
from conum.domains.places.queries.finder import nearest_places
from conum.domains.places.queries.finder_wish import Here, Wish
from tests.domains.places.files import NOW, as_csv, imported, place_file
from tests.domains.places.test_import_screens import sent
from tests.factories_accounts import signed_in
from tests.factories_places import make_place
from tests.support.addresses import feature, searching

pytestmark = pytest.mark.django_db


def test_a_commune_merged_last_year_is_read_as_the_one_of_today(tmp_path: Path) -> None:
    change = (
        CommuneChange.objects.exclude(effective_on=None).select_related("commune").order_by("-effective_on").first()
    )
    assert change is not None
    town = change.commune
    row = {
        "commune": change.name, "code_insee": change.old_code, "code_postal": town.postcodes[0],
        "latitude": str(town.latitude), "longitude": str(town.longitude),
    }  # fmt: skip
    report = imported(place_file(tmp_path, as_csv([row])))
    assert (report.created, report.refused) == (1, 0), [one.finding for one in report.refusals]
    assert Place.objects.get().commune_id == town.pk
    assert [(one.finding.column, one.finding.kept) for one in report.notices] == [("code_insee", town.pk)]


@pytest.mark.parametrize(
    ("commune", "code", "postcode", "zone"),
    [
        ("Saint-Martin", "97801", "97150", "America/"),
        ("Ajaccio", "2A004", "20090", "Europe/Paris"),
        ("Saint-Denis", "97411", "97400", "Indian/Reunion"),
    ],
)
def test_overseas_and_corsican_codes_have_their_commune_and_their_clock(
    client: Client, tmp_path: Path, commune: str, code: str, postcode: str, zone: str
) -> None:
    row = {"commune": commune, "code_insee": code, "code_postal": postcode, "latitude": "", "longitude": ""}
    assert imported(place_file(tmp_path, as_csv([row]))).refused == 0
    place = Place.objects.select_related("commune__department").get()
    assert (place.commune_id, place.postal_code) == (code, postcode)
    assert place.commune.department.timezone.startswith(zone)
    assert commune in client.get(f"/lieux/{place.pk}/x/", follow=True).content.decode()


def test_at_half_past_eleven_at_night_in_paris_martinique_is_open_and_reunion_is_not() -> None:
    night = datetime(
        2026, 1, 6, 22, 30, tzinfo=UTC
    )  # Tuesday, 23:30 in Paris, 18:30 in Fort-de-France, 02:30 in Réunion
    hours = "Mo-Fr 08:00-19:00"
    there = {code: make_place(code, opening_hours=hours) for code in ("97209", "97411", "87085")}
    fill_open_during(now=night)
    found = nearest_places(Here(), Wish({"opening": ("now",)}), night)
    assert [near.id for near in found] == [there["97209"].pk]


def test_a_search_near_a_border_finds_both_sides_nearest_first() -> None:
    here = Commune.objects.get(pk="87085")
    far = make_place("23096")
    near = make_place("87085")
    found = nearest_places(Here(here.latitude, here.longitude, 100), Wish(), NOW)
    assert [one.id for one in found] == [near.pk, far.pk]
    assert {one.commune_code[:2] for one in found} == {"87", "23"}


def test_a_place_without_phone_nor_mail_nor_site_says_so_and_is_still_exported(client: Client) -> None:
    place = make_place(phones=[], emails=[], websites=[])
    page = client.get(f"/lieux/{place.pk}/x/", follow=True).content.decode()
    assert "Aucun contact n'est connu : passez sur place." in page
    assert "tel:" not in page and "mailto:" not in page
    assert "tel:" not in client.get("/trouver/", {"ou": "Limoges"}).content.decode()
    assert place.schema_id in "".join(written(exported_places(), "csv"))
    assert official_schema()["primaryKey"] == "id"


def test_eleven_libraries_of_one_siret_are_eleven_places(tmp_path: Path) -> None:
    rows = [
        {"id": f"bib-{number}", "nom": f"Bibliothèque {number}", "adresse": f"{number} rue X"} for number in range(11)
    ]
    assert imported(place_file(tmp_path, as_csv(rows))).created == 11
    assert set(Place.objects.values_list("pivot", flat=True)) == {"55210055400013"}


def test_bad_input_gets_a_report_with_line_column_value_rule_and_nearest_value(client: Client) -> None:
    signed_in(client, Role.NATIONAL_ADMIN)
    answer = sent(client, as_csv([{}, {"id": "2", "frais_a_charge": "Gratuits"}, {"id": "3", "latitude": "200"}]))
    report = client.get(f"{answer['Location']}rapport.csv").content.decode("utf-8-sig").splitlines()
    assert report[0] == "ligne;lieu;gravité;colonne;reçu;règle;raison;valeur proposée"
    assert "3;Médiathèque des Trois-Fontaines;refus;frais_a_charge;Gratuits;v1.0.2;" in report[1]
    assert report[1].endswith(";Gratuit")
    assert ";refus;latitude;200;PLA-04;" in report[2]


def test_bad_input_gets_its_good_lines_imported_only_when_the_person_agrees(client: Client) -> None:
    signed_in(client, Role.NATIONAL_ADMIN)
    answer = sent(client, as_csv([{}, {"id": "2", "frais_a_charge": "Gratuits"}]))
    assert "Importer la seule bonne ligne" in client.get(answer["Location"]).content.decode()
    assert not Place.objects.exists()
    client.post(answer["Location"], {"apply": "1"})
    assert [place.schema_id for place in Place.objects.all()] == ["lieu-1"]


def test_bad_input_gets_nothing_guessed_silently(tmp_path: Path) -> None:
    dirty = {
        "telephone": "05 55 00 00 00", "latitude": "45,83", "frais_a_charge": "gratuit", "date_maj": "01/12/2025",
        "horaires": "9h-12h", "courriels": "accueil@mairie.fr, x", "site_web": "www.mairie.fr", "code_postal": "1300",
        "commune": "Bourg-en-Bresse", "code_insee": "1053", "longitude": "5,2",
        "services": "Utilisation sécurisée du numérique ; Loisirs et créations numériques",
    }  # fmt: skip
    report = imported(place_file(tmp_path, as_csv([dirty])), apply=False)
    told = {remark.finding.column for remark in (*report.notices, *report.refusals)}
    assert set(dirty) - {"commune"} <= told


def test_PLA_03_places_that_came_without_a_point_are_located_at_night(settings) -> None:
    sure, doubtful, nowhere = (
        make_place(address=f"{number} rue X", latitude=None, longitude=None, precision="") for number in (1, 2, 3)
    )
    answers = {
        "1 rue X 87000 Limoges": [feature("1 rue X", 45.8, 1.3, score=0.9, kind="housenumber", code="87085")],
        "2 rue X 87000 Limoges": [feature("2 rue Y", 45.8, 1.3, score=0.6, kind="housenumber", code="87085")],
    }
    with searching(answers) as search:
        settings.ADDRESS_SEARCH = search.address
        assert locate_missing(now=NOW) == 1
        assert locate_missing(now=NOW, most=0) == 0
    sure.refresh_from_db()
    assert (sure.latitude, sure.precision, sure.updated_on) == (45.8, "house", date(2026, 1, 5))
    for place in (doubtful, nowhere):  # PLA-04: no default point
        place.refresh_from_db()
        assert (place.latitude, place.precision) == (None, "")
    assert JournalEntry.objects.get(action="place.locate_missing").payload == {"located": 1}
