"""An OSM opening_hours text taken apart into its rules: what the evaluation, the editor and the words all read.

Grammar: https://wiki.openstreetmap.org/wiki/Key:opening_hours/specification. The library checks and evaluates; it
knows neither school holidays nor Alsace-Moselle, and reads `SH Mo-Fr` as a union: holidays are resolved here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
PUBLIC, SCHOOL = "PH", "SH"
OPEN, CLOSED, UNKNOWN = "open", "off", "unknown"
SUN = "sunrise|sunset|dawn|dusk"
MINUTES_A_DAY = 24 * 60

_WEEKDAY = rf"(?:{'|'.join(DAYS)})"
_DAY = rf"{_WEEKDAY}(?:\[[\d,\s-]+\])?(?:\s*-\s*{_WEEKDAY})?"
_HOLIDAY = r"(?:PH|SH)(?:\s+[+-]?\d+\s+days?)?"
_LIST = rf"(?:{_HOLIDAY}|{_DAY})(?:\s*,\s*(?:{_HOLIDAY}|{_DAY}))*"
# The days of a rule, at the end of its selectors: « Mo-Fr,PH », or « SH Mo-Fr » (both at once).
_DAYS_AT_END = re.compile(rf"(?:^|(?<=[\s:]))((?:{_HOLIDAY}(?:,\s*{_HOLIDAY})*\s+)?{_LIST})$")
_HOLIDAY_PART = re.compile(r"(PH|SH)(?:\s+([+-]?\d+)\s+days?)?")
_BOTH = re.compile(rf"({_HOLIDAY}(?:,\s*{_HOLIDAY})*)\s+({_WEEKDAY}.*)")
_COMMENT = re.compile(r'"[^"]*"')
_STATE = re.compile(r"(?:^|\s)(open|off|closed|unknown)\s*$")
_TIMES = re.compile(rf"(?:^|\s|:\s*)(?=\d{{1,2}}:\d\d|\(|{SUN}|24/7)")
_SPAN = re.compile(r"(\d{1,2}):(\d\d)\s*-\s*(\d{1,2}):(\d\d)")
_NEW_RULE = re.compile(rf"\s*(?:{'|'.join((*DAYS, *MONTHS))}|PH|SH|week|easter|\d{{4}}(?!:))")
_ENDED = re.compile(rf'(?:\d:\d\d\+?|{SUN}|\)|off|closed|open|unknown|")\s*$')


@dataclass(frozen=True)
class Holiday:
    """A public or school holiday in a rule, moved by some days (`PH +1 day`)."""

    kind: str
    days: int = 0


@dataclass(frozen=True)
class Rule:
    """One rule of a text.

    Attributes:
        joint: what stands before it: `;` (replaces the rules before on its days), `,` (adds), `||` (when closed).
        wide: years, months, dates, weeks, as written.
        weekdays: days of the week, as written.
        holidays: holidays it applies on.
        within: True when the weekdays only count inside the holidays (`SH Mo-Fr`), False when either is enough.
        times: hours, as written, « 09:00-12:00,14:00-17:00 », or empty for the whole day.
        state: open, off, unknown, or empty.
        comment: text between quotes, without them.
    """

    joint: str = ";"
    wide: str = ""
    weekdays: str = ""
    holidays: tuple[Holiday, ...] = ()
    within: bool = False
    times: str = ""
    state: str = ""
    comment: str = ""

    @property
    def ranges(self) -> tuple[tuple[int, int], ...] | None:
        """The hours as (start, end) in minutes from midnight, end beyond 1440 past midnight; None when not so plain."""
        spans, matches = [], list(_SPAN.finditer(self.times))
        if _SPAN.sub("", self.times).strip(" ,"):
            return ((0, MINUTES_A_DAY),) if self.times == "24/7" else None
        for found in matches:
            first_hour, first_minute, last_hour, last_minute = map(int, found.groups())
            start, end = first_hour * 60 + first_minute, last_hour * 60 + last_minute
            spans.append((start, end if end > start else end + MINUTES_A_DAY))
        return tuple(spans)

    @property
    def crosses_midnight(self) -> bool:
        """True when its hours may run into the next day."""
        return self.ranges is None or any(end > MINUTES_A_DAY for _, end in self.ranges)

    def without_holidays(self, weekdays: str) -> Rule:
        """The rule on plain weekdays only."""
        return replace(self, holidays=(), within=False, weekdays=weekdays)

    def __str__(self) -> str:
        holidays = ",".join(
            holiday.kind + (f" {holiday.days:+d} day" if holiday.days else "") for holiday in self.holidays
        )
        days = (" " if self.within else ",").join(part for part in (holidays, self.weekdays) if part)
        said = (self.wide, days, self.times, self.state, f'"{self.comment}"' if self.comment else "")
        return " ".join(part for part in said if part)


def take_apart(text: str) -> tuple[Rule, ...]:
    """Return the rules of a text that the library accepts, in order.

    A comment alone (« "sur rendez-vous" ») opens nothing by itself: it is unknown, and only where nothing else is said.
    """
    rules = [_rule(joint, part) for joint, part in _split(text)]
    return tuple(_said(rule, first=index == 0) for index, rule in enumerate(rules))


def join(rules: tuple[Rule, ...] | list[Rule]) -> str:
    """Return the text of rules, `off` when there is none."""
    joints = {";": "; ", ",": ", ", "||": " || "}
    text = "".join((joints[rule.joint] if index else "") + str(rule) for index, rule in enumerate(rules))
    return text or CLOSED


def outside_comments(text: str) -> str:
    """Return the text with the inside of its comments blanked, every character at its place."""
    return _COMMENT.sub(lambda found: f'"{" " * (len(found.group()) - 2)}"', text)


def _split(text: str) -> list[tuple[str, str]]:
    """Cut at `;`, `||`, and at a comma that begins another rule (« Mo 09:00-12:00, Tu 14:00-17:00 »)."""
    bare, parts, joint, start, at = outside_comments(text), [], ";", 0, 0
    while at < len(bare):
        sign = "||" if bare.startswith("||", at) else bare[at]
        if sign in (";", "||") or (sign == "," and _ENDED.search(bare[start:at]) and _NEW_RULE.match(bare, at + 1)):
            parts.append((joint, text[start:at]))
            joint, start = sign, at + len(sign)
        at += len(sign)
    parts.append((joint, text[start:]))
    return [(joint, part.strip()) for joint, part in parts if part.strip()]


def _rule(joint: str, text: str) -> Rule:
    comment = _COMMENT.search(text)
    bare = _COMMENT.sub("", text).strip()
    state = _STATE.search(bare)
    bare = bare[: state.start()].rstrip() if state else bare
    times = _TIMES.search(bare)
    selectors, hours = (bare[: times.start()], bare[times.end() :]) if times else (bare, "")
    wide, weekdays, holidays, within = _selectors(selectors.strip().rstrip(":").strip())
    return Rule(
        joint=joint,
        wide=wide,
        weekdays=weekdays,
        holidays=holidays,
        within=within,
        times=hours.strip(),
        state=state.group(1).replace("closed", CLOSED) if state else "",
        comment=comment.group()[1:-1].strip() if comment else "",
    )


def _selectors(text: str) -> tuple[str, str, tuple[Holiday, ...], bool]:
    found = _DAYS_AT_END.search(text)
    if not found:
        return text, "", (), False
    days, wide = found.group(1), text[: found.start(1)].strip().rstrip(":").strip()
    both = _BOTH.fullmatch(days)
    parts = [part.strip() for part in (both.group(2) if both else days).split(",")]
    named = [part for part in parts if not _HOLIDAY_PART.fullmatch(part)]
    holidays = _HOLIDAY_PART.finditer(both.group(1) if both else days)
    return wide, ",".join(named), tuple(Holiday(kind, int(days or 0)) for kind, days in _pairs(holidays)), bool(both)


def _pairs(found: object) -> list[tuple[str, str | None]]:
    return [(match.group(1), match.group(2)) for match in found]  # type: ignore[attr-defined]


def _said(rule: Rule, *, first: bool) -> Rule:
    """A comment without hours says nothing certain; alone after other rules, it fills what they leave closed."""
    if not rule.comment or rule.state:
        return rule
    if rule.times and not by_appointment(rule.comment):
        return rule
    alone = not (rule.wide or rule.weekdays or rule.holidays or rule.times)
    return replace(rule, state=UNKNOWN, joint="||" if alone and not first else rule.joint)


def by_appointment(comment: str) -> bool:
    """Tell whether a comment says that one must make an appointment."""
    return bool(re.search(r"rendez[ -]?vous|\brdv\b|appointment", comment, re.IGNORECASE))
