"""`conum doctor`: what is configured, reachable, migrated."""

import sys

from django.core.management.base import BaseCommand
from rich.console import Console
from rich.table import Table

from conum.site.doctor import State, examine

STYLES = {State.GOOD: "green", State.NOTICE: "yellow", State.FAULT: "bold red"}


class Command(BaseCommand):
    """Print the table; exit with 1 when something must be put right."""

    help = "Dit ce qui est configuré, joignable et à jour."
    requires_system_checks = ()

    def handle(self, *args: object, **options: object) -> None:
        """Examine everything and print it."""
        findings = list(examine())
        table = Table("Sujet", "État", "Détail", title="Conum")
        for finding in findings:
            table.add_row(finding.subject, f"[{STYLES[finding.state]}]{finding.state}[/]", finding.detail)
        Console(file=self.stdout, width=None if sys.stdout.isatty() else 120).print(table)  # type: ignore[arg-type]
        if any(finding.state is State.FAULT for finding in findings):
            sys.exit(1)
