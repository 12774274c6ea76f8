"""The week as a form shows it, and its text: days with up to three ranges, one week or two in turn, closings."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import groupby

from conum.domains.places.rules.opening_hours.reading import read
from conum.domains.places.rules.opening_hours.text import (
    CLOSED,
    DAYS,
    MINUTES_A_DAY,
    OPEN,
    PUBLIC,
    UNKNOWN,
    Rule,
    by_appointment,
    take_apart,
)

MOST_RANGES = 3
BY_APPOINTMENT = '"sur rendez-vous"'
ODD, EVEN = "week 01-53/2", "week 02-52/2"
_ODD, _EVEN = re.compile(r"week ?0?1-5[13]/2"), re.compile(r"week ?0?2-5[024]/2")
_RUN = re.compile(rf"({'|'.join(DAYS)})(?:-({'|'.join(DAYS)}))?")

Range = tuple[int, int]
Day = tuple[Range, ...]
Week = tuple[Day, ...]
EMPTY: Week = ((),) * 7


@dataclass(frozen=True)
class Grid:
    """Opening hours that need no knowledge of the syntax.

    Attributes:
        week: Monday to Sunday, ranges in minutes from midnight (an end beyond 1440 is past midnight).
        even: the week with an even number, when weeks alternate; `week` is then the odd one.
        public_closed, school_closed: closed on public holidays, during school holidays.
        appointment: these hours are by appointment only; without any hour, the whole place is.
    """

    week: Week = EMPTY
    even: Week | None = None
    public_closed: bool = False
    school_closed: bool = False
    appointment: bool = False

    @property
    def is_empty(self) -> bool:
        """True when no hour is given."""
        return not any(self.week) and not any(self.even or ())


def overlapping(day: Day) -> bool:
    """Tell whether two ranges of a day share an instant."""
    ordered = sorted(day)
    return any(before[1] > after[0] for before, after in zip(ordered, ordered[1:], strict=False))


def write(grid: Grid) -> str:
    """Return the text of a grid; empty when it says nothing."""
    if grid.is_empty:
        return BY_APPOINTMENT if grid.appointment else ""
    note = f" {BY_APPOINTMENT}" if grid.appointment else ""
    alternate = [*_week(grid.week, f"{ODD} "), *_week(grid.even or EMPTY, f"{EVEN} ")]
    rules = _week(grid.week, "") if grid.even is None else alternate
    closings = [f"{name} {CLOSED}" for name, on in (("PH", grid.public_closed), ("SH", grid.school_closed)) if on]
    return "; ".join([*(f"{rule}{note}" for rule in rules), *closings])


def read_grid(text: str) -> Grid | None:
    """Return the grid of a text, None when the form cannot show all it says."""
    found = read(text)
    if found.problem:
        return None
    filled = _Filling()
    for rule in take_apart(found.text) if found.text else ():
        if not filled.take(rule):
            return None
    return filled.grid()


def _week(week: Week, prefix: str) -> list[str]:
    """One rule per set of ranges, its days in order: « Mo-Fr 09:00-12:00 »."""
    if not prefix and set(week) == {((0, MINUTES_A_DAY),)}:
        return ["24/7"]
    kinds = sorted({day for day in week if day}, key=week.index)
    return [f"{prefix}{_days([n for n in range(7) if week[n] == kind])} {hours(kind)}" for kind in kinds]


def hours(day: Day) -> str:
    """Return « 09:00-12:00,14:00-17:00 »."""
    return ",".join(f"{_clock(start)}-{_clock(end)}" for start, end in day)


def _clock(minutes: int) -> str:
    if minutes > MINUTES_A_DAY:
        minutes -= MINUTES_A_DAY
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _days(numbers: list[int]) -> str:
    runs = [[n for _, n in run] for _, run in groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0])]
    written = [
        DAYS[run[0]] if len(run) == 1 else f"{DAYS[run[0]]}{'-' if len(run) > 2 else ','}{DAYS[run[-1]]}"
        for run in runs
    ]
    return ",".join(written)


@dataclass
class _Filling:
    """A grid being filled, one rule after the other; `take` answers False when a rule does not fit."""

    odd: list[Day] = field(default_factory=lambda: list(EMPTY))
    even: list[Day] = field(default_factory=lambda: list(EMPTY))
    public_closed: bool = False
    school_closed: bool = False
    appointment: set[bool] = field(default_factory=set)

    def take(self, rule: Rule) -> bool:
        if rule.joint == "||":
            return False
        if rule.holidays:
            return self._closing(rule)
        weeks = self._weeks(rule.wide)
        days, ranges = weekday_numbers(rule.weekdays), self._ranges(rule)
        if weeks is None or days is None or ranges is None or self.public_closed or self.school_closed:
            return False  # a rule after a closing would open again on those days
        for week in weeks:
            for day in days:
                week[day] = tuple(sorted({*week[day], *ranges})) if rule.joint == "," else tuple(sorted(ranges))
        return True

    def grid(self) -> Grid | None:
        everything = (*self.odd, *self.even)
        if len(self.appointment) > 1 or any(len(day) > MOST_RANGES or overlapping(day) for day in everything):
            return None
        alternate = tuple(self.even) if self.even != self.odd else None
        found = Grid(tuple(self.odd), alternate, self.public_closed, self.school_closed, self.appointment == {True})
        return None if found.is_empty and (self.public_closed or self.school_closed) else found

    def _closing(self, rule: Rule) -> bool:
        if rule.state != CLOSED or rule.wide or rule.weekdays or rule.times or rule.comment or rule.joint == ",":
            return False
        for holiday in rule.holidays:
            if holiday.days:
                return False
            self.public_closed |= holiday.kind == PUBLIC
            self.school_closed |= holiday.kind != PUBLIC
        return True

    def _weeks(self, wide: str) -> list[list[Day]] | None:
        if not wide:
            return [self.odd, self.even]
        return [self.odd] if _ODD.fullmatch(wide) else [self.even] if _EVEN.fullmatch(wide) else None

    def _ranges(self, rule: Rule) -> tuple[Range, ...] | None:
        """The ranges of a rule; None when the form has no word for its state, comment or hours."""
        if rule.state == CLOSED:
            return None if rule.comment or rule.times or rule.joint == "," else ()
        if rule.state == UNKNOWN and rule.comment and by_appointment(rule.comment):
            self.appointment.add(True)
            alone = not (rule.times or rule.weekdays or rule.wide)
            return () if alone else self._whole(rule)
        if rule.state not in ("", OPEN) or rule.comment:
            return None
        self.appointment.add(False)
        return self._whole(rule)

    @staticmethod
    def _whole(rule: Rule) -> tuple[Range, ...] | None:
        return rule.ranges if rule.times else ((0, MINUTES_A_DAY),)


def weekday_numbers(text: str) -> list[int] | None:
    """Return the days of « Mo-Fr,Su » as 0 to 6, all of them for an empty text, None for anything else (« Mo[1] »)."""
    found: list[int] = []
    for part in text.split(",") if text else ():
        run = _RUN.fullmatch(part.strip())
        if not run:
            return None
        first, last = DAYS.index(run.group(1)), DAYS.index(run.group(2) or run.group(1))
        found += [day % 7 for day in range(first, last + 1 if last >= first else last + 8)]
    return sorted(set(found)) if text else list(range(7))
