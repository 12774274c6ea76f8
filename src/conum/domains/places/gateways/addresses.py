"""The State's address search (Base adresse nationale): where an address is. No key; its documentation is public."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Any

import requests
from django.conf import settings

LOGGER = logging.getLogger(__name__)
TIMEOUTS = (1.0, 2.0)  # seconds: to connect, to answer; a person waits, and the commune's centre is a fair answer
MOST_CHARACTERS = 200  # of a question
MOST_ANSWERS = 5
HOUSE, STREET, COMMUNE = "house", "street", "commune"
KINDS = {"housenumber": HOUSE, "street": STREET, "locality": STREET, "municipality": COMMUNE}


@dataclass(frozen=True)
class Found:
    """An address the search proposes.

    Attributes:
        latitude, longitude: degrees, WGS 84.
        score: likeness of the question and the answer, from 0 to 1.
        kind: house, street (or named place), commune: how exact the point is.
        insee_code: commune, arrondissements kept (75112).
    """

    label: str
    latitude: float
    longitude: float
    score: float
    kind: str
    insee_code: str


def find(text: str, near: tuple[float, float] | None = None) -> list[Found]:
    """Return the addresses that a text may mean, best first; none when the search fails, which a log line tells.

    Args:
        text: an address as typed; what is too short to be asked is not asked.
        near: latitude and longitude (degrees) whose neighbourhood is preferred.
    """
    asked = " ".join(text.replace("\x00", " ").split())[:MOST_CHARACTERS]
    if len(asked) < 3 or not asked[0].isalnum() or not settings.ADDRESS_SEARCH:
        return []
    question: dict[str, Any] = {"q": asked, "limit": MOST_ANSWERS}
    if near:
        question |= {"lat": near[0], "lon": near[1]}
    try:
        answer = requests.get(settings.ADDRESS_SEARCH, params=question, timeout=TIMEOUTS)
        answer.raise_for_status()
        return [_read(feature) for feature in answer.json()["features"]]
    except (requests.RequestException, ValueError, KeyError, TypeError, IndexError) as fault:
        # The question stays out of the log: it may be somebody's home.
        LOGGER.warning("address search failed: %s", type(fault).__name__)
        return []


def _read(feature: dict[str, Any]) -> Found:
    said = feature["properties"]
    longitude, latitude = feature["geometry"]["coordinates"]
    return Found(
        label=str(said["label"]),
        latitude=float(latitude),
        longitude=float(longitude),
        score=float(said["score"]),
        kind=KINDS.get(said.get("type", ""), COMMUNE),
        insee_code=str(said.get("citycode") or ""),
    )
