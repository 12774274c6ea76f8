"""`conum docs`: write the generated pages of the documentation."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from conum.site.docs import PAGES


class Command(BaseCommand):
    """Write docs/permissions.md, workflows.md, parameters.md, rules.md and personal-data.md."""

    help = "Writes the generated pages of the documentation."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the folder and the check mode."""
        parser.add_argument("--into", type=Path, default=Path("docs"), help="folder of the documentation")
        parser.add_argument("--check", action="store_true", help="fail when a page is out of date")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write each page, or name those that are out of date."""
        stale = [name for name, render in PAGES.items() if self.differs(options["into"] / name, render())]
        if options["check"] and stale:
            raise CommandError("Out of date, run `make docs`: " + ", ".join(stale))
        for name in () if options["check"] else stale:
            (options["into"] / name).write_text(PAGES[name](), encoding="utf-8")
            self.stdout.write(f"docs/{name}")

    def differs(self, path: Path, content: str) -> bool:
        """Tell whether the file is absent or says something else."""
        return not path.exists() or path.read_text(encoding="utf-8") != content
