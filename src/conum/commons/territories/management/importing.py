"""What the two import commands share: read the file, show the report, apply on demand."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from conum.commons.territories.operations import FileRefused, ImportReport


class FileImport(BaseCommand):
    """A dry run unless `--apply`; with refused lines, applying needs `--keep-good` too."""

    importer: ClassVar[Callable[..., ImportReport]]

    def add_arguments(self, parser: Any) -> None:
        """Declare the file and what to do with it."""
        parser.add_argument("file", type=Path, help="fichier CSV")
        parser.add_argument("--source", default="", help="source affichée (par défaut : le nom du fichier)")
        parser.add_argument("--apply", action="store_true", help="importer ; sinon, essai à blanc")
        parser.add_argument("--keep-good", action="store_true", help="importer les bonnes lignes malgré les refus")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run and print lines, columns and reasons."""
        try:
            content = options["file"].read_bytes()
        except OSError as error:
            raise CommandError(f"Le fichier {options['file']} est illisible : {error.strerror}.") from error
        source = options["source"] or options["file"].name
        report = self.run(content, source, apply=False)
        self.tell(report)
        if not options["apply"]:
            self.stdout.write("Essai à blanc : rien n’est écrit. Ajoutez --apply pour importer.")
            return
        if report.refused and not options["keep_good"]:
            raise CommandError("Rien n’est importé. Corrigez le fichier, ou ajoutez --keep-good.")
        done = self.run(content, source, apply=True)
        self.stdout.write(f"Importé : {done.to_write} lignes écrites.")

    def run(self, content: bytes, source: str, *, apply: bool) -> ImportReport:
        """Call the operation; a file refused as a whole is one sentence."""
        try:
            return type(self).importer(content, source=source, actor=None, now=timezone.now(), apply=apply)
        except FileRefused as refusal:
            raise CommandError(refusal.message) from refusal

    def tell(self, report: ImportReport) -> None:
        """Print the report."""
        for remark in report.remarks:
            self.stdout.write(remark)
        for refusal in report.refused:
            column = f", colonne {refusal.column}" if refusal.column else ""
            self.stdout.write(f"ligne {refusal.line}{column} : {refusal.reason}")
        self.stdout.write(
            f"{report.created} à créer, {report.changed} à modifier, {report.unchanged} inchangées, "
            f"{len(report.refused)} refusées."
        )
