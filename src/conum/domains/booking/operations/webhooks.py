"""The services told of an organisation's facts: registered by its managers, with a secret shown once."""

from __future__ import annotations

import ipaddress
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from conum.commons.accounts.models import Actor, Organisation
from conum.domains.booking.enums import DeliveryState, WebhookEvent, WebhookState
from conum.domains.booking.gateways import sealing
from conum.domains.booking.gateways.public_sites import is_public
from conum.domains.booking.models import Webhook, WebhookDelivery
from conum.domains.booking.operations.chains import journal
from conum.domains.booking.operations.locks import locked
from conum.domains.booking.parameters import WEBHOOK_GRACE, WEBHOOK_MOST
from conum.domains.booking.permissions import MANAGE_WEBHOOKS, calendar, deliveries_visible_to, webhooks_visible_to
from conum.kernel.errors import ConumError, OutOfSight
from conum.kernel.ids import new_id
from conum.kernel.jobs import defer

SECRET_BYTES = 32
LONGEST_ADDRESS = 500
MOST_AGAIN = 200  # deliveries sent again at once
WAITING = Q(state=DeliveryState.WAITING)


@dataclass(frozen=True)
class Told:
    """What is said of a service; `events` are codes of `WebhookEvent`."""

    name: str
    address: str
    events: Collection[str]


@transaction.atomic
def register(said: Told, *, actor: Actor, now: datetime) -> tuple[Webhook, str]:
    """Register a service of the actor's organisation; returns it and its secret in clear, which nobody reads again.

    Raises:
        PermissionRefused: not a manager of an organisation. ConumError: an address that is not https or not public,
        a name already taken, no event, too many services; the field is named.
    """
    if actor.organisation_id is None:
        raise OutOfSight(_("Cette page n'existe pas, ou ne vous est pas ouverte."))
    MANAGE_WEBHOOKS.require(actor, calendar(actor.organisation_id, ()))
    Organisation.objects.select_for_update(no_key=True).get(pk=actor.organisation_id)  # two clicks register one
    row = Webhook(id=new_id(), organisation_id=actor.organisation_id, created_at=now, updated_at=now)
    _copy(said, row)
    most = WEBHOOK_MOST.on(localdate(now))
    if Webhook.objects.filter(organisation=actor.organisation_id).count() >= most:
        raise ConumError(_("Vous prévenez déjà {most} logiciels : supprimez-en un d'abord.").format(most=most))
    secret = _give_secret(row, now)
    row.save(force_insert=True)
    _record("register", row, actor, now)
    return row, secret


@transaction.atomic
def change(webhook_id: UUID, said: Told, *, actor: Actor, now: datetime) -> Webhook:
    """Change the name, the address or the events of a service; its secret and what waits stay.

    Raises:
        OutOfSight, PermissionRefused; ConumError: as `register`.
    """
    row = _taken(webhook_id, actor)
    _copy(said, row)
    row.updated_at = now
    row.save(update_fields=["name", "address", "events", "updated_at"])
    _record("change", row, actor, now)
    return row


@transaction.atomic
def turn_on(webhook_id: UUID, *, actor: Actor, now: datetime) -> None:
    """Tell a service again, first of all what waits for it; the count of its failures begins anew.

    Raises:
        OutOfSight, PermissionRefused.
    """
    row = _taken(webhook_id, actor)
    if row.state == WebhookState.ON:
        return
    row.state, row.failures, row.failing_since, row.updated_at = WebhookState.ON, 0, None, now
    row.save(update_fields=["state", "failures", "failing_since", "updated_at"])
    row.deliveries.filter(WAITING).update(due_at=now, updated_at=now)
    defer("booking.tell_service", webhook_id=str(row.pk))
    _record("turn_on", row, actor, now)


@transaction.atomic
def turn_off(webhook_id: UUID, *, actor: Actor, now: datetime) -> None:
    """Tell a service nothing any more: what happens from now on is not kept for it.

    Raises:
        OutOfSight, PermissionRefused.
    """
    row = _taken(webhook_id, actor)
    if row.state == WebhookState.OFF:
        return
    row.state, row.updated_at = WebhookState.OFF, now
    row.save(update_fields=["state", "updated_at"])
    _record("turn_off", row, actor, now)


@transaction.atomic
def rotate_secret(webhook_id: UUID, *, actor: Actor, now: datetime) -> tuple[Webhook, str]:
    """Give a new secret, returned in clear once; the former one signs too for `booking.webhook_grace` hours.

    Raises:
        OutOfSight, PermissionRefused.
    """
    row = _taken(webhook_id, actor)
    row.former_secret = row.secret
    row.former_until = now + timedelta(hours=WEBHOOK_GRACE.on(localdate(now)))
    secret = _give_secret(row, now)
    row.updated_at = now
    row.save(update_fields=["secret", "secret_made_at", "former_secret", "former_until", "updated_at"])
    _record("rotate_secret", row, actor, now)
    return row, secret


@transaction.atomic
def delete(webhook_id: UUID, *, actor: Actor, now: datetime) -> None:
    """Forget a service, its secret and what was sent to it.

    Raises:
        OutOfSight, PermissionRefused.
    """
    row = _taken(webhook_id, actor)
    _record("delete", row, actor, now)
    row.delete()


@transaction.atomic
def send_again(delivery_ids: Collection[UUID], *, actor: Actor, now: datetime) -> int:
    """Send deliveries again, with their own keys: a service that has seen one knows it; returns how many.

    Raises:
        PermissionRefused; OutOfSight: one of them is not seen. ConumError: their service is not on.
    """
    MANAGE_WEBHOOKS.require(actor, calendar(actor.organisation_id, ()) if actor.organisation_id else None)
    wanted = deliveries_visible_to(actor).filter(pk__in=list(delivery_ids)[:MOST_AGAIN])
    rows = list(wanted.select_related("webhook").select_for_update(of=("self",)).order_by("pk"))
    if len(rows) != len(set(delivery_ids)):
        raise OutOfSight(_("Cette page n'existe pas, ou ne vous est pas ouverte."))
    hooks = {row.webhook for row in rows}
    if any(hook.state != WebhookState.ON for hook in hooks):
        raise ConumError(_("Remettez d'abord ce logiciel en marche."))
    WebhookDelivery.objects.filter(pk__in=[row.pk for row in rows]).update(
        state=DeliveryState.WAITING, attempts=0, due_at=now, updated_at=now
    )
    for hook in hooks:
        journal("webhook.send_again", hook, hook.organisation_id, actor, now, deliveries=len(rows))
        defer("booking.tell_service", webhook_id=str(hook.pk))
    return len(rows)


def secrets_of(row: Webhook, now: datetime) -> list[str]:
    """Return the secrets that sign now, the newest first.

    Raises:
        Unsealable: no key of this installation opens them.
    """
    sealed = [row.secret]
    if row.former_until is not None and now < row.former_until:
        sealed.append(row.former_secret)
    return [sealing.unseal(one, _bound(row)) for one in sealed]


def _bound(row: Webhook) -> str:
    return f"webhook {row.pk}"


def _give_secret(row: Webhook, now: datetime) -> str:
    secret = secrets.token_urlsafe(SECRET_BYTES)
    row.secret, row.secret_made_at = sealing.seal(secret, _bound(row)), now
    return secret


def _taken(webhook_id: UUID, actor: Actor) -> Webhook:
    row = locked(webhooks_visible_to(actor), webhook_id)
    MANAGE_WEBHOOKS.require(actor, row)
    return row


def _copy(said: Told, row: Webhook) -> None:
    _check_address(said.address)
    if not said.events or not set(said.events) <= set(WebhookEvent.values):
        raise ConumError(_("Choisissez au moins un événement de la liste."), field="events")
    same = Webhook.objects.filter(organisation=row.organisation_id, name=said.name).exclude(pk=row.pk)
    if same.exists():
        raise ConumError(_("Vous prévenez déjà un logiciel de ce nom : choisissez-en un autre."), field="name")
    row.name, row.address, row.events = said.name, said.address, sorted(said.events)


def _check_address(address: str) -> None:
    """Refuse what can never be called; whether the name leads to a public address is looked at on each call."""
    try:
        parts = urlsplit(address)
        whole = parts.scheme == "https" and bool(parts.hostname) and parts.port != 0
    except ValueError:
        whole = False
    if not whole or len(address) > LONGEST_ADDRESS or parts.username or parts.fragment or " " in address:
        told = _("Écrivez l'adresse entière, en https, sans mot de passe ni « # » ({most} caractères au plus).")
        raise ConumError(told.format(most=LONGEST_ADDRESS), field="address")
    if _is_inside(parts.hostname or ""):
        raise ConumError(_("Cette adresse est celle d'un réseau privé : donnez une adresse publique."), field="address")


def _is_inside(host: str) -> bool:
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return not is_public(host)


def _record(action: str, row: Webhook, actor: Actor, now: datetime) -> None:
    host = urlsplit(row.address).hostname
    journal(f"webhook.{action}", row, row.organisation_id, actor, now, host=host, events=row.events)
