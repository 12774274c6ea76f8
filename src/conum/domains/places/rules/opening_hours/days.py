"""When a text is open, day by day, in local time: the library's answer, with the territory's own holidays."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import groupby

from opening_hours import OpeningHours, State

from conum.domains.places.rules.opening_hours.text import (
    CLOSED,
    MINUTES_A_DAY,
    MONTHS,
    PUBLIC,
    Holiday,
    Rule,
    join,
    take_apart,
)

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Holidays:
    """The days of public and school holidays of a territory, over the days asked and one week around them."""

    public: Collection[date] = field(default=frozenset())
    school: Collection[date] = field(default=frozenset())

    def includes(self, holiday: Holiday, day: date) -> bool:
        """Tell whether a day is this holiday, or so many days from it."""
        return day - timedelta(days=holiday.days) in (self.public if holiday.kind == PUBLIC else self.school)


NO_HOLIDAYS = Holidays()


@dataclass(frozen=True)
class Exceptional:
    """Days, both included, when a place is closed, or open at these hours instead of its usual ones."""

    first: date
    last: date
    hours: str = ""


@dataclass(frozen=True, order=True)
class Span:
    """A stretch of local time, end excluded: open, or by appointment when `certain` is False."""

    start: datetime
    end: datetime
    certain: bool = True
    note: str = ""


def spans(
    text: str,
    first: date,
    last: date,
    holidays: Holidays = NO_HOLIDAYS,
    exceptions: tuple[Exceptional, ...] = (),
) -> tuple[Span, ...]:
    """Return when a valid text is open from the midnight that begins `first` to the one that ends `last`, in order.

    Hours past midnight belong to the evening before: a closed Saturday does not cut the night of Friday.

    Args:
        text: opening hours that `read` accepted.
        first, last: local days, both included.
        holidays: those of the territory.
        exceptions: they replace the usual hours of their days; the latter of two wins.
    """
    found: list[Span] = []
    for rank, rules in enumerate(_alternatives(text or CLOSED)):
        changed = [_exceptional(one, opening=rank == 0) for one in exceptions]
        here = list(_said((*rules, *changed), first, last, holidays))
        found += _outside(found, _merged(span for span in here if span.certain))
        found += _outside(found, _merged(span for span in here if not span.certain))
    return tuple(_merged(found))


@lru_cache(maxsize=8192)
def _alternatives(text: str) -> tuple[tuple[Rule, ...], ...]:
    """The rules, then those that only fill what is left closed (`||`): the library fills whole days only."""
    groups: list[list[Rule]] = [[]]
    for rule in take_apart(text):
        if rule.joint == "||":
            groups.append([])
        groups[-1].append(rule)
    return tuple(tuple(group) for group in groups if group)


def _exceptional(exception: Exceptional, *, opening: bool) -> Rule:
    days = f"{_dated(exception.first)}-{_dated(exception.last)}"
    open_then = opening and bool(exception.hours)
    return Rule(wide=days, times=exception.hours if open_then else "", state="" if open_then else CLOSED)


def _dated(day: date) -> str:
    return f"{day.year} {MONTHS[day.month - 1]} {day.day}"


def _said(rules: tuple[Rule, ...], first: date, last: date, holidays: Holidays) -> Iterator[Span]:
    if not any(rule.crosses_midnight for rule in rules):
        yield from _evaluated(rules, first, last, holidays)
        return
    yield from _evaluated(_until_midnight(rules), first, last, holidays)
    for span in _evaluated(_after_midnight(rules), first - DAY, last - DAY, holidays):
        yield replace(span, start=span.start + DAY, end=span.end + DAY)


@lru_cache(maxsize=2048)
def _parsed(text: str) -> OpeningHours:
    return OpeningHours(text, max_interval_days=366)


def _evaluated(rules: tuple[Rule, ...], first: date, last: date, holidays: Holidays) -> Iterator[Span]:
    """Ask the library, once per run of days that the holidays leave alike."""
    if not any(rule.holidays for rule in rules):
        yield from _asked(join(rules), first, last)
        return
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    for text, run in groupby(days, key=lambda day: join(_on(rules, day, holidays))):
        alike = list(run)
        yield from _asked(text, alike[0], alike[-1])


def _on(rules: tuple[Rule, ...], day: date, holidays: Holidays) -> list[Rule]:
    """The rules as they read on one day, without holidays: those that cannot apply that day are left out."""
    kept = []
    for rule in rules:
        hit = any(holidays.includes(holiday, day) for holiday in rule.holidays)
        if not rule.holidays:
            kept.append(rule)
        elif hit:
            kept.append(rule.without_holidays(rule.weekdays if rule.within else ""))
        elif rule.weekdays and not rule.within:
            kept.append(rule.without_holidays(rule.weekdays))
    return kept


def _asked(text: str, first: date, last: date) -> Iterator[Span]:
    begin, end = datetime.combine(first, time()), datetime.combine(last + DAY, time())
    for start, stop, state, comment in _parsed(text).intervals(begin, end):
        if state != State.CLOSED:
            yield Span(start, stop, state == State.OPEN, comment)


def _until_midnight(rules: tuple[Rule, ...]) -> tuple[Rule, ...]:
    """Each rule with its hours cut at midnight; hours that are not plain (sunset) are left to the library."""
    cut = []
    for rule in rules:
        ranges = rule.ranges
        times = (
            rule.times if ranges is None else ",".join(_span(start, min(end, MINUTES_A_DAY)) for start, end in ranges)
        )
        cut.append(replace(rule, times=times))
    return tuple(cut)


def _after_midnight(rules: tuple[Rule, ...]) -> tuple[Rule, ...]:
    """What each rule opens past midnight, told as hours of its own day; nothing else is open."""
    after = []
    for rule in rules:
        past = [(0, end - MINUTES_A_DAY) for _, end in rule.ranges or () if end > MINUTES_A_DAY]
        if past:
            after.append(replace(rule, times=",".join(_span(start, end) for start, end in past)))
        elif rule.joint == ";":  # it still replaces the rules before it on its days
            after.append(replace(rule, times="", state=CLOSED, comment=""))
    return tuple(after)


def _span(start: int, end: int) -> str:
    return f"{start // 60:02}:{start % 60:02}-{end // 60:02}:{end % 60:02}"


def _merged(found: Iterable[Span]) -> list[Span]:
    """Join what touches or overlaps and says the same."""
    merged: list[Span] = []
    for span in sorted(found):
        before = merged[-1] if merged else None
        if before and span.start <= before.end and (span.certain, span.note) == (before.certain, before.note):
            merged[-1] = replace(before, end=max(before.end, span.end))
        else:
            merged.append(span)
    return merged


def _outside(taken: list[Span], more: list[Span]) -> list[Span]:
    """The parts of `more` that nothing in `taken` covers."""
    for one in taken if more else ():
        more = [
            replace(span, start=start, end=end)
            for span in more
            for start, end in ((span.start, min(span.end, one.start)), (max(span.start, one.end), span.end))
            if start < end
        ]
    return more
