"""Are two records one place? Signals, each explained, and what they are worth together (PLA-30 to PLA-35)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from conum.domains.places.enums import UNKNOWN_PIVOT, Likeness, Precision
from conum.domains.places.rules import likeness
from conum.domains.places.rules.likeness import Street
from conum.kernel.rules import rule

WEIGHTS = {
    Likeness.NAME: 35, Likeness.STREET: 20, Likeness.DISTANCE: 15, Likeness.IDENTIFIER: 15, Likeness.PHONE: 10,
    Likeness.EMAIL: 5, Likeness.WEBSITE: 5, Likeness.TYPOLOGY: 5,
}  # fmt: skip
"""What each signal weighs, [I]; one that is unknown weighs nothing."""
NAME_AGREES = 0.7
SAME = 0.9  # from here a name or a street is the same, misprints aside
AT_ONCE_M = 25  # metres under which two points are one
SAME_SIREN = 0.5  # two establishments of one organisation
SAME_HOST = 0.6
SIREN = 9
PROOFS = (Likeness.IDENTIFIER, Likeness.PHONE, Likeness.EMAIL, Likeness.WEBSITE)


class Signal(NamedTuple):
    """What one thing says of a pair.

    Attributes:
        name: `Likeness`.
        value: from 0 (differs) to 1 (the same); None when one of the two does not tell.
        weight: its part of the score, in points.
        metres: of the distance alone, when it is known.
    """

    name: str
    value: float | None
    weight: int
    metres: int | None = None


@dataclass(frozen=True, slots=True)
class Compared:
    """A place as it is compared: keys made once, whatever the number of pairs it is in.

    Attributes:
        point: latitude and longitude in degrees; None when unknown or the commune's own, never exact (PLA-32).
        pivot: SIRET, RNA or RIDET, "" when unknown.
        branch: name of the organisation's branch, when the place is one's.
    """

    commune: str
    name: str
    street: Street
    address_key: str
    point: tuple[float, float] | None
    pivot: str
    branch: str
    phones: frozenset[str] = field(default_factory=frozenset)
    domains: frozenset[str] = field(default_factory=frozenset)
    sites: frozenset[str] = field(default_factory=frozenset)
    typologies: frozenset[str] = field(default_factory=frozenset)

    @classmethod
    def of(cls, place: Any, branch: str = "") -> Compared:
        """Return a place (anything with the fields of `Place`) made comparable."""
        exact = place.latitude is not None and place.precision != Precision.COMMUNE
        return cls(
            commune=place.commune_id,
            name=likeness.name_key(place.name, place.commune_name),
            street=likeness.street_key(place.address),
            address_key=place.address_key,
            point=(place.latitude, place.longitude) if exact else None,
            pivot="" if place.pivot == UNKNOWN_PIVOT else place.pivot,
            branch=likeness.fold(branch),
            phones=frozenset(place.phones),
            domains=likeness.mail_domains(place.emails),
            sites=likeness.site_keys(place.websites),
            typologies=frozenset(place.typologies),
        )


@rule("PLA-31")
def name_or_identifier_agrees(name: float, identifier: float | None) -> bool:
    """Deux lieux à la même adresse peuvent être deux lieux : le nom ou le SIRET doit concorder aussi."""
    return name >= NAME_AGREES or identifier == 1


@rule("PLA-33")
def each_matches_the_kept_record(weakest: float, review: float) -> bool:
    """Une fiche déjà fusionnée dans celle-ci ne ressemble pas à la fiche conservée : défaites d’abord cette fusion."""
    return weakest >= review


@rule("PLA-34", field="kept")
def kept_is_one_of_the_two(kept: Any, pair: Sequence[Any]) -> bool:
    """Choisissez la fiche à conserver parmi les deux."""
    return kept in pair


@rule("PLA-34")
def nothing_is_booked_at_what_merges_by_itself(bookable: bool) -> bool:
    """On prend rendez-vous sur la fiche à fusionner : une personne en décide."""
    return not bookable


@rule("PLA-35")
def pair_is_not_decided(decided: bool) -> bool:
    """Quelqu’un vient de décider pour ces deux fiches."""
    return not decided


def signals(one: Compared, other: Compared, *, metres: float | None, radius: int) -> list[Signal]:
    """Return what each thing says of two places.

    Args:
        metres: distance between the two points; None unless both are known (PLA-32).
        radius: `places.merge_radius_m`: from there, two points have nothing in common.
    """
    values: dict[str, float | None] = {
        Likeness.NAME: likeness.name_likeness(one.name, other.name),
        Likeness.STREET: _street(one, other),
        Likeness.DISTANCE: _nearness(metres, radius),
        Likeness.IDENTIFIER: _identifier(one, other),
        Likeness.PHONE: _shared(one.phones, other.phones),
        Likeness.EMAIL: _shared(one.domains, other.domains),
        Likeness.WEBSITE: _site(one.sites, other.sites),
        Likeness.TYPOLOGY: _shared(one.typologies, other.typologies),
    }
    told = None if metres is None else round(metres)
    return [
        Signal(name, value, WEIGHTS[Likeness(name)], told if name == Likeness.DISTANCE else None)
        for name, value in values.items()
    ]


def score(found: Sequence[Signal]) -> float:
    """Return from 0 to 1 what the signals are worth together, unknown ones aside; 0 when PLA-31 says they are two."""
    values = values_of(found)
    if not name_or_identifier_agrees(values[Likeness.NAME] or 0, values[Likeness.IDENTIFIER]) or _elsewhere(values):
        return 0.0
    known = [(signal.value, signal.weight) for signal in found if signal.value is not None]
    return sum(value * weight for value, weight in known) / sum(weight for _value, weight in known)


def is_sure(found: Sequence[Signal], auto: float) -> bool:
    """Tell whether two records are merged without a person (PLA-30): the score, and nothing that contradicts it.

    The name and the street are the same, one identifier or contact agrees, none differs.
    """
    values = values_of(found)
    same = all((values[name] or 0) >= SAME for name in (Likeness.NAME, Likeness.STREET))
    proofs = [values[name] for name in PROOFS if values[name] is not None]
    near = values[Likeness.DISTANCE] != 0
    return same and near and 1 in proofs and 0 not in proofs and score(found) >= auto


def values_of(found: Sequence[Signal]) -> dict[str, float | None]:
    """Return signal → value."""
    return {signal.name: signal.value for signal in found}


def _elsewhere(values: dict[str, float | None]) -> bool:
    """In another commune and out of reach: the stops of a bus, the sites of one organisation."""
    return values[Likeness.STREET] == 0 and values[Likeness.DISTANCE] in (0, None)


def _street(one: Compared, other: Compared) -> float:
    if one.address_key and one.address_key == other.address_key:
        return 1.0
    return likeness.street_likeness(one.street, other.street) if one.commune == other.commune else 0.0


def _nearness(metres: float | None, radius: int) -> float | None:
    if metres is None:
        return None
    return round(min(1.0, max(0.0, (radius - metres) / max(1, radius - AT_ONCE_M))), 3)


def _identifier(one: Compared, other: Compared) -> float | None:
    """SIRET and branch; numbers of two kinds (a SIRET, an RNA) are not comparable."""
    if not one.pivot or not other.pivot or len(one.pivot) != len(other.pivot):
        return None
    if one.pivot == other.pivot:
        return 0.0 if one.branch and other.branch and one.branch != other.branch else 1.0
    return SAME_SIREN if len(one.pivot) > SIREN + 1 and one.pivot[:SIREN] == other.pivot[:SIREN] else 0.0


def _shared(one: frozenset[str], other: frozenset[str]) -> float | None:
    return float(bool(one & other)) if one and other else None


def _site(one: frozenset[str], other: frozenset[str]) -> float | None:
    if not one or not other or one & other:
        return _shared(one, other)
    hosts = [{key.partition("/")[0] for key in keys} for keys in (one, other)]
    return SAME_HOST if hosts[0] & hosts[1] else 0.0
