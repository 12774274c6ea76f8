"""Clients of the API: made and revoked by managers of the organisation, with a token shown once."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, cast
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate, make_aware
from django.utils.translation import gettext as _

from conum.commons.accounts.enums import Role
from conum.commons.accounts.models import Actor, Organisation
from conum.commons.territories.models import Perimeter
from conum.domains.booking.enums import ApiScope
from conum.domains.booking.models import ApiClient, ApiRequest
from conum.domains.booking.operations.chains import journal
from conum.domains.booking.operations.locks import locked
from conum.domains.booking.parameters import API_MOST, API_TOKEN_DAYS
from conum.domains.booking.permissions import MANAGE_WEBHOOKS, api_clients_visible_to, calendar
from conum.kernel.errors import ConumError, OutOfSight

PREFIX = "conum_"  # what searches for lost secrets recognise
NOTED_EVERY = timedelta(minutes=10)
LONGEST_KEY = 200


@dataclass(frozen=True)
class Declared:
    """What is said of a client; `scopes` are codes of `ApiScope`, `last_day` the last one of its token."""

    name: str
    scopes: Collection[str]
    last_day: date


def hash_of(text: str) -> str:
    """Return what is kept of a token or of a key."""
    return hashlib.sha256(text.encode()).hexdigest()


@transaction.atomic
def make_client(said: Declared, *, actor: Actor, now: datetime) -> tuple[ApiClient, str]:
    """Make a client of the actor's organisation; returns it and its token in clear, which nobody reads again.

    Raises:
        PermissionRefused: not a manager of an organisation. ConumError: no scope, a day that is past or too far, a
        name already taken, too many clients; the field is named.
    """
    if actor.organisation_id is None:
        raise OutOfSight(_("Cette page n'existe pas, ou ne vous est pas ouverte."))
    MANAGE_WEBHOOKS.require(actor, calendar(actor.organisation_id, ()))
    Organisation.objects.select_for_update(no_key=True).get(pk=actor.organisation_id)  # two clicks make one
    _check(said, actor.organisation_id, now)
    token = PREFIX + secrets.token_urlsafe(32)
    row = ApiClient.objects.create(
        organisation_id=actor.organisation_id,
        name=said.name,
        scopes=[scope for scope in ApiScope.values if scope in said.scopes],
        token_hash=hash_of(token),
        expires_at=make_aware(datetime.combine(said.last_day + timedelta(days=1), time())),
        created_at=now,
        updated_at=now,
    )
    journal("api_client.make", row, row.organisation_id, actor, now, scopes=row.scopes, until=said.last_day)
    return row, token


@transaction.atomic
def revoke_client(client_id: UUID, *, actor: Actor, now: datetime) -> None:
    """Revoke a token, at once and for good.

    Raises:
        OutOfSight, PermissionRefused.
    """
    row = locked(api_clients_visible_to(actor), client_id)
    MANAGE_WEBHOOKS.require(actor, row)
    if row.revoked_at is None:
        row.revoked_at = row.updated_at = now
        row.save(update_fields=["revoked_at", "updated_at"])
        journal("api_client.revoke", row, row.organisation_id, actor, now)


def client_of(token: str, *, now: datetime) -> ApiClient | None:
    """Return the client whose live token this is; None when there is none. Its use is noted."""
    found = ApiClient.objects.filter(token_hash=hash_of(token), revoked_at=None, expires_at__gt=now).first()
    if found and (found.last_used_at is None or now - found.last_used_at >= NOTED_EVERY):
        ApiClient.objects.filter(pk=found.pk).update(last_used_at=now)
    return found


def actor_of(client: ApiClient) -> Actor:
    """Return who acts: nobody in person, for the whole organisation."""
    nobody = cast(UUID, None)
    return Actor(nobody, Role.API_CLIENT, None, client.organisation_id, Perimeter.none(), client.name)


@transaction.atomic
def perform(client: ApiClient, what: str, work: Callable[[], Any], *, now: datetime) -> Any:
    """Do a write of a client and journal which client it was, or neither."""
    made = work()
    journal("api_client.write", client, client.organisation_id, actor_of(client), now, what=what)
    return made


@transaction.atomic
def once(
    client: ApiClient, what: str, key: str, request: bytes, work: Callable[[], UUID], *, now: datetime
) -> tuple[UUID, bool]:
    """Create once for a key of the client's (BOO-12); returns the key of the row, and whether it was made now.

    A second request that comes at the same time waits for the first; a refusal leaves the key free.

    Args:
        key: "" when the client gave none.
        request: the whole request, so that a key serves one only.

    Raises:
        ConumError: the key is too long, or has served for another request; and what `work` raises.
    """
    if not key:
        return perform(client, what, work, now=now), True
    if len(key) > LONGEST_KEY:
        told = _("La clé d'idempotence a {most} caractères au plus.").format(most=LONGEST_KEY)
        raise ConumError(told, field="Idempotency-Key")
    mark = hashlib.sha256(what.encode() + b"\n" + request).hexdigest()
    row, is_new = ApiRequest.objects.get_or_create(
        client=client, key_hash=hash_of(key), defaults={"fingerprint": mark, "created_at": now}
    )
    if is_new:
        row.made_id = perform(client, what, work, now=now)
        row.save(update_fields=["made_id"])
    elif row.fingerprint != mark:
        raise ConumError(_("Cette clé d'idempotence a déjà servi pour une autre demande."), field="Idempotency-Key")
    return cast(UUID, row.made_id), is_new


def _check(said: Declared, organisation_id: UUID, now: datetime) -> None:
    today = localdate(now)
    most, longest = API_MOST.on(today), API_TOKEN_DAYS.on(today)
    if not said.scopes or not set(said.scopes) <= set(ApiScope.values):
        raise ConumError(_("Cochez au moins un droit de la liste."), field="scopes")
    if not today <= said.last_day <= today + timedelta(days=longest):
        told = _("Choisissez un jour d'aujourd'hui à {days} jours d'ici.").format(days=longest)
        raise ConumError(told, field="last_day")
    live = ApiClient.objects.filter(organisation=organisation_id, revoked_at=None)
    if live.filter(name=said.name).exists():
        raise ConumError(_("Un accès porte déjà ce nom : choisissez-en un autre."), field="name")
    if live.filter(expires_at__gt=now).count() >= most:
        raise ConumError(_("Vous avez déjà {most} accès : révoquez-en un d'abord.").format(most=most))
