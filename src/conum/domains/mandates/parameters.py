"""Dated parameters of the mandates module (sheet 13 section 7).

The step of the applications (`mandates.totp_step_seconds`) is with the sign-in, in `commons.accounts`, for everybody's;
that of the cards, which a batch may change, is here.
"""

from __future__ import annotations

from conum.kernel.parameters import parameter

DURATIONS_DAYS = parameter("mandates.durations_days", (1, 31, 182, 365), unit="days", source="[V]")
EXPIRY_NOTICE_DAYS = parameter("mandates.expiry_notice_days", 30, unit="days", source="[V]")
FACTOR_RECHECK_MINUTES = parameter("mandates.factor_recheck_minutes", 15, unit="minutes", source="[V]")
FACTOR_AT_SIGNATURE_MINUTES = parameter("mandates.factor_at_signature_minutes", 2, unit="minutes", source="[I]")
SIGN_IN_LINK_MINUTES = parameter("mandates.sign_in_link_minutes", 5, unit="minutes", source="[V]")
TOTP_CARD_STEP_SECONDS = parameter("mandates.totp_card_step_seconds", 60, unit="seconds", source="[V] cards")
TOTP_CARD_DRIFT_STEPS = parameter("mandates.totp_card_drift_steps", 10, unit="steps", source="[I] ten minutes at most")
TOTP_CARD_WINDOW_STEPS = parameter("mandates.totp_card_window_steps", 1, unit="steps", source="[I] around the drift")
INACTIVE_WARNING_MONTHS = parameter("mandates.inactive_warning_months", 5, unit="months", source="[V]")
INACTIVE_SUSPEND_MONTHS = parameter("mandates.inactive_suspend_months", 6, unit="months", source="[V]")
EMAIL_CONFIRM_DAYS = parameter("mandates.email_confirm_days", 3, unit="days", source="[V]")
DRAFT_DAYS = parameter("mandates.draft_days", 30, unit="days", source="[I] once the address is confirmed")
PAPER_RETENTION_YEARS = parameter("mandates.paper_retention_years", 6, unit="years", source="[V] advice")
REMOTE_SMS = parameter("mandates.remote_sms", False, unit="bool", source="[V] dropped in 2026 by the State tool")
SMS_ANSWER_MINUTES = parameter("mandates.sms_answer_minutes", 30, unit="minutes", source="MAN-20")
SMS_A_DAY = parameter("mandates.sms_a_day", 12, unit="messages", source="[I] three exchanges with one number")
ADDRESS_HASH_MONTHS = parameter("mandates.address_hash_months", 12, unit="months", source="[I] sheet 13 section 5")
CODE_SECONDS = parameter("mandates.code_seconds", 60, unit="seconds", source="[I] sheet 13 section 4: at most 60")
TOKEN_SECONDS = parameter("mandates.token_seconds", 300, unit="seconds", source="[I] sheet 13 section 4: at most 5 min")
KEY_OVERLAP_HOURS = parameter("mandates.key_overlap_hours", 24, unit="h", source="[I] tokens in flight, logout hints")
PROCEDURE_KEPT_HOURS = parameter("mandates.procedure_kept_hours", 24, unit="h", source="[I] replays are recognised")
MANDATE_READABLE_YEARS = parameter("mandates.readable_years", 1, unit="years", source="MAN-18")
