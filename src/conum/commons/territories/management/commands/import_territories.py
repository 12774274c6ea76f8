"""`conum import-territories`: refresh the communes from the State's geo API."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from conum.commons.territories.gateways import geo_api
from conum.commons.territories.operations import RefreshReport, refresh_communes
from conum.kernel.errors import ConumError

SHOWN = 20


class Command(BaseCommand):
    """Asks the API, tells what would change, writes with `--apply`."""

    help = "Met à jour les communes depuis l’API Découpage administratif de l’État."

    def add_arguments(self, parser: Any) -> None:
        """Declare `--apply` and the address."""
        parser.add_argument("--apply", action="store_true", help="écrire ; sinon, essai à blanc")
        parser.add_argument("--address", default=geo_api.ADDRESS, help="début de l’adresse de l’API")

    def handle(self, *args: Any, **options: Any) -> None:
        """Fetch, compare, tell."""
        try:
            answers = geo_api.fetch(options["address"].rstrip("/"))
            report = refresh_communes(answers, now=timezone.now(), apply=options["apply"])
        except ConumError as refusal:
            raise CommandError(refusal.message) from refusal
        self.tell(report)

    def tell(self, report: RefreshReport) -> None:
        """Print counts and the first codes of each kind."""
        for words, codes in (
            ("créées", report.created),
            ("modifiées", report.changed),
            ("fermées", report.closed),
            ("ignorées", [f"{code} ({reason})" for code, reason in report.ignored]),
        ):
            more = " …" if len(codes) > SHOWN else ""
            self.stdout.write(f"{len(codes)} communes {words} : {', '.join(codes[:SHOWN]) or 'aucune'}{more}")
        if not report.applied:
            self.stdout.write("Essai à blanc : rien n’est écrit. Ajoutez --apply pour mettre à jour.")
