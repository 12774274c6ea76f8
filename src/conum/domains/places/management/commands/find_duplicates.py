"""`conum find-duplicates [--propose-only]`: compare the records of places that are neighbours."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from conum.domains.places.operations.duplicates import find_duplicates


class Command(BaseCommand):
    """Proposes the pairs that resemble each other, merges the sure ones; the last line holds the counts."""

    help = "Cherche les lieux enregistrés deux fois : propose les ressemblances, fusionne les certitudes."

    def add_arguments(self, parser: Any) -> None:
        """Declare what is left to people."""
        parser.add_argument("--propose-only", action="store_true", help="ne rien fusionner : tout est laissé à décider")

    def handle(self, *args: Any, **options: Any) -> None:
        """Search and tell."""
        search = find_duplicates(now=timezone.now(), merge=not options["propose_only"])
        self.stdout.write("Les paires à décider sont à l’adresse /lieux/doublons/.")
        self.stdout.write(search.last_line)
