"""Where an address is: asked to the address search, judged by PLA-03, the commune's centre when nothing is sure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.core import signing

from conum.commons.territories.enums import PointPrecision
from conum.commons.territories.models import Commune
from conum.commons.territories.queries import current_code
from conum.domains.places import parameters
from conum.domains.places.enums import Precision
from conum.domains.places.gateways.addresses import COMMUNE, Found, find
from conum.domains.places.rules.editing import ASK_FROM, address_verdict

CHOICE = "places.location"
CENTRE = "centre"


@dataclass(frozen=True)
class Point:
    """A point and what it is; all empty when the commune itself has none (PLA-04: no default point)."""

    latitude: float | None
    longitude: float | None
    precision: str

    def fields(self) -> dict[str, object]:
        """The fields of a place."""
        return {"latitude": self.latitude, "longitude": self.longitude, "precision": self.precision}


@dataclass(frozen=True)
class Located:
    """The answer: a point to keep, or propositions a person must choose from (value, label)."""

    point: Point | None
    choices: tuple[tuple[str, str], ...] = ()


def locate(address: str, postal_code: str, commune: Commune, day: date) -> Located:
    """Ask where an address is.

    Args:
        address: street part.
        day: the parameter `places.geocode_accept` is read that day.
    """
    near = (commune.latitude, commune.longitude) if commune.latitude is not None else None
    answers = find(f"{address} {postal_code} {commune.name}", near)
    here = [one for one in answers if one.kind != COMMUNE and current_code(one.insee_code) == commune.pk]
    accept = float(parameters.GEOCODE_ACCEPT.on(day))
    if here and address_verdict(here[0].score, accept) == "accepted":
        return Located(_point(here[0]))
    doubtful = tuple((_signed(one, address, commune), one.label) for one in here if one.score >= ASK_FROM)
    return Located(None, doubtful) if doubtful else Located(centre_of(commune))


def chosen(value: str, address: str, commune: Commune) -> Point | None:
    """Return the point of the proposition a person chose; None when it was not made for this address."""
    if value == CENTRE:
        return centre_of(commune)
    try:
        latitude, longitude, precision, asked, code = signing.loads(value, salt=CHOICE, max_age=24 * 3600)
    except (signing.BadSignature, ValueError):
        return None
    return Point(latitude, longitude, precision) if (asked, code) == (address, commune.pk) else None


def centre_of(commune: Commune) -> Point:
    """Return the commune's own point, said to be one (PLA-03)."""
    if commune.precision == PointPrecision.NONE:
        return Point(None, None, "")
    return Point(commune.latitude, commune.longitude, Precision.COMMUNE)


def _point(found: Found) -> Point:
    return Point(found.latitude, found.longitude, found.kind)


def _signed(found: Found, address: str, commune: Commune) -> str:
    return signing.dumps([found.latitude, found.longitude, found.kind, address, commune.pk], salt=CHOICE)
