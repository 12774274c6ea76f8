"""`conum oidc-keys list` and `conum oidc-keys rotate`."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone
from django.utils.timezone import localtime

from conum.domains.mandates.models import SigningKey
from conum.domains.mandates.operations import oidc_keys


class Command(BaseCommand):
    """The keys that sign what the OpenID Connect provider says."""

    help = "Lists or rotates the signing keys of the OpenID Connect provider."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the two verbs."""
        verbs = parser.add_subparsers(dest="verb", required=True)
        verbs.add_parser("list", help="the keys, their state, until when each is published")
        rotate = verbs.add_parser("rotate", help="let the next keys sign; the former ones stay published for a while")
        rotate.add_argument(
            "--overlap-hours", type=int, default=None, help="hours the former keys stay published; 0 after a theft"
        )

    def handle(self, *args: Any, verb: str, **options: Any) -> None:
        """Do it."""
        now = timezone.now()
        if verb == "rotate":
            for key in oidc_keys.rotate(now=now, overlap_hours=options["overlap_hours"]):
                self.stdout.write(f"{key.algorithm} : la clé {key.kid} signe désormais.")
            return
        oidc_keys.ensure(now=now)
        for key in SigningKey.objects.order_by("algorithm", "made_at"):
            until = f", publiée jusqu'au {localtime(key.published_until):%d/%m/%Y %H:%M}" if key.published_until else ""
            self.stdout.write(f"{key.algorithm} {key.kid} : {key.get_state_display()}{until}")
