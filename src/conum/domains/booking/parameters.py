"""Dated parameters of the booking module (sheet 06 section 8, sheet 11 section 5)."""

from __future__ import annotations

from conum.kernel.parameters import parameter

DURATION_DEFAULT = parameter("booking.duration_default", 30, unit="min", source="[V] RDV-SP source")
DURATION_INDIVIDUAL = parameter("booking.duration_individual", 60, unit="min", source="[V] RDV-SP source: counsellor")
DURATION_WORKSHOP = parameter("booking.duration_workshop", 120, unit="min", source="[V] RDV-SP source: counsellor")
MIN_DELAY = parameter("booking.min_delay", 1_800, unit="s", source="[V] RDV-SP source")
MAX_DELAY = parameter("booking.max_delay", 7_889_238, unit="s", source="[V] RDV-SP source, about 3 months")
ROUND_UP = parameter("booking.round_up", 5, unit="min", source="[V] RDV-SP source")
USER_CANCEL_MIN = parameter("booking.user_cancel_min", 4, unit="h", source="[V] RDV-SP source")
USER_MOVE_MIN = parameter("booking.user_move_min", 48, unit="h", source="[V] RDV-SP source: 2 days")
REMINDERS = parameter("booking.reminders", (48, 24), unit="h before", source="[V] 48 h; [I]")
REMINDER_LATE = parameter("booking.reminder_late", 3, unit="h", source="BOO-20: single one 3 h before")
QUIET_FROM = parameter("booking.quiet_hours.from", 20, unit="hour of day", source="[I] 20:00")
QUIET_UNTIL = parameter("booking.quiet_hours.until", 8, unit="hour of day", source="[I] 08:00")
MAX_MESSAGES_DAY = parameter(
    "booking.max_messages_day", 3, unit="messages", source="[I]; one person once received 136 SMS [V] RDV-SP issue"
)
OFFER_HOLD = parameter("booking.offer_hold", 12, unit="h", source="[I]")
OFFER_HOLD_SOON = parameter("booking.offer_hold_soon", 2, unit="h", source="[I] 2 h if start < 48 h")
OFFER_SOON = parameter("booking.offer_soon", 48, unit="h", source="[I]")
OFFER_STOP = parameter("booking.offer_stop", 4, unit="h", source="[I]")
MAX_OFFERS = parameter("booking.max_offers", 3, unit="offers", source="[V] RDV-SP source (notices)")
MAX_LIVE = parameter("booking.max_live", 1, unit="bookings", source="[I]")
SERIES_HORIZON = parameter("booking.series_horizon", 6, unit="months", source="[I]")
WORKSHOP_MIN = parameter("booking.workshop_min", 2, unit="persons", source="[I]")
CORRECT_DAYS = parameter("booking.correct_days", 30, unit="days", source="[I]")
SEARCH_BUDGET = parameter(
    "booking.search_budget", 300, unit="ms", source="[I]; a similar search took about one minute [V] RDV-SP issue"
)
SUNDAY_HOLIDAY_WORK = parameter("booking.sunday_holiday_work", False, unit="bool", source="[V]; per organisation")
ARRIVAL_DAYS = parameter("booking.arrival_days", 1, unit="days", source="BOO-52: kept for the day only")
WEBHOOK_WAITS = parameter(
    "booking.webhook_waits",
    (1, 5, 30, 120, 360, 720, 1440),
    unit="min",
    source="[I] sheet 06 section 11, retries: a restart is waited out in minutes, a week-end's breakdown in two days",
)
WEBHOOK_FAILURES = parameter(
    "booking.webhook_failures", 10, unit="calls in a row", source="[I] sheet 06 section 11: more than one delivery's"
)
WEBHOOK_PATIENCE = parameter(
    "booking.webhook_patience", 24, unit="h", source="[I] sheet 06 section 11: a short breakdown suspends nobody"
)
WEBHOOK_GRACE = parameter(
    "booking.webhook_grace", 24, unit="h", source="[I] sheet 06 section 11: time to put the new secret in place"
)
WEBHOOK_MOST = parameter("booking.webhook_most", 10, unit="services", source="[I] sheet 06 section 11")
WEBHOOK_KEPT = parameter(
    "booking.webhook_kept", 30, unit="days", source="[I] sheet 06 section 11: time to see a failure and send again"
)
CALENDAR_WAITS = parameter(
    "booking.calendar_waits",
    (20, 60, 240, 720, 1440),
    unit="min",
    source="[I] BOO-27: as often as calendars are read, then less and less",
)
DRAFT_KEPT = parameter("booking.draft_kept", 1, unit="days", source="[I]; file of an import, between its two steps")
API_TOKEN_DAYS = parameter(
    "booking.api_token_days", 365, unit="days", source="[I] sheet 06 section 11: a secret nobody renews is forgotten"
)
API_MOST = parameter("booking.api_most", 10, unit="live tokens", source="[I] sheet 06 section 11, as webhooks")
API_RATE = parameter("booking.api_rate", 300, unit="requests a minute", source="[I] as the public API of places")
API_KEY_KEPT = parameter("booking.api_key_kept", 7, unit="days", source="[I] BOO-12: longer than any retry of a client")
