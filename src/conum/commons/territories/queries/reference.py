"""Lists, codes that changed, outlines and sources."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib import resources
from types import MappingProxyType

from django.db.models import Q, QuerySet

from conum.commons.territories.models import Commune, CommuneChange, ReferenceLoad
from conum.commons.territories.models.code import commune_code, department_code

LONGEST_CHAIN = 5


@dataclass(frozen=True)
class Shape:
    """Outline of a département: SVG path, the larger copy of Paris and neighbours, or a square (`symbol`)."""

    code: str
    name: str
    path: str
    zoom: str
    symbol: bool


@dataclass(frozen=True)
class ShapeMap:
    """All outlines in one drawing; `view_box` goes to the `svg` element."""

    view_box: str
    shapes: Mapping[str, Shape]


@dataclass(frozen=True)
class Source:
    """Where part of the data comes from, shown with its licence."""

    title: str
    publisher: str
    package: str
    version: str
    data_date: str
    licence: str
    licence_url: str
    url: str
    used_for: str


def communes_of(department: str) -> QuerySet[Commune]:
    """Return the open communes of a département (`00` is Saint-Martin), in French order."""
    return Commune.objects.filter(department=department_code(department), closed_on=None).order_by("key", "code")


def current_code(code: str, *, on: date | None = None) -> str | None:
    """Return the code of the commune that an old or current code means, None when nothing is known of it.

    Args:
        code: INSEE code of a commune, a district (75112), a delegated commune or a former code.
        on: follow only the changes in force that day; all of them by default.
    """
    asked = commune_code(code)
    still_open = Q(closed_on=None) | Q(closed_on__gt=on) if on else Q(closed_on=None)
    for _step in range(LONGEST_CHAIN):
        if Commune.objects.filter(still_open, pk=asked).exists():
            return asked
        changes = CommuneChange.objects.filter(old_code=asked).exclude(commune=asked)
        if on:
            changes = changes.filter(Q(effective_on=None) | Q(effective_on__lte=on))
        following = changes.order_by("-effective_on", "commune").values_list("commune", flat=True).first()
        if following is None:
            return None
        asked = following
    return None


@lru_cache(maxsize=1)
def department_names() -> Mapping[str, str]:
    """Return code → name of every département, from the package data (no query), ordered by code."""
    return _of_departments("name")


@lru_cache(maxsize=1)
def department_clocks() -> Mapping[str, str]:
    """Return code → time zone of every département, from the package data (no query)."""
    return _of_departments("timezone")


def _of_departments(column: str) -> Mapping[str, str]:
    return MappingProxyType({row["code"]: row[column] for row in json.loads(_read("departments.json"))["departments"]})


@lru_cache(maxsize=1)
def department_shapes() -> ShapeMap:
    """Return the outlines of all départements and collectivities; read once per process."""
    drawing, names = json.loads(_read("shapes.json")), department_names()
    shapes = {code: Shape(code=code, name=names[code], **row) for code, row in drawing["shapes"].items()}
    return ShapeMap(view_box=drawing["view_box"], shapes=MappingProxyType(shapes))


@lru_cache(maxsize=1)
def sources() -> tuple[Source, ...]:
    """Return the sources of the territories with their licences."""
    return tuple(Source(**row) for row in json.loads(_read("sources.json"))["sources"])


def reference_loads() -> QuerySet[ReferenceLoad]:
    """Return when the tables were last loaded, by source."""
    return ReferenceLoad.objects.order_by("source")


def _read(name: str) -> str:
    return resources.files("conum.commons.territories").joinpath("data", name).read_text("utf-8")
