"""When reminders leave (BOO-20, BOO-21, BOO-22)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from conum.kernel.rules import rule


@dataclass(frozen=True)
class QuietHours:
    """No message from `begins` to `ends`, hours of the local day; the night is between."""

    begins: int
    ends: int


def after_quiet(instant: datetime, quiet: QuietHours, timezone: str) -> datetime:
    """Return the instant, or the end of the quiet hours it falls in, in UTC (BOO-21)."""
    local = instant.astimezone(ZoneInfo(timezone))
    if quiet.ends <= local.hour < quiet.begins:
        return instant
    day = local.date() + timedelta(days=1 if local.hour >= quiet.begins else 0)
    return datetime.combine(day, time(quiet.ends), local.tzinfo).astimezone(UTC)


def before_quiet(instant: datetime, quiet: QuietHours, timezone: str) -> datetime:
    """Return the instant, or the last minute before the quiet hours it falls in."""
    local = instant.astimezone(ZoneInfo(timezone))
    if quiet.ends <= local.hour < quiet.begins:
        return instant
    day = local.date() - timedelta(days=1 if local.hour < quiet.ends else 0)
    return datetime.combine(day, time(quiet.begins - 1, 59), local.tzinfo).astimezone(UTC)


def due_dates(
    starts_at: datetime, booked_at: datetime, hours: Iterable[int], late_hours: int, quiet: QuietHours, timezone: str
) -> list[datetime]:
    """Return when reminders leave, in order: never none (BOO-20).

    Each at so many hours before the start, kept when still to come; without any, a single one `late_hours` before;
    booked later than that, at once after the quiet hours. One that would leave in the quiet hours waits for the
    morning, unless the appointment would then be past: it leaves the evening before, or at once.
    """
    wanted = [starts_at - timedelta(hours=before) for before in sorted(hours, reverse=True)]
    kept = [at for at in wanted if at > booked_at] or [max(starts_at - timedelta(hours=late_hours), booked_at)]
    moved = {_outside_quiet(at, starts_at, booked_at, quiet, timezone) for at in kept}
    return sorted(moved)


def _outside_quiet(at: datetime, starts_at: datetime, booked_at: datetime, quiet: QuietHours, zone: str) -> datetime:
    later = after_quiet(at, quiet, zone)
    if later < starts_at:
        return later
    return max(before_quiet(at, quiet, zone), booked_at)


@rule("BOO-22")
def still_useful(state: str, starts_at: datetime, now: datetime) -> bool:
    """Un rappel ne part ni pour un rendez-vous passé, ni pour un rendez-vous annulé."""
    return state == "planned" and now < starts_at


@rule("BOO-20")
def never_none(due: Iterable[datetime]) -> bool:
    """Chaque réservation a au moins un rappel."""
    return any(True for _ in due)


@rule("BOO-21")
def outside_quiet(instant: datetime, quiet: QuietHours, timezone: str) -> bool:
    """Aucun message ne part la nuit."""
    return quiet.ends <= instant.astimezone(ZoneInfo(timezone)).hour < quiet.begins
