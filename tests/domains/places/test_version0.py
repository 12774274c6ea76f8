"""Rows of v0.1.1 converted to v1.0.2: every row of the mapping (sheet 05 section 5)."""

from __future__ import annotations

import pytest

from conum.domains.places.enums import FileVersion
from conum.domains.places.rules.columns import columns_of, version_of
from conum.domains.places.rules.version0 import cut_at_sentence
from conum.domains.places.rules.version0_values import MAPPING
from tests.domains.places.reading import read_old, refusals

FREE = "Gratuit : Je peux accéder gratuitement au lieu et à ses services"
MEMBERSHIP = "Adhésion : L'accès au lieu et/ou à ses services nécessite d'y adhérer"
PASS = "Accepte le Pass numérique : Il est possible d'utiliser un Pass numérique pour accéder au lieu"
FOR_ME = "A ma place : une personne habilitée fait les démarches à ma place"


@pytest.mark.parametrize(
    ("column", "old", "expected"),
    [
        ("services", "Devenir autonome dans les démarches administratives", {"services": ["administrative_help"]}),
        (
            "services",
            "Réaliser des démarches administratives avec un accompagnement",
            {"services": ["administrative_help"]},
        ),
        ("services", "Accompagner les démarches de santé", {"services": ["administrative_help"]}),
        ("services", "Prendre en main un smartphone ou une tablette", {"services": ["everyday_skills"]}),
        ("services", "Prendre en main un ordinateur", {"services": ["everyday_skills"]}),
        ("services", "Utiliser le numérique au quotidien", {"services": ["everyday_skills"]}),
        ("services", "Approfondir ma culture numérique", {"services": ["understanding_digital"]}),
        ("services", "Promouvoir la citoyenneté numérique", {"services": ["understanding_digital"]}),
        ("services", "Favoriser mon insertion professionnelle", {"services": ["employment"]}),
        ("services", "Créer et développer mon entreprise", {"services": ["employment"]}),
        ("services", "Accéder à une connexion internet", {"services": ["internet_and_equipment_access"]}),
        ("services", "Accéder à du matériel", {"services": ["internet_and_equipment_access"]}),
        ("services", "S'équiper en matériel informatique", {"services": ["affordable_equipment"]}),
        ("services", "Créer avec le numérique", {"services": ["leisure_creation"]}),
        (
            "services",
            "Soutenir la parentalité et l'éducation avec le numérique",
            {"services": ["parenting_education"]},
        ),
        ("publics_accueillis", "Seniors (+ 65 ans)", {"target_audiences": ["seniors"]}),
        ("publics_accueillis", "Familles/enfants", {"target_audiences": ["families_children"]}),
        ("publics_accueillis", "Adultes", {"target_audiences": [], "special_support": []}),
        ("publics_accueillis", "Jeunes (16-26 ans)", {"target_audiences": ["young"]}),
        ("publics_accueillis", "Uniquement femmes", {"target_audiences": ["women"]}),
        ("publics_accueillis", "Public langues étrangères", {"special_support": ["foreign_language_other"]}),
        ("publics_accueillis", "Déficience visuelle", {"special_support": ["visual_impairment"]}),
        ("publics_accueillis", "Surdité", {"special_support": ["deafness"]}),
        ("publics_accueillis", "Handicaps psychiques", {"special_support": ["mental_disability"]}),
        ("publics_accueillis", "Handicaps mentaux", {"special_support": ["mental_disability"]}),
        ("publics_accueillis", "Personnes en situation d'illettrisme", {"special_support": ["illiteracy"]}),
        ("conditions_acces", FREE, {"fees": ["free"]}),
        ("conditions_acces", "Gratuit sous condition", {"fees": ["free_conditional"]}),
        ("conditions_acces", "Payant", {"fees": ["paid"]}),
        ("conditions_acces", MEMBERSHIP, {"fees": ["paid"], "membership_required": True}),
        ("conditions_acces", PASS, {"fees": [], "accepts_vouchers": True}),
        ("labels_nationaux", "France Services", {"national_schemes": ["france_services"]}),
        ("labels_nationaux", "CNFS", {"national_schemes": ["conseillers_numeriques"]}),
        ("labels_nationaux", "Aidants Connect", {"national_schemes": ["aidants_connect"]}),
        ("labels_nationaux", "Grandes écoles du numérique", {"national_schemes": ["grande_ecole_du_numerique"]}),
        ("labels_nationaux", "Point relais CAF", {"national_schemes": ["caf_digital_point"]}),
        ("labels_nationaux", "Point numérique CAF", {"national_schemes": ["caf_digital_point"]}),
        ("labels_nationaux", "Fabriques de Territoire", {"labels": ["fabriques_de_territoire"]}),
        ("labels_nationaux", "APTIC", {"other_labels": ["APTIC"]}),
        ("labels_nationaux", "Relais pôle emploi", {"other_labels": ["Relais pôle emploi"]}),
        ("labels_nationaux", "French Tech", {"other_labels": ["French Tech"]}),
        ("labels_nationaux", "Campus connecté", {"other_labels": ["Campus connecté"]}),
        ("modalites_accompagnement", "Seul", {"support_modes": ["self_service"]}),
        ("modalites_accompagnement", "Avec de l'aide", {"support_modes": ["individual"]}),
        ("modalites_accompagnement", "Dans un atelier", {"support_modes": ["group_workshop"]}),
        (
            "modalites_accompagnement",
            FOR_ME,
            {"support_modes": ["individual"], "services": ["everyday_skills", "administrative_help"]},
        ),
        ("courriel", "a@lieu.fr", {"emails": ["a@lieu.fr"]}),
        ("labels_autres", "Label du pays;Autre", {"other_labels": ["Label du pays", "Autre"]}),
        ("accessibilite", "https://acceslibre.example/1", {"accessibility_url": "https://acceslibre.example/1"}),
        ("cle_ban", "87085_0005_00012", {"address_key": "87085_0005_00012"}),
        ("site_web", "https://a.fr,https://b.fr", {"websites": ["https://a.fr", "https://b.fr"]}),
    ],
)
def test_each_value_has_its_place(column: str, old: str, expected: dict[str, object]) -> None:
    row = read_old(**{column: old})

    assert not row.refused
    assert {field: row.values[field] for field in expected} == expected


def test_every_value_of_the_old_lists_is_known() -> None:
    assert {column: len(values) for column, values in MAPPING.items()} == {
        "services": 15,
        "publics_accueillis": 11,
        "conditions_acces": 5,
        "labels_nationaux": 11,
        "modalites_accompagnement": 4,
    }


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("publics_accueillis", "Adultes"),
        ("conditions_acces", MEMBERSHIP),
        ("conditions_acces", PASS),
        ("labels_nationaux", "APTIC"),
        ("services", "Prendre en main un ordinateur;Utiliser le numérique au quotidien"),
    ],
)
def test_PLA_21_what_the_mapping_loses_is_told(column: str, cell: str) -> None:
    lossy = [found for found in read_old(**{column: cell}).findings if found.lossy]

    assert [(found.column, found.rule) for found in lossy] == [(column, "PLA-21")]
    assert lossy[0].sentence()


def test_a_long_summary_moves_to_the_detail_at_a_sentence() -> None:
    first, second = "Un lieu ouvert à tous. " * 10, "On y répare aussi des ordinateurs. " * 5
    row = read_old(presentation_resume=(first + second).strip(), presentation_detail="Le détail.")

    assert len(row.values["summary"]) <= 280
    assert row.values["summary"].endswith(".")
    assert row.values["description"].endswith("\n\nLe détail.")
    assert any(found.column == "presentation_resume" and found.lossy for found in row.findings)
    assert cut_at_sentence("mot " * 10, 12) == ("mot mot mot", "mot " * 6 + "mot")


def test_a_value_of_no_list_is_refused_with_the_nearest() -> None:
    row = read_old(services="Prendre en main un ordinateu")
    assert refusals(row) == [("services", "Prendre en main un ordinateur")]
    assert refusals(read_old(labels_nationaux="UNCCAS"))[0][0] == "labels_nationaux"


def test_PLA_20_the_version_is_read_from_the_header() -> None:
    old = ["id", "nom", "conditions_access", "labels_nationaux", "courriel"]
    assert version_of(old) is FileVersion.V0
    assert version_of(["id", "Courriels", "frais a charge"]) is FileVersion.V1
    named, unknown, missing = columns_of([*old, "result_score"], FileVersion.V0)
    assert named["conditions_access"] == "conditions_acces"
    assert unknown == ["result_score"]
    assert missing == ["pivot", "commune", "code_postal", "adresse", "date_maj"]
