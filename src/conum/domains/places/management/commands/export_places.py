"""`conum export-places --format csv|json|geojson [--department 87]`: the open data, on the standard output."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from conum.commons.territories.models import Department, department_code
from conum.domains.places.queries.export import ENDINGS, exported_places, written


class Command(BaseCommand):
    """Writes every place shown to the public, each row valid for the official schema v1.0.2."""

    help = "Écrit les lieux au standard national v1.0.2 sur la sortie standard."

    def add_arguments(self, parser: Any) -> None:
        """Declare the format and the territory."""
        parser.add_argument("--format", choices=sorted(ENDINGS), default="csv", help="csv, json ou geojson")
        parser.add_argument("--department", default="", help="code du département, par exemple 87")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write piece by piece."""
        department = department_code(options["department"]) if options["department"] else ""
        if department and not Department.objects.filter(pk=department).exists():
            raise CommandError(f"Le département « {options['department']} » n’existe pas.")
        for piece in written(exported_places(department), options["format"], timezone.now()):
            self.stdout.write(piece, ending="")
