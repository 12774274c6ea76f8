"""`conum screens`: pictures of the ten main screens, of the demonstration in the database, into docs/screens/."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from conum.site import statics
from conum.site.demo import load
from conum.site.screens.camera import launched, opened, photograph, served, session_of
from conum.site.screens.pages import PHONE, SCREENS, TALL_PHONE, WIDTHS
from conum.site.screens.scene import Scene


class Command(BaseCommand):
    """Serve the demonstration, look at it as its people do, keep what is seen."""

    help = "Photographie les dix écrans principaux de la démonstration."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the folder and the screens wanted."""
        names = [screen.name for screen in SCREENS]
        parser.add_argument("names", nargs="*", metavar="screen", help=f"among {', '.join(names)}; all by default")
        parser.add_argument("--into", type=Path, default=Path("docs/screens"), help="folder of the pictures")

    def handle(self, *args: Any, **options: Any) -> None:
        """Take each picture at each width."""
        if not load.present():
            raise CommandError("La démonstration n'est pas chargée : « conum demo » d'abord.")
        wanted = [screen for screen in SCREENS if screen.name in (options["names"] or [s.name for s in SCREENS])]
        statics.collect(Path(settings.STATIC_ROOT))
        options["into"].mkdir(parents=True, exist_ok=True)
        scene = Scene(timezone.now())
        views = [(screen, screen.find(scene), session_of(screen.account)) for screen in wanted]
        with served() as address, launched() as browser:  # no query from here on: the browser keeps a loop running
            for screen, path, session in views:
                for width in WIDTHS:
                    with opened(browser, address, path, width, session) as page:
                        name = f"{screen.name}-{width}.png"
                        tallest = screen.height if width > PHONE else TALL_PHONE
                        weight = photograph(page, options["into"] / name, width, tallest)
                        self.stdout.write(f"{name}  {weight // 1000} kB")
