"""Shared parameters (sheet 01 section 7) and privacy parameters (sheet 11 section 5)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from conum.kernel.parameters import parameter

NAME = parameter(
    "programme.name",
    {
        date(2020, 11, 17): "Conseiller numérique France Services",
        date(2023, 1, 1): "Conseiller numérique",
    },
    unit="text",
    source="[V]",
)
START = parameter("programme.start", date(2020, 11, 17), unit="date", source="seeds 000 002 004")
TARGET_POSTS = parameter("programme.target_posts", 4000, unit="posts", source="seeds 000 004")
TARGET_DATE = parameter("programme.target_date", date(2022, 12, 31), unit="date", source="seed 000")
ANNOUNCED_BEFORE = parameter("programme.announced_before", 5000, unit="posts", source="seed 004, history")
POPULATION_FAR_FROM_DIGITAL = parameter(
    "programme.population_far_from_digital",
    {date(2020, 1, 1): 13_000_000, date(2023, 1, 1): 16_000_000},
    unit="persons",
    source="seeds 000 002 004; [S] CREDOC/ANCT 2023",
)
TIMEZONE = parameter("programme.timezone", "Europe/Paris", unit="tz", source="[I]")
LANGUAGES = parameter("programme.languages", "fr, en", unit="codes", source="[I]")
FULL_TIME_HOURS = parameter("programme.full_time_hours", 35, unit="h/week", source="seed 003, [V]")
MINIMUM_WAGE = parameter(
    "programme.minimum_wage",
    {
        date(2021, 1, 1): Decimal("1554.58"),
        date(2021, 10, 1): Decimal("1589.47"),
        date(2022, 1, 1): Decimal("1603.12"),
        date(2022, 5, 1): Decimal("1645.58"),
        date(2022, 8, 1): Decimal("1678.95"),
        date(2023, 1, 1): Decimal("1709.28"),
        date(2023, 5, 1): Decimal("1747.20"),
        date(2024, 1, 1): Decimal("1766.92"),
        date(2024, 11, 1): Decimal("1801.80"),
    },
    unit="€/month gross",
    source="seed 003 for the first, others [M]",
)
FREE_ACTIVITIES = parameter("programme.free_activities", True, unit="bool", source="seed 003, [V]")
COMMITMENTS_VERSION = parameter("programme.commitments_version", "2020-11", unit="text", source="[V] State site")

BUDGET_TOTAL = parameter("budget.total", 250_000_000, unit="€", source="seeds 002 004")
BUDGET_COUNSELLORS = parameter("budget.counsellors", 200_000_000, unit="€", source="seeds 002 004")
BUDGET_KITS = parameter("budget.kits", 40_000_000, unit="€", source="seeds 002 004")
BUDGET_AIDANTS = parameter("budget.aidants", 10_000_000, unit="€", source="seeds 002 004")
BUDGET_ALERT_THRESHOLD = parameter("budget.alert_threshold", 90, unit="%", source="[I]")

ACCOUNT_INACTIVE = parameter("privacy.account_inactive", 24, unit="months", source="[V] stated by MIN; Coop 1 year")
IMPERSONATION = parameter("privacy.impersonation_minutes", 30, unit="min", source="[I]")
LOGIN_LOG = parameter("privacy.login_log", 12, unit="months", source="[M]")
CANDIDATE_INACTIVE = parameter("privacy.candidate_inactive", 30, unit="months", source="[V] State API comment")
REFUSED_REQUEST = parameter("privacy.refused_request", 24, unit="months", source="[I]")
CONTRACT_AFTER = parameter("privacy.contract_after", 12, unit="months", source="[V] State site")
BANK_DETAILS = parameter("privacy.bank_details", 13, unit="months", source="[M]")
ACCOUNTING = parameter("privacy.accounting", 10, unit="years", source="[M]")
TRAINING_RESULTS = parameter("privacy.training_results", 5, unit="years", source="[I]")
BOOKING_CONTACT = parameter("privacy.booking_contact", 12, unit="months", source="[I]; 2 years in RDV-SP [V]")
BOOKING_HISTORY = parameter("privacy.booking_history", 24, unit="months", source="[V] RDV-SP source")
MESSAGE_CONTENT = parameter("privacy.message_content", 6, unit="months", source="[V] RDV-SP source")
BENEFICIARY_INACTIVE = parameter("privacy.beneficiary_inactive", 12, unit="months", source="[V] Coop notice")
REPORT_NOTES = parameter("privacy.report_notes", 12, unit="months", source="[V] Coop notice")
REPORT_AUTHOR = parameter("privacy.report_author", 12, unit="months", source="[I]")
MANDATE_PROOF = parameter("privacy.mandate_proof", 6, unit="years", source="[V] advice")
JOURNAL = parameter("privacy.journal", 3, unit="years", source="[I]")
BACKUPS = parameter("privacy.backups", 35, unit="days", source="[I]")
EXPORT_LINK = parameter("privacy.export_link", 24, unit="h", source="[I]")
MERGE_UNDO = parameter("privacy.merge_undo", 30, unit="days", source="[I]")
TOKEN_INVITATION = parameter("privacy.token_invitation", 28, unit="days", source="[V] State API")
WARNING_DAYS = parameter("privacy.warning_days", (60, 30, 7), unit="days", source="[I]")
