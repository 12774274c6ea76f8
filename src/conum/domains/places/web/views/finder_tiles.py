"""Tiles behind the map, when the installation has some: none are asked of a third party otherwise (PRI-16)."""

from __future__ import annotations

from django.conf import settings


def tiles() -> dict[str, str]:
    """Return the address of the installation's tiles and whose they are, empty without any (PRI-16)."""
    names = {"tiles": "CONUM_TILES_URL", "tiles_credit": "CONUM_TILES_CREDIT"}
    return {name: getattr(settings, setting, "") for name, setting in names.items()}
