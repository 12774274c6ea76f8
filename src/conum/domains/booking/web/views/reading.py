"""What addresses say, read without trust."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from django.utils.dateparse import parse_date, parse_datetime

YEARS = range(2020, 2101)  # beyond, no calendar is asked for


def read_uuid(given: Mapping[str, str], name: str) -> UUID | None:
    """Return the identifier under a name, None when it is not one."""
    try:
        return UUID(given.get(name, ""))
    except ValueError:
        return None


def read_day(given: Mapping[str, str], name: str = "jour") -> date | None:
    """Return the day under a name, None when it is not one."""
    try:
        found = parse_date(given.get(name, ""))
    except ValueError:
        return None
    return found if found and found.year in YEARS else None


def read_instant(given: Mapping[str, str], name: str = "debut") -> datetime | None:
    """Return the instant under a name, None when it is not one or names no zone."""
    try:
        found = parse_datetime(given.get(name, "").replace(" ", "+"))
    except ValueError:
        return None
    return found if found and found.tzinfo and found.year in YEARS else None
