"""What two records say of each other, signal by signal, and what it is worth together."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from conum.domains.places.enums import Likeness
from conum.domains.places.rules import duplicates as rules
from conum.domains.places.rules.duplicates import Compared
from conum.domains.places.rules.likeness import (
    Street,
    mail_domains,
    name_key,
    name_likeness,
    site_keys,
    street_key,
    street_likeness,
)

LIBRARY = Compared(
    commune="87085",
    name="mediatheque jean moulin",
    street=Street("12", "rue republique"),
    address_key="",
    point=(45.83, 1.26),
    pivot="20005400000015",
    branch="",
    phones=frozenset({"+33555010203"}),
    domains=frozenset({"limoges.fr"}),
)
QUARTERS = (
    "landouge", "beaubreuil", "aurence", "bastide", "centre", "sablard", "puy", "val", "lac", "est", "nord",
)  # fmt: skip


def said(one: Compared, other: Compared, metres: float | None = 0) -> dict[str, Any]:
    return rules.values_of(rules.signals(one, other, metres=metres, radius=300))


def scored(one: Compared, other: Compared, metres: float | None = 0) -> float:
    return rules.score(rules.signals(one, other, metres=metres, radius=300))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Médiathèque de Limoges", "MEDIATHEQUE"),
        ("L'Atelier des Possibles", "ATELIER POSSIBLES"),
        ("Espace St-Exupéry", "espace saint exupery"),
    ],
)
def test_PLA_31_a_name_in_capitals_with_accents_lost_is_the_same_name(one: str, other: str) -> None:
    assert name_key(one, "Limoges") == name_key(other, "Limoges")


def test_PLA_31_a_name_that_is_only_the_commune_keeps_it() -> None:
    assert name_key("Limoges", "Limoges") == "limoges"


@pytest.mark.parametrize(
    ("one", "other", "least", "most"),
    [
        ("mediatheque jean moulin", "mediatheque jean moulins", 0.9, 1),
        ("mediatheque", "mediatheque jean moulin", 0.8, 0.9),
        ("mediatheque", "mairie", 0, 0.4),
        ("espace numerique 1", "espace numerique 2", 0, 0.5),
    ],
)
def test_PLA_31_names_are_more_or_less_alike(one: str, other: str, least: float, most: float) -> None:
    assert least <= name_likeness(one, other) <= most


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("12 bis, av. du Gal Leclerc", Street("12bis", "avenue general leclerc")),
        ("12bis Avenue du Général Leclerc", Street("12bis", "avenue general leclerc")),
        ("4 AV DE SAINT MENET", Street("4", "avenue saint menet")),
        ("Le Bourg", Street("", "bourg")),
        ("Place de l'Église", Street("", "place eglise")),
    ],
)
def test_PLA_31_the_key_of_an_address_forgets_how_it_is_written(address: str, key: Street) -> None:
    assert street_key(address) == key


def test_PLA_31_another_number_is_another_door() -> None:
    here = Street("12", "rue republique")
    assert street_likeness(here, here) == 1
    assert street_likeness(here, Street("14", "rue republique")) == 0.5
    assert street_likeness(here, Street("", "rue republique")) == 0.9
    assert street_likeness(Street("", ""), Street("", "")) == 1


def test_PLA_31_an_address_everybody_may_have_says_nothing() -> None:
    assert mail_domains(["a@Limoges.fr", "b@gmail.com"]) == {"limoges.fr"}
    assert site_keys(["https://www.limoges.fr/bm/", "HTTP://limoges.fr/bm", "pas un site"]) == {"limoges.fr/bm"}


def test_PLA_31_the_same_record_twice_scores_one_and_is_sure() -> None:
    found = rules.signals(LIBRARY, LIBRARY, metres=0, radius=300)
    assert rules.score(found) == 1
    assert rules.is_sure(found, 0.95)
    assert [signal.metres for signal in found if signal.metres is not None] == [0]


@pytest.mark.parametrize(("metres", "name"), [(1, "mairie"), (1, "centre social"), (0, "cyberbase")])
def test_PLA_31_two_places_a_metre_apart_are_two_when_neither_name_nor_number_agrees(metres: int, name: str) -> None:
    neighbour = replace(LIBRARY, name=name, pivot="21870085000012", phones=frozenset(), domains=frozenset())
    assert scored(LIBRARY, neighbour, metres) == 0
    assert "le nom ou le SIRET doit concorder" in rules.name_or_identifier_agrees.explain(0.2, 0)


def test_PLA_31_one_siret_for_eleven_libraries_makes_no_duplicate() -> None:
    """A number alone proposes nothing: the street, the metres and the names say they are eleven."""
    libraries = [
        replace(LIBRARY, name=f"bibliotheque {name}", street=Street("1", f"rue {name}"), phones=frozenset())
        for name in QUARTERS
    ]
    pairs = [(one, two) for at, one in enumerate(libraries) for two in libraries[at + 1 :]]
    assert max(scored(one, two, metres=2000) for one, two in pairs) < 0.6


def test_PLA_31_branches_of_one_siret_contradict_each_other() -> None:
    assert said(replace(LIBRARY, branch="nord"), replace(LIBRARY, branch="sud"))[Likeness.IDENTIFIER] == 0
    assert said(replace(LIBRARY, branch="nord"), LIBRARY)[Likeness.IDENTIFIER] == 1


@pytest.mark.parametrize(
    ("pivot", "value"),
    [("20005400000015", 1), ("20005400000023", 0.5), ("21870085000012", 0), ("W871000000", None), ("", None)],
)
def test_PLA_31_what_two_numbers_say(pivot: str, value: float | None) -> None:
    assert said(LIBRARY, replace(LIBRARY, pivot=pivot))[Likeness.IDENTIFIER] == value


def test_PLA_31_websites_of_one_host_are_close() -> None:
    one, two = (replace(LIBRARY, sites=frozenset({path})) for path in ("limoges.fr/bm", "limoges.fr/epn"))
    assert said(one, two)[Likeness.WEBSITE] == 0.6
    assert said(one, one)[Likeness.WEBSITE] == 1
    assert said(one, replace(one, sites=frozenset({"autre.fr"})))[Likeness.WEBSITE] == 0


def test_PLA_32_an_unknown_distance_weighs_nothing_and_is_never_a_match() -> None:
    nowhere = replace(LIBRARY, point=None)
    assert said(LIBRARY, nowhere, metres=None)[Likeness.DISTANCE] is None
    doubtful = replace(nowhere, street=Street("40", "rue pasteur"))
    assert scored(LIBRARY, doubtful, metres=None) < scored(LIBRARY, doubtful, metres=0)


@pytest.mark.parametrize(("metres", "value"), [(0, 1), (25, 1), (162.5, 0.5), (300, 0), (5000, 0)])
def test_PLA_32_distance_is_in_metres(metres: float, value: float) -> None:
    assert said(LIBRARY, LIBRARY, metres)[Likeness.DISTANCE] == value


def test_a_bus_with_a_stop_in_each_commune_is_not_its_own_duplicate() -> None:
    stop = replace(LIBRARY, commune="23096", street=Street("", "place marche"))
    assert scored(LIBRARY, stop, metres=20_000) == 0


def test_two_records_on_either_side_of_a_border_are_compared_by_their_metres() -> None:
    other_side = replace(LIBRARY, commune="23096")
    assert 0.6 < scored(LIBRARY, other_side, metres=10) < 0.95


@pytest.mark.parametrize(
    "changes",
    [
        {"name": "mediatheque"},
        {"street": Street("14", "rue republique")},
        {"pivot": "21870085000012"},
        {"phones": frozenset({"+33555999999"})},
        {"pivot": "", "phones": frozenset(), "domains": frozenset()},
    ],
)
def test_PLA_30_what_contradicts_or_does_not_prove_is_left_to_a_person(changes: dict[str, Any]) -> None:
    assert not rules.is_sure(rules.signals(LIBRARY, replace(LIBRARY, **changes), metres=0, radius=300), 0.95)


def test_PLA_30_a_point_elsewhere_is_left_to_a_person() -> None:
    assert not rules.is_sure(rules.signals(LIBRARY, LIBRARY, metres=900, radius=300), 0.8)


def test_PLA_31_an_address_that_is_none_says_nothing_and_stops_nothing() -> None:
    assert site_keys(["https://[limoges.fr", "https://www.limoges.fr/"]) == frozenset({"limoges.fr"})
