"""The ten main screens: whose they are and where."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse_lazy

from conum.site.screens.scene import Scene

PHONE, TALL_PHONE = 375, 1600
WIDTHS = (1280, PHONE)
"""Pixels: a desk and a phone."""


@dataclass(frozen=True)
class Screen:
    """One picture, at each width.

    Attributes:
        name: name of the file, which never changes.
        account: address of the demonstration account that looks, "" for a visitor.
        find: gives the address of the page.
        height: most pixels shown at the width of a desk.
    """

    name: str
    account: str
    find: Callable[[Scene], str]
    height: int = 1400


def at(name: str, *arguments: str) -> Callable[[Scene], str]:
    """Return the finder of a page that is about no row."""
    return lambda scene: str(reverse_lazy(name, args=arguments))


SCREENS = (
    Screen("home", "", at("home")),
    Screen("host-request", "", at("positions:ask_step", "eligibilite")),
    Screen("opinion", "prefecture19@example.org", Scene.opinion),
    Screen("committee", "admin1@example.org", Scene.committee),
    Screen("allocation", "admin1@example.org", Scene.allocation, height=1750),
    Screen("application", "", at("recruitment:apply")),
    Screen("own-application", "candidat@example.org", at("recruitment:own")),
    Screen("pool", "creuse@example.org", Scene.pool),
    Screen("contract", "creuse@example.org", Scene.contract),
    Screen("plan", "admin1@example.org", Scene.plan, height=1300),
)
