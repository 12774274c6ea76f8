"""Registering the services that rely on the provider."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from conum.commons.journal import operations as journal
from conum.domains.mandates.enums import ClientAuthMethod, SigningAlgorithm
from conum.domains.mandates.gateways import oidc_signing
from conum.domains.mandates.models import RelyingParty
from conum.domains.mandates.operations.oidc_keys import FAMILY
from conum.domains.mandates.permissions import oidc as permissions
from conum.domains.mandates.rules import oidc as rules
from conum.kernel.errors import ConumError, OutOfSight
from conum.kernel.permissions import ActorLike

MOST_ADDRESSES = 20
SECRET_BYTES = 32


@dataclass(frozen=True)
class Registration:
    """What is said of a service when it is registered."""

    name: str
    redirect_uris: list[str]
    post_logout_redirect_uris: list[str] = field(default_factory=list)
    auth_methods: list[str] = field(default_factory=lambda: [str(ClientAuthMethod.BASIC)])
    keys: list[dict[str, Any]] = field(default_factory=list)
    scopes: list[str] = field(default_factory=lambda: ["openid"])
    algorithm: str = SigningAlgorithm.RS256
    userinfo_signed: bool = False


@transaction.atomic
def register(
    said: Registration, *, actor: ActorLike | None, now: datetime, client_id: str = "", secret: str = ""
) -> tuple[RelyingParty, str]:
    """Register a service; returns it and its secret in clear, which nobody will be able to read again.

    Args:
        actor: the administrator; None for the operator's console.
        client_id, secret: chosen by the caller (the demonstration), drawn at random unless given.

    Raises:
        PermissionRefused, ConumError: an address, a key or a scope is not right; the field is named.
    """
    _allow(actor)
    _check(said)
    made = RelyingParty(client_id=client_id or secrets.token_hex(16), created_at=now, updated_at=now)
    made.subject_salt = secrets.token_hex(32)
    _copy(said, made)
    secret = _give_secret(made, now, secret)
    made.save(force_insert=True)
    _record("relying_party.register", made, actor, now)
    return made, secret


@transaction.atomic
def change(pk: UUID, said: Registration, *, actor: ActorLike | None, now: datetime) -> RelyingParty:
    """Change what is registered of a service; identifier, secret and subjects stay.

    Raises:
        PermissionRefused, OutOfSight, ConumError: as `register`.
    """
    row = _locked(pk, actor)
    _check(said)
    _copy(said, row)
    row.updated_at = now
    row.save()
    _record("relying_party.change", row, actor, now)
    return row


@transaction.atomic
def renew_secret(pk: UUID, *, actor: ActorLike | None, now: datetime) -> tuple[RelyingParty, str]:
    """Give a new secret, returned in clear once; the former one stops working at once.

    Raises:
        PermissionRefused, OutOfSight.
    """
    row = _locked(pk, actor)
    secret = _give_secret(row, now)
    row.updated_at = now
    row.save()
    _record("relying_party.renew_secret", row, actor, now)
    return row, secret


@transaction.atomic
def set_open(pk: UUID, is_open: bool, *, actor: ActorLike | None, now: datetime) -> None:
    """Close a service, at once and for every token it holds, or open it again.

    Raises:
        PermissionRefused, OutOfSight.
    """
    row = _locked(pk, actor)
    if (row.closed_at is None) == is_open:
        return
    row.closed_at, row.updated_at = (None if is_open else now), now
    row.save(update_fields=["closed_at", "updated_at"])
    _record("relying_party.open" if is_open else "relying_party.close", row, actor, now)


def hashed(secret: str) -> str:
    """Return the SHA-256 of a secret, code or token of 256 random bits, in hexadecimal."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _give_secret(row: RelyingParty, now: datetime, secret: str = "") -> str:
    secret = secret or secrets.token_urlsafe(SECRET_BYTES)
    row.secret_hash, row.secret_made_at = hashed(secret), now
    return secret


def _allow(actor: ActorLike | None) -> None:
    if actor is not None:
        permissions.MANAGE_RELYING_PARTIES.require(actor)


def _locked(pk: UUID, actor: ActorLike | None) -> RelyingParty:
    row = RelyingParty.objects.select_for_update().filter(pk=pk).first()
    _allow(actor)
    if row is None:
        raise OutOfSight(_("Ce service n'existe pas."))
    return row


def _copy(said: Registration, row: RelyingParty) -> None:
    for name, value in asdict(said).items():
        setattr(row, name, value)


def _check(said: Registration) -> None:
    for name in ("redirect_uris", "post_logout_redirect_uris"):
        _check_addresses(getattr(said, name), name)
    if not said.redirect_uris:
        raise ConumError(_("Indiquez au moins une adresse de retour."), field="redirect_uris")
    if not said.auth_methods:
        raise ConumError(
            _("Choisissez au moins une façon pour le service de prouver qui il est."), field="auth_methods"
        )
    rules.scopes_are_known.check(said.scopes)
    if not all(oidc_signing.readable_key(key) for key in said.keys):
        wrong = _("Une des clés n'est pas une clé publique au format JWK (RSA de 2048 bits au moins, ou P-256).")
        raise ConumError(wrong, field="keys")
    if ClientAuthMethod.PRIVATE_KEY in said.auth_methods and not said.keys:
        raise ConumError(_("Avec private_key_jwt, indiquez les clés publiques du service."), field="keys")


def _check_addresses(addresses: list[str], name: str) -> None:
    if len(addresses) > MOST_ADDRESSES:
        raise ConumError(_("Indiquez {most} adresses au plus.").format(most=MOST_ADDRESSES), field=name)
    for address in addresses:
        if not rules.address_is_exact(address):
            sentence = _(
                "L'adresse « {address} » n'est pas valable : elle doit être complète, commencer par https:// "
                "et ne contenir ni « # », ni « * », ni espace (500 caractères au plus)."
            )
            raise ConumError(sentence.format(address=address[:80]), field=name)


def _record(action: str, row: RelyingParty, actor: ActorLike | None, now: datetime) -> None:
    payload = {"client_id": row.client_id, "auth_methods": row.auth_methods, "scopes": row.scopes}
    journal.record(family=FAMILY, action=action, actor=actor, subject=row, payload=payload, now=now)
