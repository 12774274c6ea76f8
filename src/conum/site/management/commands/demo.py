"""`conum demo`: load the invented country (sheet 12) and print who may sign in."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from conum.site.demo import load
from conum.site.demo.story import ACCOUNTS
from conum.site.demo.world import SIZES, World

SEED = 20201117
"""`demo.seed` (sheet 12 section 8)."""
HOW = "Connexion par code reçu par courriel : les messages se lisent sur /demonstration/"


class Command(BaseCommand):
    """Load the demonstration."""

    help = "Charge les données fictives de la démonstration."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare size, seed, last day."""
        parser.add_argument("--size", choices=sorted(SIZES), default="department")
        parser.add_argument("--seed", type=int, default=SEED)
        parser.add_argument("--until", type=date.fromisoformat, default=None, help="dernier jour, AAAA-MM-JJ")
        parser.add_argument("--if-absent", action="store_true", help="ne fait rien si elle est déjà chargée")
        parser.add_argument("--without-matches", action="store_true", help="sans les mises en relation, plus longues")
        parser.add_argument("--accounts", action="store_true", help="affiche les comptes")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load unless loaded, then print the accounts."""
        console = Console(file=self.stdout if self.stdout.isatty() else None, highlight=False)
        if not load.migrated():
            raise CommandError("Les tables ne sont pas encore là : lancez d'abord « conum migrate ».")
        if not load.present():
            world = World(SIZES[options["size"]], options["seed"], options["until"] or timezone.localdate())
            self.load(console, world, matched=not options["without_matches"])
        elif not options["if_absent"]:
            raise CommandError("La démonstration est déjà chargée dans cette base.")
        if options["accounts"]:
            console.print(accounts())

    def load(self, console: Console, world: World, *, matched: bool = True) -> None:
        """Load with a progress bar by step.

        Raises:
            CommandError: the installation is not a demonstration, or real people are there.
        """
        if not settings.CONUM_SYNTHETIC:
            raise CommandError("Cette installation n'est pas une démonstration : CONUM_DEMONSTRATION=1 le dit.")
        if not load.empty():
            raise CommandError("La base contient déjà des personnes : la démonstration veut une base vide.")
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        with Progress(*columns, console=console) as progress:
            load.Loader(world, lambda label, total: _advance(progress, label, total), matched=matched).run()
        caches["searches"].clear()  # somebody may have searched while there was nothing to find


def _advance(progress: Progress, label: str, total: int) -> load.Tell:
    task = progress.add_task(label, total=total)
    return lambda count: progress.advance(task, count)


def accounts() -> Table:
    """Return the table of the accounts one may sign in with."""
    table = Table(title="Comptes de démonstration (données fictives)", caption=HOW)
    table.add_column("Adresse", no_wrap=True)  # it is copied
    for header in ("Rôle", "Histoire"):
        table.add_column(header)
    for account in ACCOUNTS:
        table.add_row(account.email, str(account.role.label), account.story)
    return table
