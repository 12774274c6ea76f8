"""`conum backup FILE|FOLDER`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from conum.site.backup.manifest import BackupFault
from conum.site.backup.saving import save
from conum.site.management.progress import bar


class Command(BaseCommand):
    """Write a backup while the application works."""

    help = "Sauvegarde la base de données et les fichiers, l'application en marche ; les clés se gardent à part."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare where it goes."""
        parser.add_argument("target", type=Path, help="fichier à écrire, ou dossier qui garde les sauvegardes")

    def handle(self, *args: Any, target: Path, **options: Any) -> None:
        """Save and say what is in it."""
        try:
            with bar("Sauvegarde") as tell:
                file, manifest = save(target, timezone.now(), tell)
        except BackupFault as fault:
            raise CommandError(str(fault)) from fault
        rows, files = sum(manifest.rows.values()), len(manifest.digests) - 1
        self.stdout.write(
            f"{file} est écrit. Tables : {len(manifest.rows)} ; lignes : {rows} ; fichiers déposés : {files}."
        )
        if manifest.missing:
            self.stderr.write(f"Fichiers absents du stockage ({len(manifest.missing)}) : {', '.join(manifest.missing)}")
        self.stdout.write(
            f"Gardez ailleurs les clés, sans lesquelles elle ne sert à rien : {', '.join(manifest.keys)}."
        )
