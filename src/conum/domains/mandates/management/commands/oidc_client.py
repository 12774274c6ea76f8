"""`conum oidc-client register`, `… secret` and `… list`: the services that rely on the provider, from the console."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from conum.domains.mandates.enums import ClientAuthMethod, SigningAlgorithm
from conum.domains.mandates.models import RelyingParty
from conum.domains.mandates.operations import oidc_clients
from conum.domains.mandates.rules import oidc as rules
from conum.kernel.errors import ConumError


class Command(BaseCommand):
    """Register a service without the screen."""

    help = "Registers, lists and renews the clients of the OpenID Connect provider."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the verbs."""
        verbs = parser.add_subparsers(dest="verb", required=True)
        verbs.add_parser("list", help="the registered services")
        secret = verbs.add_parser("secret", help="give a new secret, shown once")
        secret.add_argument("client_id")
        new = verbs.add_parser("register", help="register a service; its secret is shown once")
        new.add_argument("name", help="shown to helpers")
        new.add_argument("--redirect-uri", action="append", required=True, dest="redirect_uris")
        new.add_argument("--post-logout-uri", action="append", default=[], dest="post_logout_redirect_uris")
        new.add_argument("--auth-method", action="append", choices=ClientAuthMethod.values, dest="auth_methods")
        new.add_argument("--keys", type=Path, help="file of the service's public keys (JWK Set)")
        new.add_argument("--scope", action="append", choices=list(rules.SCOPE_CLAIMS), default=[], dest="scopes")
        new.add_argument("--algorithm", choices=SigningAlgorithm.values, default=SigningAlgorithm.RS256.value)
        new.add_argument("--userinfo-signed", action="store_true")

    def handle(self, *args: Any, verb: str, **options: Any) -> None:
        """Do it."""
        if verb == "list":
            for row in RelyingParty.objects.order_by("name"):
                self.stdout.write(f"{row.client_id}  {row.name}{'  (fermé)' if row.closed_at else ''}")
            return
        try:
            row, secret = self._registered(options) if verb == "register" else self._renewed(options["client_id"])
        except ConumError as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"client_id     {row.client_id}\nclient_secret {secret}\nCe secret n'est montré qu'une fois.")

    def _registered(self, options: dict[str, Any]) -> tuple[RelyingParty, str]:
        said = oidc_clients.Registration(
            name=options["name"],
            redirect_uris=options["redirect_uris"],
            post_logout_redirect_uris=options["post_logout_redirect_uris"],
            auth_methods=options["auth_methods"] or [ClientAuthMethod.BASIC.value],
            keys=_keys(options["keys"]),
            scopes=list(dict.fromkeys(["openid", *options["scopes"]])),
            algorithm=options["algorithm"],
            userinfo_signed=options["userinfo_signed"],
        )
        return oidc_clients.register(said, actor=None, now=timezone.now())

    def _renewed(self, client_id: str) -> tuple[RelyingParty, str]:
        row = RelyingParty.objects.filter(client_id=client_id).first()
        if row is None:
            raise CommandError(f"Aucun service n'a l'identifiant {client_id}.")
        return oidc_clients.renew_secret(row.pk, actor=None, now=timezone.now())


def _keys(path: Path | None) -> list[dict[str, Any]]:
    if path is None:
        return []
    try:
        return list(json.loads(path.read_text(encoding="utf-8"))["keys"])
    except (OSError, ValueError, KeyError, TypeError) as wrong:
        raise CommandError(f"{path} n'est pas un ensemble de clés (JWK Set) lisible.") from wrong
