"""`conum journal verify` and `conum journal heads`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from conum.commons.journal.queries import Mark, heads, verify


class Command(BaseCommand):
    """Verify the chains, or print their heads so that they can be kept elsewhere."""

    help = "Verifies that nobody changed the journal, or prints the heads to publish."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the two verbs."""
        verbs = parser.add_subparsers(dest="verb", required=True)
        verifying = verbs.add_parser("verify", help="exit code 1 and the first line that does not fit, by family")
        verifying.add_argument("--heads", type=Path, help="heads noted earlier (output of `conum journal heads`)")
        verbs.add_parser("heads", help="print family, rank and hash of the last lines as JSON")

    def handle(self, *args: Any, verb: str, **options: Any) -> None:
        """Do it."""
        if verb == "heads":
            found = [{"family": head.family, "position": head.position, "hash": head.hash} for head in heads()]
            self.stdout.write(json.dumps(found, indent=1))
            return
        flaws = verify(_marks(options["heads"]))
        for flaw in flaws:
            self.stderr.write(f"{flaw.family}, ligne {flaw.position} : {flaw.fault.label}.")
        if flaws:
            raise CommandError(f"Familles du journal qui ne sont pas intactes : {len(flaws)}.")
        self.stdout.write(f"Journal intact : {', '.join(f'{head.family} ({head.position})' for head in heads())}.")


def _marks(path: Path | None) -> list[Mark]:
    if path is None:
        return []
    try:
        return [Mark(line["family"], line["position"], line["hash"]) for line in json.loads(path.read_text("utf-8"))]
    except (OSError, ValueError, KeyError, TypeError) as fault:
        raise CommandError(f"Le fichier {path} n'est pas celui de « conum journal heads ».") from fault
