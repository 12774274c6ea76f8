"""`conum bounce`: give it the mails received at the sender's address; it closes the messages that came back."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from conum.commons.messaging.operations import close_bounced, read_report


class Command(BaseCommand):
    """Read one mail from a file or the standard input (a line of the mail server's aliases)."""

    help = "Reads a delivery report and marks the message as bounced."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the file."""
        parser.add_argument("file", nargs="?", default="-", help="the mail received; - for the standard input")

    def handle(self, *args: Any, file: str, **options: Any) -> None:
        """Read, close, say."""
        if file == "-":
            raw = sys.stdin.buffer.read()
        else:
            with open(file, "rb") as given:
                raw = given.read()
        report = read_report(raw)
        if report is None:
            self.stdout.write("Ce courriel n'est pas un avis de non-remise d'un de nos messages : rien n'est changé.")
        elif close_bounced(report, now=timezone.now()):
            self.stdout.write(f"Message {report.mark} : adresse refusée ({report.reason}).")
        else:
            self.stdout.write(f"Message {report.mark} : retard, message inconnu ou déjà clos ; rien n'est changé.")
