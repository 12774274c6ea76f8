"""`conum restore FILE`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from conum.site.backup.manifest import BackupFault
from conum.site.backup.restoring import restore
from conum.site.management.progress import bar


class Command(BaseCommand):
    """Replace everything by a backup, after a confirmation."""

    help = "Remet la base de données et les fichiers comme dans une sauvegarde, l'application arrêtée."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the backup and the answer given in advance."""
        parser.add_argument("source", type=Path, help="fichier écrit par « conum backup »")
        parser.add_argument("--yes", action="store_true", help="remplace sans demander")

    def handle(self, *args: Any, source: Path, yes: bool, **options: Any) -> None:
        """Ask, restore, say what is there."""
        if not yes and not _agreed():
            raise CommandError("Rien n'est changé. Ajoutez --yes pour remplacer sans demander.")
        try:
            with bar("Restauration") as tell:
                manifest, erased = restore(source, timezone.now(), tell)
        except BackupFault as fault:
            raise CommandError(str(fault)) from fault
        day = f"{timezone.localtime(manifest.made_at):%d/%m/%Y à %H:%M}"
        self.stdout.write(f"Restauré comme le {day}. Lignes : {sum(manifest.rows.values())} ; journal intact.")
        self.stdout.write(f"Effacé de nouveau, à la demande des personnes : {erased}.")
        self.stdout.write("La purge de ce qui a dépassé sa durée est faite.")


def _agreed() -> bool:
    question = "Tout ce qui a été fait depuis la sauvegarde sera perdu. Continuer ? (oui/non) "
    return sys.stdin.isatty() and input(question).strip().lower() in ("oui", "o", "yes", "y")
