"""Public and school holidays of a département, and the clock its places live by."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from importlib import resources
from types import MappingProxyType
from zoneinfo import ZoneInfo

import holidays
from vacances_scolaires_france import SchoolHolidayDates

from conum.commons.territories.models import Commune
from conum.commons.territories.models.code import OVERSEAS, department_code
from conum.commons.territories.queries.reference import department_clocks

# Codes of the library's calendars; a département without one has the national list.
CALENDARS: Mapping[str, str] = MappingProxyType(
    {"57": "57", "67": "6AE", "68": "6AE", "977": "BL", "978": "MF", "986": "WF", "987": "PF", "988": "NC"}
    | {code: code for code in ("971", "972", "973", "974", "976")}
)
ABOLITION = "Abolition de l'esclavage"
# There the only day added by law is the abolition of slavery (Code du travail, L3422-2): the library also lists
# customs of the island (Mi-Carême, Good Friday, Schoelcher), which close nothing by themselves.
ABOLITION_ONLY = frozenset({"971", "972", "973", "974", "976", "977", "978"})
# Decree 2017-292 on legal time: two archipelagos of Polynesia do not share Tahiti's clock.
ISLAND_CLOCKS: Mapping[str, str] = MappingProxyType(
    {"98719": "Pacific/Gambier"}
    | dict.fromkeys(("98718", "98723", "98731", "98746", "98756", "98757"), "Pacific/Marquesas")
)


@dataclass(frozen=True)
class SchoolHolidays:
    """The school holidays known over a range of days.

    Attributes:
        zone: A, B or C; None where the national calendar does not apply (Corse, overseas): nothing is known.
        days: each day of holiday → its French name.
        unknown_from: first day of the range the calendar says nothing of, None when all of it is known.
    """

    zone: str | None
    days: Mapping[date, str]
    unknown_from: date | None

    @property
    def known(self) -> bool:
        """True when each day of the range is known to be a school holiday or not."""
        return self.unknown_from is None


def public_holidays(department: str, first: date, last: date) -> dict[date, str]:
    """Return the public holidays of a département (BOO-02) from one day to another, both included: day → French name.

    Args:
        department: code, for example "57" or "974"; an unknown code has the national list.
        first, last: any years; the days are computed.
    """
    code = department_code(department)
    years = range(first.year, last.year + 1)
    found = {day: name for year in years for day, name in _holidays_of_year(code, year).items()}
    return {day: found[day] for day in sorted(found) if first <= day <= last}


def school_holidays(department: str, first: date, last: date) -> SchoolHolidays:
    """Return the school holidays of a département from one day to another, both included.

    The national calendar has three zones and is published two or three years ahead; Corse and overseas have
    calendars of their own that no source gives: the answer then says so (`zone`, `unknown_from`).
    """
    zone = school_zones().get(department_code(department))
    if zone is None:
        return SchoolHolidays(None, {}, first)
    days, end = _school_days(zone)
    known = {day: days[day] for day in sorted(days) if first <= day <= last}
    return SchoolHolidays(zone, known, max(first, end + timedelta(days=1)) if last > end else None)


@lru_cache(maxsize=1)
def school_zones() -> Mapping[str, str]:
    """Return département → zone of the school calendar (A, B, C), from the académies of the package data."""
    text = resources.files("conum.commons.territories").joinpath("data", "academies.json").read_text("utf-8")
    academies = json.loads(text)["academies"]
    return MappingProxyType({code: row["zone"] for row in academies for code in row["departments"]})


def time_zone(commune: Commune) -> ZoneInfo:
    """Return the clock people of a commune live by; its `department` should be loaded with it."""
    return ZoneInfo(ISLAND_CLOCKS.get(commune.pk) or commune.department.timezone)


def clock_of(commune_code: str) -> str:
    """Return the name of the clock people of a commune live by, from its INSEE code alone (no query)."""
    long = commune_code.startswith(OVERSEAS)
    return ISLAND_CLOCKS.get(commune_code) or department_clocks()[commune_code[: 3 if long else 2]]


@lru_cache(maxsize=512)
def _holidays_of_year(code: str, year: int) -> Mapping[date, str]:
    national = dict(holidays.country_holidays("FR", years=year, language="fr"))
    calendar = CALENDARS.get(code)
    local = dict(holidays.country_holidays("FR", subdiv=calendar, years=year, language="fr")) if calendar else {}
    added = {day: name for day, name in local.items() if code not in ABOLITION_ONLY or name.startswith(ABOLITION)}
    return MappingProxyType(added | national)


@lru_cache(maxsize=3)
def _school_days(zone: str) -> tuple[Mapping[date, str], date]:
    """Days of holiday of a zone, and the last day the calendar covers."""
    calendar = SchoolHolidayDates()
    field = calendar.zone_key(zone)
    days = {day: row["nom_vacances"] for day, row in calendar.data.items() if row[field]}
    return MappingProxyType(days), max(calendar.data)
