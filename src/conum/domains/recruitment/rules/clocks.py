"""Delays in months and days from an instant."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, datetime, timedelta


def months_after(day: date, months: int) -> date:
    """Return the same day `months` later (earlier when negative), or the last day of a shorter month."""
    count = day.month - 1 + months
    year, month = day.year + count // 12, count % 12 + 1
    return day.replace(year=year, month=month, day=min(day.day, monthrange(year, month)[1]))


def due_after(moment: datetime, months: int) -> datetime:
    """Return the instant `months` after `moment`, at the same hour."""
    return moment + (months_after(moment.date(), months) - moment.date())


def before(moment: datetime, months: int) -> datetime:
    """Return the instant `months` before `moment`."""
    return due_after(moment, -months)


def shortcuts(today: date) -> dict[str, date]:
    """Return the shortcuts of the start date (section 6): tomorrow, one and two weeks, one and three months."""
    return {
        "tomorrow": today + timedelta(days=1),
        "week": today + timedelta(days=7),
        "fortnight": today + timedelta(days=14),
        "month": months_after(today, 1),
        "quarter": months_after(today, 3),
    }
