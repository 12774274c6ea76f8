"""`conum migrate`: Django's own, which draws thousands of classes and would look among them at every moment."""

from __future__ import annotations

import gc
from typing import Any

from django.core.management.commands import migrate

RARELY = (100_000, 50, 100)  # a sixth of the time of a new database went to look for what is left in memory


class Command(migrate.Command):
    """Migrate with a collector that looks rarely."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Migrate, then collect as usual."""
        usual = gc.get_threshold()
        gc.set_threshold(*RARELY)
        try:
            super().handle(*args, **options)
        finally:
            gc.set_threshold(*usual)
