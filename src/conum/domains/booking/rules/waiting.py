"""Turns and offers of the waiting list (BOO-30..34)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from conum.domains.booking.enums import HalfDay
from conum.kernel.rules import rule

NOON = 12


def hold_until(now: datetime, starts_at: datetime, hold: int, hold_soon: int, soon: int, stop: int) -> datetime:
    """Return until when an offer is held; `hold`, `hold_soon`, `soon`, `stop`: hours (BOO-31, BOO-33)."""
    hours = hold_soon if starts_at - now < timedelta(hours=soon) else hold
    return min(now + timedelta(hours=hours), starts_at - timedelta(hours=stop))


@rule("BOO-33")
def early_enough(starts_at: datetime, stop: int, now: datetime) -> bool:
    """Une place n'est plus proposée à la file d'attente moins de {stop} h avant le début."""
    return now < starts_at - timedelta(hours=stop)


@rule("BOO-32")
def may_be_offered(offers: int, most: int, offered_day: date | None, today: date) -> bool:
    """Une demande reçoit {most} propositions au plus, une par jour."""
    return offers < most and offered_day != today


@rule("BOO-31")
def offer_still_held(hold_until: datetime | None, now: datetime) -> bool:
    """Le délai pour accepter cette place est passé : elle a été proposée à la personne suivante."""
    return hold_until is not None and now < hold_until


@rule("BOO-30", field="workshop")
def wait_is_useful(free: int | None, party_size: int) -> bool:
    """Des places sont libres : inscrivez-vous directement."""
    return free is not None and free < party_size


@rule("BOO-30")
def wish_met(
    starts_at: datetime,
    place_id: UUID | None,
    timezone: str,
    weekdays: Collection[int] = (),
    half_days: Collection[str] = (),
    places: Collection[UUID] = (),
    before: datetime | None = None,
) -> bool:
    """Le créneau proposé respecte les jours, les demi-journées et les lieux souhaités."""
    local = starts_at.astimezone(ZoneInfo(timezone))
    half = HalfDay.MORNING if local.hour < NOON else HalfDay.AFTERNOON
    return (
        (not weekdays or local.weekday() in weekdays)
        and (not half_days or half in half_days)
        and (not places or place_id in places)
        and (before is None or starts_at < before)
    )
