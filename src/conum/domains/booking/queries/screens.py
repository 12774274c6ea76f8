"""What the screen of a waiting room shows: numbers, never a name (BOO-52)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from conum.domains.booking.models import Arrival, TicketScreen

NEXT = 5


@dataclass(frozen=True)
class Board:
    """The ticket received last, those who come next, and how many wait behind these."""

    called: int | None
    coming: list[int]
    more: int


def live_screen(address_hash: str, now: datetime) -> TicketScreen | None:
    """Return the screen whose secret has this hash; None once closed, and when its day is over at its place."""
    rows = TicketScreen.objects.filter(address_hash=address_hash, closed_at=None).select_related("rule__place")
    screen = rows.first()
    if screen is None or screen.day != now.astimezone(ZoneInfo(screen.rule.timezone)).date():
        return None
    return screen


def board_of(screen: TicketScreen) -> Board:
    """Return what the screen shows now."""
    rows = Arrival.objects.filter(rule=screen.rule_id, day=screen.day)
    called = rows.exclude(received_at=None).order_by("-received_at", "-ticket").values_list("ticket", flat=True).first()
    waiting = rows.filter(received_at=None, left_at=None).order_by("ticket").values_list("ticket", flat=True)
    tickets = list(waiting)
    return Board(called, tickets[:NEXT], max(len(tickets) - NEXT, 0))
