"""The State's public directory of companies ("recherche d'entreprises"): who is behind a SIRET."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import requests
from django.conf import settings

TIMEOUTS = (2.0, 4.0)  # seconds: to connect, to answer


class DirectoryUnavailable(Exception):
    """The directory did not answer, or answered something that cannot be read: the form goes on by hand."""


@dataclass(frozen=True)
class Establishment:
    """What the directory says of a SIRET.

    Attributes:
        legal_category: INSEE legal category, four digits, or "".
        commune: INSEE code of the commune (or district), or "".
        closed_on: day the establishment closed, None while it is open.
        closed: the establishment is closed, even when the day is not known.
        latitude, longitude: degrees, None when unknown.
    """

    siret: str
    name: str
    legal_category: str
    address: str
    commune: str
    closed: bool
    closed_on: date | None
    latitude: float | None
    longitude: float | None
    rna: str = ""


def find(siret: str) -> Establishment | None:
    """Return the establishment of this SIRET, None when the directory does not know it.

    Raises:
        DirectoryUnavailable: no answer in time, or not one that can be read.
    """
    try:
        answer = requests.get(settings.COMPANY_DIRECTORY, params={"q": siret, "per_page": 1}, timeout=TIMEOUTS)
        answer.raise_for_status()
        results = answer.json()["results"]
        return _read(siret, results[0]) if results else None
    except (requests.RequestException, ValueError, KeyError, TypeError, IndexError) as fault:
        raise DirectoryUnavailable(str(fault)) from fault


def _read(siret: str, company: dict[str, Any]) -> Establishment | None:
    known = [company.get("siege") or {}, *(company.get("matching_etablissements") or [])]
    place = next((row for row in known if row.get("siret") == siret), None)
    if place is None:
        return None
    return Establishment(
        siret=siret,
        name=(company.get("nom_raison_sociale") or company["nom_complet"])[:200],
        legal_category=company.get("nature_juridique") or "",
        address=(place.get("adresse") or "")[:255],
        commune=place.get("commune") or "",
        closed=place.get("etat_administratif") == "F" or company.get("etat_administratif") == "C",
        closed_on=_day(place.get("date_fermeture") or company.get("date_fermeture")),
        latitude=_number(place.get("latitude")),
        longitude=_number(place.get("longitude")),
        rna=(company.get("complements") or {}).get("identifiant_association") or "",
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _number(text: str | float | None) -> float | None:
    return float(text) if text not in (None, "") else None
