"""`conum load-territories`: bring the tables to the data of the package (after an upgrade)."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from conum.commons.territories.operations import load_reference


class Command(BaseCommand):
    """Loads the compiled territories; does nothing when they are already there."""

    help = "Charge les territoires livrés avec cette version (sans effet s’ils sont déjà chargés)."

    def add_arguments(self, parser: Any) -> None:
        """Declare `--force`."""
        parser.add_argument("--force", action="store_true", help="recharger même si rien n’a changé")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load and say what was done."""
        done = load_reference(now=timezone.now(), force=options["force"])
        self.stdout.write("Territoires chargés." if done else "Territoires déjà à jour.")
