"""The secret address at which a professional's own calendar reads ours (BOO-27)."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from conum.commons.accounts.models import Actor
from conum.commons.journal.operations import record
from conum.domains.booking.models import CalendarFeed
from conum.domains.booking.permissions import OWN_FEED

READ_AGAIN = timedelta(minutes=10)


def hash_of(token: str) -> str:
    """Return what is kept of a feed's secret."""
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def open_feed(*, with_names: bool, actor: Actor, now: datetime) -> str:
    """Make a new secret, the former one revoked; returned once, only its hash is kept.

    Args:
        with_names: events bear the initials of the person met; without, they bear no name.

    Raises:
        PermissionRefused: not a professional.
    """
    OWN_FEED.require(actor)
    revoke(actor.person_id, actor, now)
    token = secrets.token_urlsafe(32)
    feed = CalendarFeed.objects.create(
        person_id=actor.person_id,
        address_hash=hash_of(token),
        with_names=with_names,
        created_at=now,
        updated_at=now,
    )
    record(family="booking", action="feed.opened", actor=actor, subject=feed, payload={"names": with_names}, now=now)
    return token


@transaction.atomic
def close_feed(*, actor: Actor, now: datetime) -> bool:
    """Revoke the address: calendars that read it get nothing any more. False when there was none.

    Raises:
        PermissionRefused: not a professional.
    """
    OWN_FEED.require(actor)
    return revoke(actor.person_id, actor, now)


@transaction.atomic
def revoke(person_id: UUID, actor: Actor | None, now: datetime) -> bool:
    """Revoke the live address of a person, without `actor` when the system does (REC-54). False when there was none."""
    live = CalendarFeed.objects.select_for_update().filter(person_id=person_id, revoked_at=None).first()
    if live is None:
        return False
    live.revoked_at = live.updated_at = now
    live.save(update_fields=["revoked_at", "updated_at"])
    record(family="booking", action="feed.revoked", actor=actor, subject=live, payload={}, now=now)
    return True


def note_reading(feed: CalendarFeed, *, now: datetime) -> None:
    """Remember when the feed was last read, at most once in ten minutes."""
    if feed.last_read_at is None or now - feed.last_read_at >= READ_AGAIN:
        CalendarFeed.objects.filter(pk=feed.pk).update(last_read_at=now)
