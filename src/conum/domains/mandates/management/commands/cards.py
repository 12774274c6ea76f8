"""`conum cards import file.csv`: cards into the stock; `--dry-run` reports only."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from conum.domains.mandates.operations import cards


class Command(BaseCommand):
    """Imports cards from a file of serial numbers and seeds."""

    help = "Importe des cartes Aidants Connect (numéro de série, graine) ; les graines sont chiffrées."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the arguments."""
        parser.add_argument("action", choices=["import"])
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="vérifier sans rien garder")
        parser.add_argument("--keep-good", action="store_true", help="garder les lignes correctes d'un fichier fautif")

    def handle(self, *args: Any, **options: Any) -> None:
        """Report each wrong line, then import unless asked not to."""
        try:
            text = options["file"].read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as fault:
            raise CommandError(f"Fichier illisible : {fault}") from fault
        found = cards.check_file(text, None)
        for fault in found.faults:
            self.stderr.write(f"ligne {fault.line}{', ' + fault.column if fault.column else ''} : {fault.reason}")
        if found.faults and not (options["keep_good"] or options["dry_run"]):
            raise CommandError("Rien n'est importé : corrigez le fichier, ou ajoutez --keep-good.")
        if options["dry_run"]:
            self.stdout.write(f"{len(found.good)} lignes correctes, {len(found.faults)} refusées ; rien n'est gardé.")
            return
        count = cards.import_cards(found.good, actor=None, now=timezone.now())
        self.stdout.write(f"{count} cartes importées.")
