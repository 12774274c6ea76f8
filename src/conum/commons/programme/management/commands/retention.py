"""`conum retention --dry-run` or `--apply`."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from conum.commons.programme.operations import apply_retention, preview_retention


class Command(BaseCommand):
    """Run the purge now, to be read or for real; counts only."""

    help = "Erases personal data kept beyond its time (--apply), or counts it (--dry-run)."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the two ways and the day."""
        ways = parser.add_mutually_exclusive_group(required=True)
        ways.add_argument("--dry-run", action="store_true", help="count, change nothing")
        ways.add_argument("--apply", action="store_true", help="erase")
        parser.add_argument("--day", type=date.fromisoformat, help="day to run for, YYYY-MM-DD (today)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run it and print the counts."""
        now = timezone.now()
        today = timezone.localdate(now)
        day = options["day"] or today
        if day > today:
            raise CommandError("Le jour ne peut pas être dans l'avenir : rien ne serait plus gardé.")
        run = (apply_retention if options["apply"] else preview_retention)(day=day, now=now)
        for label, count in run.counts.items():
            self.stdout.write(f"{count:>9}  {label}")
        self.stdout.write(f"{run.get_kind_display()}, {day:%d/%m/%Y}, lignes au total : {sum(run.counts.values())}.")
