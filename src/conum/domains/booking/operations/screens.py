"""The screen of a waiting room: opened and closed by staff at a secret address, for one day (BOO-52)."""

from __future__ import annotations

import secrets
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from conum.commons.accounts.models import Actor
from conum.domains.booking.models import AvailabilityRule, Occurrence, TicketScreen
from conum.domains.booking.operations.chains import journal
from conum.domains.booking.operations.feeds import hash_of
from conum.domains.booking.operations.locks import locked
from conum.domains.booking.permissions import HANDLE, rules_visible_to
from conum.domains.booking.rules import booking as rules


@transaction.atomic
def open_screen(*, rule_id: UUID, actor: Actor, now: datetime) -> str:
    """Make the secret of a new screen for today, the former one closed; returned once, only its hash is kept.

    Raises: OutOfSight, PermissionRefused; RuleBroken: BOO-50 when no presence receives without appointment
    today.
    """
    rule, today = _taken(rule_id, actor, now)
    rules.receives_walk_in.check(rule.access)
    rules.is_occurrence.check(Occurrence.objects.filter(rule=rule, day=today).exists())
    _close(rule, actor, now)
    secret = secrets.token_urlsafe(32)
    screen = TicketScreen.objects.create(
        organisation_id=rule.organisation_id, rule=rule, day=today, address_hash=hash_of(secret), created_at=now,
        updated_at=now,
    )  # fmt: skip
    journal("screen.open", screen, rule.organisation_id, actor, now, rule=rule.pk)
    return secret


@transaction.atomic
def close_screen(*, rule_id: UUID, actor: Actor, now: datetime) -> bool:
    """Close the screen of a presence: its address shows nothing any more. False when there was none.

    Raises: OutOfSight, PermissionRefused.
    """
    rule, _today = _taken(rule_id, actor, now)
    return _close(rule, actor, now)


def _taken(rule_id: UUID, actor: Actor, now: datetime) -> tuple[AvailabilityRule, object]:
    rule = locked(rules_visible_to(actor), rule_id)
    HANDLE.require(actor, rule)
    return rule, now.astimezone(ZoneInfo(rule.timezone)).date()


def _close(rule: AvailabilityRule, actor: Actor, now: datetime) -> bool:
    found = list(TicketScreen.objects.filter(rule=rule, closed_at=None))
    for screen in found:
        screen.closed_at = screen.updated_at = now
        screen.save(update_fields=["closed_at", "updated_at"])
        journal("screen.close", screen, rule.organisation_id, actor, now, rule=rule.pk)
    return bool(found)
