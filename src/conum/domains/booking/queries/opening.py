"""On which days organisations and places do not work: Sundays and public holidays (BOO-02)."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cached_property
from uuid import UUID

from conum.commons.territories.queries.holidays import public_holidays
from conum.domains.booking.models import OpeningChoice
from conum.domains.booking.parameters import SUNDAY_HOLIDAY_WORK

SUNDAY = 6


class ClosedDays:
    """The closed days between two days, both included, read once for many presences."""

    def __init__(self, first: date, last: date) -> None:
        self.first, self.last = first, last + timedelta(days=1)
        self._holidays: dict[str, frozenset[date]] = {}
        self._days: dict[tuple[str, bool, bool], frozenset[date]] = {}

    def of(self, organisation_id: UUID, place_id: UUID | None, department: str) -> frozenset[date]:
        """Return the days on which the organisation does not work at the place, in this département."""
        sundays, holidays = self._choice(organisation_id, place_id)
        key = (department, sundays, holidays)
        if key not in self._days:
            closed = frozenset() if holidays else self._of_department(department)
            self._days[key] = closed if sundays else closed | self._sundays
        return self._days[key]

    def _choice(self, organisation_id: UUID, place_id: UUID | None) -> tuple[bool, bool]:
        found = self._choices.get((organisation_id, place_id)) or self._choices.get((organisation_id, None))
        return found or self._default

    @cached_property
    def _choices(self) -> dict[tuple[UUID, UUID | None], tuple[bool, bool]]:
        rows = OpeningChoice.objects.values_list("organisation", "place", "sundays", "holidays")
        return {(organisation, place): (sundays, holidays) for organisation, place, sundays, holidays in rows}

    @cached_property
    def _default(self) -> tuple[bool, bool]:
        works = SUNDAY_HOLIDAY_WORK.on(self.first)
        return works, works

    @cached_property
    def _sundays(self) -> frozenset[date]:
        days = (self.first + timedelta(days=count) for count in range((self.last - self.first).days + 1))
        return frozenset(day for day in days if day.weekday() == SUNDAY)

    def _of_department(self, department: str) -> frozenset[date]:
        if department not in self._holidays:
            self._holidays[department] = frozenset(public_holidays(department, self.first, self.last))
        return self._holidays[department]
