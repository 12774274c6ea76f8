"""Finding the rooms of the installed modules."""

from __future__ import annotations

import importlib
import importlib.util
import pkgutil
from collections.abc import Iterator
from types import ModuleType

from django.apps import apps


def rooms(name: str) -> Iterator[ModuleType]:
    """Yield the room `name` (`workflow`, `rules`…) of each installed module of Conum, folders opened."""
    for config in sorted(apps.get_app_configs(), key=lambda found: found.name):
        if config.name.startswith("conum.") and importlib.util.find_spec(f"{config.name}.{name}"):
            room = importlib.import_module(f"{config.name}.{name}")
            yield room
            for part in pkgutil.iter_modules(getattr(room, "__path__", ())):
                yield importlib.import_module(f"{room.__name__}.{part.name}")


def module_name(room: ModuleType | type) -> str:
    """Return `positions` for `conum.domains.positions.rules.requests`."""
    path = room.__module__ if isinstance(room, type) else room.__name__
    return path.split(".")[2]
