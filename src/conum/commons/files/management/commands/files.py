"""`conum files sweep` and `conum files rekey`."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from conum.commons.files import operations


class Command(BaseCommand):
    """Keep storage and rows together; encrypt again after a change of key."""

    help = "Sweeps the storage of files, or encrypts again those of an older key."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the two verbs."""
        verbs = parser.add_subparsers(dest="verb", required=True)
        verbs.add_parser("sweep", help="remove bytes without row; exit code 1 when rows have lost their bytes")
        verbs.add_parser("rekey", help="encrypt again, under CONUM_FILE_KEY, the files of CONUM_FILE_KEYS_OLDER")

    def handle(self, *args: Any, verb: str, **options: Any) -> None:
        """Do it."""
        now = timezone.now()
        if verb == "rekey":
            self.stdout.write(f"Fichiers chiffrés de nouveau avec la clé actuelle : {operations.rekey_all(now=now)}.")
            return
        found = operations.sweep(now=now)
        self.stdout.write(f"Fichiers sans fiche supprimés : {found.removed}.")
        if found.missing:
            raise CommandError(f"Fiches sans fichier ({len(found.missing)}) : {', '.join(found.missing)}")
