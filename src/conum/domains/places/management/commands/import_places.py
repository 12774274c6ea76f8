"""`conum import-places FILE`: a file of the official schema, CSV or JSON, v0.1.1 or v1.0.2."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from conum.domains.places.operations.importing import (
    FileRefused,
    ImportReport,
    PlacesFile,
    Remark,
    ReportFile,
    import_places,
)

SHOWN = 50


class Command(BaseCommand):
    """A dry run unless `--apply`, which imports the good lines; exit code 2 when some lines are refused."""

    help = "Importe un fichier de lieux au standard national (CSV ou JSON, v0.1.1 ou v1.0.2 reconnue)."

    def add_arguments(self, parser: Any) -> None:
        """Declare the file, its source, and what to do with it."""
        parser.add_argument("file", type=Path, help="fichier CSV ou JSON")
        parser.add_argument("--source", default="", help="nom de la source (par défaut : colonne source, puis fichier)")
        parser.add_argument("--report", type=Path, help="écrire toutes les remarques dans ce fichier CSV")
        choice = parser.add_mutually_exclusive_group()
        choice.add_argument("--dry-run", action="store_true", help="essai à blanc (par défaut) : rien n’est écrit")
        choice.add_argument("--apply", action="store_true", help="importer les bonnes lignes")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, import, tell; the last line holds the counts."""
        try:
            report = self.imported(PlacesFile.open(options["file"]), options)
        except FileRefused as refusal:
            raise CommandError(refusal.message) from refusal
        self.tell(report)
        self.stdout.write(report.last_line)
        if report.refused:
            sys.exit(2)

    def imported(self, file: PlacesFile, options: dict[str, Any]) -> ImportReport:
        """Import, all remarks written down when a report is asked."""
        if not options["report"]:
            return self.run(file, options, None)
        try:
            out = options["report"].open("w", encoding="utf-8-sig", newline="")
        except OSError as error:
            told = f"Le rapport {options['report']} ne peut pas être écrit : {error.strerror}."
            raise CommandError(told) from error
        with out:
            return self.run(file, options, ReportFile(out))

    def run(self, file: PlacesFile, options: dict[str, Any], sink: ReportFile | None) -> ImportReport:
        """Call the operation under a progress bar, drawn on the error output."""
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task(f"Lieux ({file.version})", total=file.rough_lines or None)
            return import_places(
                file,
                source=options["source"],
                actor=None,
                now=timezone.now(),
                apply=options["apply"],
                sink=sink,
                progress=lambda lines: bar.advance(task, lines),
            )

    def tell(self, report: ImportReport) -> None:
        """Print what was found: each refusal, a count of each kind of remark, what changes."""
        for remark in report.remarks:
            self.stdout.write(remark)
        for refusal in report.refusals:
            self.stdout.write(_sentence(refusal))
        if report.refused and len(report.refusals) >= SHOWN:
            self.stdout.write("… toutes les remarques : ajoutez --report FICHIER.csv.")
        for (column, reason), times in report.notice_counts().most_common():
            self.stdout.write(f"{times} × colonne {column} : {reason}")
        for change in report.changes[:SHOWN]:
            self.stdout.write(
                f"ligne {change.line}, {change.place}, {change.column} : « {change.before} » → « {change.after} »"
            )
        if not report.applied:
            self.stdout.write("Essai à blanc : rien n’est écrit. Ajoutez --apply pour importer les bonnes lignes.")


def _sentence(remark: Remark) -> str:
    found = remark.finding
    nearest = f" Valeur proposée : {found.kept}." if found.kept else ""
    where = f"ligne {remark.line}, colonne {found.column}"
    return f"{where} : {found.sentence()} Reçu : « {found.value} ». Règle : {found.rule}.{nearest}"
