"""The official schema v1.0.2 read strictly, and each known defect of it (sheet 05 section 3)."""

from __future__ import annotations

import unicodedata

import pytest

from conum.domains.places.enums import Freshness, NationalScheme
from conum.domains.places.rules import places as rules
from conum.domains.places.rules.cells import read_code, siret_key_holds
from conum.domains.places.rules.lists import accepted
from tests.domains.places.reading import TODAY, notices, read, refusals


def test_a_valid_row_is_read_without_a_word() -> None:
    row = read()

    assert row.findings == []
    assert row.town is not None and row.town.code == "87085"
    assert row.values["services"] == ["everyday_skills"]
    assert (row.values["latitude"], row.values["longitude"]) == (45.83, 1.26)


@pytest.mark.parametrize("column", ["id", "pivot", "nom", "commune", "code_postal", "adresse", "date_maj"])
def test_a_required_value_is_asked_for(column: str) -> None:
    assert refusals(read(**{column: ""}))[0][0] == column


@pytest.mark.parametrize("spelling", ["Étapes numériques (La Poste)", "Étapes numériques(La Poste)"])
def test_both_spellings_of_the_label_of_la_poste_are_right(spelling: str) -> None:
    row = read(formations_labels=spelling)

    assert row.values["labels"] == ["la_poste_digital_steps"]
    assert row.findings == []


@pytest.mark.parametrize(
    ("column", "cell", "nearest"),
    [
        ("formations_labels", "ORDI 3x0", "ORDI 3.0"),
        ("itinerance", "|Fixe", "Fixe"),
        ("itinerance", "xx|Fixe", ""),
        ("typologie", "MAIRIE", ""),
        ("services", "Aide aux démarches administrative", "Aide aux démarches administratives"),
        ("frais_a_charge", "Gratuits", "Gratuit"),
        ("latitude", "200", ""),
        ("latitude", "6528000", ""),
        ("longitude", "est", ""),
        ("code_postal", "00000", ""),
        ("code_insee", "00978", ""),
        ("code_insee", "99999", ""),
        ("date_maj", "2999-01-01", "2026-01-05"),
        ("date_maj", "hier", ""),
        ("pivot", "1234567", ""),
        ("telephone", "en mairie", ""),
        ("telephone", "3949", ""),
    ],
)
def test_a_wrong_value_refuses_the_line(column: str, cell: str, nearest: str) -> None:
    refused = refusals(read(**{column: cell}))

    assert refused and refused[0][0] == column
    assert not nearest or refused[0][1] == nearest


@pytest.mark.parametrize(
    ("column", "cell", "field", "kept"),
    [
        ("itinerance", "Fixe|Fixe", "itinerance", ["fixed"]),
        ("itinerance", "Fixe|", "itinerance", ["fixed"]),
        ("itinerance", "Fixe;Itinérant", "itinerance", ["fixed", "itinerant"]),
        ("itinerance", "Fixe | Itinérant", "itinerance", ["fixed", "itinerant"]),
        ("itinerance", "fixe", "itinerance", ["fixed"]),
        ("itinerance", unicodedata.normalize("NFD", "Itinérant"), "itinerance", ["itinerant"]),
        ("dispositif_programmes_nationaux", "Point d’accès numérique CAF", "national_schemes", ["caf_digital_point"]),
        ("typologie", "PE", "typologies", ["FT"]),
        ("latitude", "45,83", "latitude", 45.83),
        ("telephone", "05 55 00 00 00", "phones", ["+33555000000"]),
        ("telephone", "0596 50 00 00 demander poste 429", "phones", ["+596596500000"]),
        ("telephone", "555000000", "phones", ["+33555000000"]),
        ("telephone", "+33555000000|+33555000001", "phones", ["+33555000000", "+33555000001"]),
        ("telephone", "+33555000", "phones", []),
        ("courriels", "accueil@lieu", "emails", []),
        ("courriels", "a@lieu.fr;b@lieu.fr", "emails", ["a@lieu.fr", "b@lieu.fr"]),
        ("site_web", "pas un site", "websites", []),
        ("site_web", "www.lieu.fr", "websites", ["https://www.lieu.fr"]),
        ("prise_rdv", "au guichet", "booking_url", ""),
        ("horaires", "n importe quoi", "opening_hours", ""),
        ("date_maj", "01/12/2025", "updated_on", TODAY.replace(year=2025, month=12, day=1)),
        ("pivot", "552 100 554 00013", "pivot", "55210055400013"),
        ("pivot", "00000000000000", "pivot", "00000000000000"),
        ("pivot", "55210055400014", "pivot", "55210055400014"),
        ("latitude", "14.6", "latitude", None),
        ("latitude", "", "longitude", None),
    ],
)
def test_a_repair_is_never_silent(column: str, cell: str, field: str, kept: object) -> None:
    row = read(**{column: cell})

    assert not row.refused
    assert row.values[field] == kept
    assert column in [name for name, _kept in notices(row)] or (column, cell) == ("latitude", "")
    assert row.findings


def test_hours_that_do_not_parse_are_kept_as_text() -> None:
    row = read(horaires="Mardi matin")

    assert (row.values["opening_hours"], row.values["opening_hours_source"]) == ("", "Mardi matin")


def test_a_leading_zero_lost_by_a_spreadsheet_is_put_back() -> None:
    value, findings = read_code("code_postal", "1300")

    assert value == "01300"
    assert [(found.column, found.kept) for found in findings] == [("code_postal", "01300")]


def test_the_code_decides_and_the_name_has_to_agree() -> None:
    assert refusals(read(commune="Bellac")) == [("commune", "Limoges")]
    assert notices(read(code_insee="87001")) == [("code_insee", "87085")]
    row = read(commune="MARSEILLE 11", code_postal="13011", code_insee="13211", latitude="43.29", longitude="5.49")
    assert row.town is not None and row.town.name == "Marseille"


def test_without_a_code_the_name_and_the_postcode_decide() -> None:
    assert read(code_insee="").findings == []
    brive = read(code_insee="", commune="BRIVE", code_postal="19100", latitude="45.15", longitude="1.53")
    assert notices(brive) == [("commune", "Brive-la-Gaillarde")]
    corsica = read(code_insee="2A004", commune="Ajaccio", code_postal="20090", latitude="41.9", longitude="8.7")
    assert corsica.findings == []
    assert refusals(read(code_insee="", commune="Nulle-Part", code_postal="12345", latitude="", longitude=""))


def test_a_postcode_of_elsewhere_is_refused_unless_the_point_confirms_the_name() -> None:
    assert refusals(read(code_postal="19100", latitude="", longitude="")) == [("code_postal", "87000")]
    assert notices(read(code_postal="19100")) == [("code_postal", "19100")]


def test_PLA_02_services_and_access_agree() -> None:
    assert rules.access_modes_agree(["safe_use"], ["walk_in"])
    assert not rules.access_modes_agree([], ["walk_in"])
    both = read(modalites_acces="Se présenter|Ce lieu n’accueille pas de public")
    assert refusals(both) == [("modalites_acces", "")]
    removed = read(modalites_acces="Ce lieu n'accueille pas de public")
    assert (removed.values["access_modes"], removed.refused) == ([], False)


def test_PLA_02_a_place_without_service_says_nothing_to_the_public() -> None:
    row = read(services="", frais_a_charge="Gratuit", modalites_acces="Se présenter")

    assert row.values["access_modes"] == ["not_open_to_public"]
    assert row.values["fees"] == []
    assert [column for column, _kept in notices(row)] == ["modalites_acces", "frais_a_charge"]
    assert read(services="", modalites_acces="Ce lieu n'accueille pas de public").findings == []


def test_PLA_08_freshness_has_four_classes() -> None:
    months = (6, 12, 18)
    cases = {
        "2025-08-01": Freshness.UP_TO_DATE,
        "2025-07-06": Freshness.UP_TO_DATE,
        "2025-07-05": Freshness.TO_WATCH,
        "2025-01-05": Freshness.TO_CHECK,
        "2024-07-05": Freshness.TO_UPDATE,
    }
    assert {day: rules.freshness_of(TODAY.fromisoformat(day), TODAY, months) for day in cases} == cases
    assert rules.freshness_of(None, TODAY, months) is Freshness.TO_UPDATE
    assert rules.day_not_in_future(TODAY, TODAY)


def test_PLA_12_a_private_place_is_nobodys_main_place() -> None:
    assert not rules.main_place_is_public(["not_open_to_public"])
    assert rules.main_place_is_public([])


def test_a_summary_too_long_is_refused_with_what_would_fit() -> None:
    assert refusals(read(presentation_resume="a" * 281)) == [("presentation_resume", "a" * 280)]
    assert read(presentation_resume="a" * 280).findings == []


def test_keys_of_sirets_are_checked_la_poste_included() -> None:
    assert siret_key_holds("55210055400013")
    assert siret_key_holds("35600000000048")
    assert not siret_key_holds("55210055400014")


def test_lists_carry_the_words_of_the_schema() -> None:
    assert (
        accepted("dispositif_programmes_nationaux")["Relais numérique (Emmaüs Connect)"]
        == NationalScheme.RELAIS_NUMERIQUE
    )
    assert len(accepted("services")) == 9
