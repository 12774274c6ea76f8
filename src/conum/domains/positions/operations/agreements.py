"""The agreements a transfer waits for (POS-46): each side writes its own, once."""

from __future__ import annotations

from datetime import datetime

from conum.commons.accounts.models import Actor
from conum.domains.positions.models import PostTransfer
from conum.domains.positions.queries.transfers import sides_of
from conum.domains.positions.rules import transfers as rules


def agree_for_own_sides(transfer: PostTransfer, actor: Actor, now: datetime) -> None:
    """Write the agreement of each side the actor speaks for, not saved; an administrator speaks for none.

    A regional prefecture may speak for both territories.
    """
    for name in sides_of(transfer, actor):
        if getattr(transfer, name) is None:
            setattr(transfer, name, now)


def all_agreed(transfer: PostTransfer) -> bool:
    """Tell whether everybody whose agreement is asked has given it."""
    return rules.agreed_by_all(
        transfer.from_host_agreed_at is not None,
        transfer.to_host_agreed_at is not None,
        transfer.prefecture_agreed_at is not None,
        transfer.arrival_prefecture_agreed_at is not None or not transfer.changes_department,
    )
