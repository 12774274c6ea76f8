"""Outlines of the départements on the web's map projection, for maps drawn without tiles."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from types import MappingProxyType


@dataclass(frozen=True)
class Outline:
    """A département on the map.

    Attributes:
        box: left, top, right, bottom, in units of the map.
        rough, fine: SVG path data in the same units, for the whole country and nearer.
    """

    box: tuple[float, float, float, float]
    rough: str
    fine: str


@dataclass(frozen=True)
class Outlines:
    """All outlines; `world` units are the whole width of the map (Web Mercator, origin top left)."""

    world: int
    areas: Mapping[str, Outline]


@lru_cache(maxsize=1)
def department_outlines() -> Outlines:
    """Return the outlines by code of département; read once per process. Tiny collectivities have none."""
    text = resources.files("conum.commons.territories").joinpath("data", "outlines.json").read_text("utf-8")
    kept = json.loads(text)
    areas = {code: Outline(tuple(area["box"]), area["rough"], area["fine"]) for code, area in kept["areas"].items()}
    return Outlines(kept["world"], MappingProxyType(areas))
