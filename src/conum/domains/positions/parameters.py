"""Dated parameters of the positions module (sheet 02 section 9)."""

from __future__ import annotations

from datetime import date

from conum.kernel.parameters import BEGINNING, parameter

OPEN_FROM_PUBLIC = parameter("positions.open_from.public", date(2020, 11, 17), unit="date", source="seeds 000, 004")
OPEN_FROM_PRIVATE = parameter(
    "positions.open_from.private", date(2021, 3, 1), unit="date", source="[I]; private hosts examined on 19/05/2021 [S]"
)
ALLOCATION_OPEN = parameter(
    "positions.allocation_open",
    {BEGINNING: True, date(2025, 5, 1): False},
    unit="bool",
    source="[V] State FAQ: no new post since May 2025",
)
EMAIL_CONFIRM_DAYS = parameter(
    "positions.email_confirm_days", 180, unit="days", source="[V] 4 320 h in the 2020 platform"
)
MAX_POSTS_PER_REQUEST = parameter("positions.max_posts_per_request", 30, unit="posts", source="[V] first form")
QUOTA_FLOOR = parameter("positions.quota_floor", 10, unit="posts", source="[I]")
QUOTA_FORMULA = parameter(
    "positions.quota_formula", "population^0.8, floor, largest remainder", unit="text", source="[I]"
)
QUOTA_FIXED = parameter("positions.quota_fixed", "87: 36, 19: 22, 23: 14", unit="code: posts", source="seed 003")
NETWORK_RESERVE = parameter("positions.network_reserve", 0, unit="posts", source="[I]; networks did receive posts [S]")
RETURN_AHEAD = parameter(
    "positions.return_ahead", 12, unit="months", source="[I]: a return is announced, its last day may lie ahead"
)
VACANCY_MAX = parameter(
    "positions.vacancy_max", 6, unit="months", source="[V] State FAQ 2025; 3 in the 2023 renewal rule [S]"
)
MOTIVATION_MAX = 2500  # characters; the column has the same limit
