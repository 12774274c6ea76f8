"""The directory of companies, on answers in its documented shape."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import requests

from conum.domains.positions.gateways import companies

COMMUNE = {
    "siren": "999000019",
    "nom_complet": "COMMUNE DE BOURG-FICTIF (MAIRIE)",
    "nom_raison_sociale": "COMMUNE DE BOURG-FICTIF",
    "nature_juridique": "7210",
    "etat_administratif": "A",
    "date_fermeture": None,
    "siege": {
        "siret": "99900001900017",
        "adresse": "1 PLACE DE LA MAIRIE 87000 LIMOGES",
        "code_postal": "87000",
        "commune": "87085",
        "libelle_commune": "LIMOGES",
        "etat_administratif": "A",
        "date_fermeture": None,
        "latitude": "45.8315",
        "longitude": "1.2578",
    },
    "matching_etablissements": [
        {
            "siret": "99900001900025",
            "adresse": "ANCIENNE ANNEXE 87000 LIMOGES",
            "commune": "87085",
            "etat_administratif": "F",
            "date_fermeture": "2019-12-31",
            "latitude": None,
            "longitude": None,
        }
    ],
    "complements": {"identifiant_association": None, "collectivite_territoriale": {"code": "87085"}},
}


class Answer:
    """A recorded HTTP answer."""

    def __init__(self, body: Any, status: int = 200) -> None:
        self.body, self.status = body, status

    def raise_for_status(self) -> None:
        if self.status >= 400:
            raise requests.HTTPError(f"{self.status}")

    def json(self) -> Any:
        if isinstance(self.body, ValueError):
            raise self.body
        return self.body


def recorded(monkeypatch: pytest.MonkeyPatch, answer: Any) -> list[dict[str, Any]]:
    """Answer every question with `answer`; returns what was asked."""
    asked: list[dict[str, Any]] = []

    def get(address: str, **options: Any) -> Answer:
        asked.append({"address": address, **options})
        if isinstance(answer, Exception):
            raise answer
        return answer

    monkeypatch.setattr(companies.requests, "get", get)
    return asked


def test_an_open_establishment_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = recorded(monkeypatch, Answer({"results": [COMMUNE], "total_results": 1}))

    found = companies.find("99900001900017")

    assert found is not None and (found.name, found.commune) == ("COMMUNE DE BOURG-FICTIF", "87085")
    assert (found.legal_category, found.closed, found.latitude) == ("7210", False, 45.8315)
    assert asked[0]["params"]["q"] == "99900001900017"
    assert asked[0]["timeout"] == companies.TIMEOUTS


def test_a_closed_establishment_has_its_date(monkeypatch: pytest.MonkeyPatch) -> None:
    recorded(monkeypatch, Answer({"results": [COMMUNE]}))

    found = companies.find("99900001900025")

    assert found is not None and (found.closed, found.closed_on) == (True, date(2019, 12, 31))


@pytest.mark.parametrize("results", [[], [{**COMMUNE, "siege": None, "matching_etablissements": None}]])
def test_an_unknown_siret_is_nothing(results: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    recorded(monkeypatch, Answer({"results": results}))

    assert companies.find("99900001900017") is None


@pytest.mark.parametrize(
    "answer",
    [
        requests.ConnectTimeout("too long"),
        requests.ConnectionError("no route"),
        Answer({}, status=503),
        Answer(ValueError("not JSON")),
        Answer({"erreur": "trop de demandes"}),
        Answer({"results": [{"siege": {"siret": "99900001900017"}}]}),
        Answer([]),
    ],
)
def test_anything_else_is_unavailable(answer: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    recorded(monkeypatch, answer)

    with pytest.raises(companies.DirectoryUnavailable):
        companies.find("99900001900017")
