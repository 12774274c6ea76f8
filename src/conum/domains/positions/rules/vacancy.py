"""How long a post may stay vacant (POS-47)."""

from __future__ import annotations

import calendar
from datetime import date

from conum.domains.positions.enums import VacancyStage
from conum.kernel.rules import rule


@rule("POS-47")
def not_vacant_too_long(vacant_since: date, day: date, months: int) -> bool:
    """Ce poste est vacant depuis plus de {months} mois : il est proposé au rendu."""
    return day < add_months(vacant_since, months)


def stage_on(vacant_since: date, day: date, months: int) -> VacancyStage | None:
    """Return how far the vacancy is on `day`, None before half of the time allowed.

    Args:
        vacant_since: first day without a counsellor.
        months: `positions.vacancy_max`.
    """
    dates = stage_dates(vacant_since, months)
    return next((stage for stage in reversed(VacancyStage) if dates[stage] <= day), None)


def stage_dates(vacant_since: date, months: int) -> dict[VacancyStage, date]:
    """Return the day of each stage: half the time allowed, one month before its end, its end."""
    end = add_months(vacant_since, months)
    half = vacant_since + (end - vacant_since) / 2
    return {
        VacancyStage.HALF_TIME: half,
        VacancyStage.ONE_MONTH_LEFT: max(half, add_months(end, -1)),
        VacancyStage.RETURN_PROPOSED: end,
    }


def add_months(day: date, months: int) -> date:
    """Return the same day `months` later, or the last day of that month when it has no such day."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
