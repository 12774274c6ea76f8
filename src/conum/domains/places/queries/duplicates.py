"""Two records side by side: which one to keep, what each thing compared says, what the merge would give."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dateutil.relativedelta import relativedelta
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from conum.commons.territories.queries import distance_m
from conum.domains.places.enums import UNKNOWN_PIVOT, Likeness
from conum.domains.places.models import DuplicatePair, Place
from conum.domains.places.parameters import SOURCE_STALE
from conum.domains.places.queries.editing import WRITTEN, field_label, shown
from conum.domains.places.rules import duplicates as rules
from conum.domains.places.rules import merging
from conum.domains.places.rules.duplicates import Compared

READ = (*(name for name in WRITTEN if name != "precision"), "updated_on")
# Computed beside what people read: never shown as a line of its own.
BESIDE = frozenset({"insee_code", "commune_id", "latitude", "longitude", "address_key", "opening_hours_source"})
SAME, CLOSE = 0.9, 0.6


@dataclass(frozen=True)
class Said:
    """What one thing compared says, in words, and its points.

    Attributes:
        first, second: what each record says.
        verdict: « identique », « proche », « différent », « inconnu ».
        points: « 14 sur 20 », "" when it is unknown and weighs nothing.
    """

    label: str
    first: str
    second: str
    verdict: str
    points: str


@dataclass(frozen=True)
class Line:
    """A field of both records, and of the record after the merge."""

    label: str
    first: str
    second: str
    after: str


def kept_first(pair: DuplicatePair) -> tuple[Place, Place]:
    """Return the record that is rather kept, and the other: already kept once, of an organisation, then the older."""
    one, other = sorted((pair.first, pair.second), key=_rank)
    return one, other


def _rank(place: Place) -> tuple[bool, bool, Any]:
    return not Place.objects.filter(merged_into=place).exists(), place.organisation_id is None, place.pk


def likeness_of(one: Place, other: Place, radius_m: int) -> float:
    """Return from 0 to 1 how alike two records are now."""
    left, right = (
        Compared.of(place, place.organisation.branch_name if place.organisation else "") for place in (one, other)
    )
    metres = distance_m(*left.point, *right.point) if left.point and right.point else None
    return rules.score(rules.signals(left, right, metres=metres, radius=radius_m))


def merged_values(kept: Place, merged: Place, now: datetime) -> dict[str, Any]:
    """Return the fields that a merge changes in the kept record: the most recent wins field by field (PLA-16)."""
    stale = kept.updated_on - relativedelta(months=SOURCE_STALE.on(localdate(now)))
    ours, theirs = ({name: getattr(place, name) for name in READ} for place in (kept, merged))
    found = merging.changes(ours, theirs, alone=False, stale_before=stale)
    if found.keys() & {"latitude", "longitude"} and kept.precision != merged.precision:
        found["precision"] = merged.precision
    return found


def signals_said(pair: DuplicatePair) -> list[Said]:
    """Return the signals of a pair as a person reads them, those that weigh most first."""
    return [_said(pair, signal) for signal in pair.signals]


def _said(pair: DuplicatePair, signal: dict[str, Any]) -> Said:
    name, value = signal["name"], signal["value"]
    verdict = _verdict(value)
    if signal["metres"] is not None:
        verdict = _("%(metres)s m") % {"metres": signal["metres"]}
    points = (
        ""
        if value is None
        else _("%(got)s sur %(most)s") % {"got": round(value * signal["weight"]), "most": signal["weight"]}
    )
    return Said(str(Likeness(name).label), _of(pair.first, name), _of(pair.second, name), verdict, points)


def _verdict(value: float | None) -> str:
    if value is None:
        return _("inconnu")
    if value >= SAME:
        return _("identique")
    return _("proche") if value >= CLOSE else _("différent")


def _of(place: Place, name: str) -> str:
    """What a record says of one thing compared."""
    if name == Likeness.STREET:
        return f"{place.address}, {place.postal_code} {place.commune_name}"
    if name == Likeness.DISTANCE:
        return str(place.get_precision_display()) if place.latitude is not None else ""
    if name == Likeness.IDENTIFIER:
        return _told("pivot", place.pivot)
    fields = {
        Likeness.NAME: "name", Likeness.PHONE: "phones", Likeness.EMAIL: "emails", Likeness.WEBSITE: "websites",
        Likeness.TYPOLOGY: "typologies",
    }  # fmt: skip
    field = fields[Likeness(name)]
    return shown(field, getattr(place, field))


def _told(name: str, value: Any) -> str:
    """A value as people read it; an unknown number and a « no » are left blank."""
    unknown = value is False or (name == "pivot" and value == UNKNOWN_PIVOT)
    return "" if unknown else shown(name, value)


def lines(pair: DuplicatePair, kept: Place, merged: Place, now: datetime) -> list[Line]:
    """Return the fields that one of the records tells, with what the merge would keep."""
    after = merged_values(kept, merged, now) if pair.kept_id is None else {}
    names = [name for name in READ if name not in BESIDE]
    found = []
    for name in names:
        one, two = (getattr(place, name) for place in (pair.first, pair.second))
        result = after.get(name, getattr(kept, name))
        line = Line(field_label(name), *(_told(name, value) for value in (one, two, result)))
        if line.first or line.second:
            found.append(line)
    return found
