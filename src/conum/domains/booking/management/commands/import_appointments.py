"""`conum import-appointments FILE`: the appointments of an export of RDV Service Public, into one organisation."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from conum.commons.accounts.models import Organisation
from conum.commons.territories.operations import FileRefused, ImportReport
from conum.domains.booking.operations.importing import RDV_SERVICE_PUBLIC, import_appointments

SHOWN = 50


class Command(BaseCommand):
    """A dry run unless `--apply`, which imports the good lines; exit code 2 when some lines are refused."""

    help = "Importe les rendez-vous d'un export CSV de RDV Service Public dans une structure."

    def add_arguments(self, parser: Any) -> None:
        """Declare the file, the organisation, and what to do with it."""
        parser.add_argument("file", type=Path, help="fichier CSV")
        parser.add_argument("--organisation", required=True, metavar="SIRET", help="SIRET de la structure")
        parser.add_argument("--source", default=RDV_SERVICE_PUBLIC, help="nom de l'outil d'origine")
        parser.add_argument(
            "--all-or-nothing", action="store_true", help="n'importer que si toutes les lignes sont bonnes"
        )
        choice = parser.add_mutually_exclusive_group()
        choice.add_argument("--dry-run", action="store_true", help="essai à blanc (par défaut) : rien n’est écrit")
        choice.add_argument("--apply", action="store_true", help="importer les bonnes lignes")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, import, tell; the last line holds the counts."""
        found = list(Organisation.objects.filter(siret=options["organisation"].replace(" ", ""))[:2])
        if len(found) != 1:
            raise CommandError(f"Aucune structure n'a le SIRET {options['organisation']}.")
        try:
            content = options["file"].read_bytes()
            report = self.run(content, found[0], options)
        except OSError as error:
            raise CommandError(f"Le fichier {options['file']} est illisible : {error.strerror}.") from error
        except FileRefused as refusal:
            raise CommandError(refusal.message) from refusal
        self.tell(report)
        if report.refused:
            sys.exit(2)

    def run(self, content: bytes, organisation: Organisation, options: dict[str, Any]) -> ImportReport:
        """Call the operation; with `--all-or-nothing`, a dry run first."""
        asked = {"organisation_id": organisation.pk, "actor": None, "now": timezone.now(), "source": options["source"]}
        if options["apply"] and options["all_or_nothing"]:
            tried = import_appointments(content, apply=False, **asked)
            if tried.refused:
                return tried
        return import_appointments(content, apply=options["apply"], **asked)

    def tell(self, report: ImportReport) -> None:
        """Print what was found: remarks, refusals by line and column, counts."""
        for remark in report.remarks:
            self.stdout.write(remark)
        for refusal in report.refused[:SHOWN]:
            self.stdout.write(f"ligne {refusal.line}, colonne {refusal.column} : {refusal.reason}")
        if len(report.refused) > SHOWN:
            self.stdout.write(f"… et {len(report.refused) - SHOWN} autres lignes refusées.")
        if not report.applied:
            self.stdout.write("Essai à blanc : rien n’est écrit. Ajoutez --apply pour importer les bonnes lignes.")
        self.stdout.write(
            f"read={report.good + len(report.refused)} created={report.created} updated={report.changed} "
            f"unchanged={report.unchanged} refused={len(report.refused)}"
        )
