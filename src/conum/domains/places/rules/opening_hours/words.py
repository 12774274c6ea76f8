"""Opening hours in plain words: « du lundi au vendredi de 9 h à 12 h et de 14 h à 17 h »."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conum.domains.places.rules.opening_hours.grid import EVEN, ODD, Range, read_grid, weekday_numbers
from conum.domains.places.rules.opening_hours.text import (
    CLOSED,
    MINUTES_A_DAY,
    MONTHS,
    PUBLIC,
    UNKNOWN,
    Rule,
    take_apart,
)

DAY_NAMES = (
    gettext_lazy("lundi"), gettext_lazy("mardi"), gettext_lazy("mercredi"), gettext_lazy("jeudi"),
    gettext_lazy("vendredi"), gettext_lazy("samedi"), gettext_lazy("dimanche"),
)  # fmt: skip
MONTH_NAMES = (
    gettext_lazy("janvier"), gettext_lazy("février"), gettext_lazy("mars"), gettext_lazy("avril"), gettext_lazy("mai"),
    gettext_lazy("juin"), gettext_lazy("juillet"), gettext_lazy("août"), gettext_lazy("septembre"),
    gettext_lazy("octobre"), gettext_lazy("novembre"), gettext_lazy("décembre"),
)  # fmt: skip
WEEKS = {ODD: gettext_lazy("semaines impaires"), EVEN: gettext_lazy("semaines paires")}
_MONTH = rf"({'|'.join(MONTHS)})"
_DATE = rf"(?:(\d{{4}}) )?{_MONTH} (\d{{1,2}})"
_DATES = re.compile(rf"{_DATE}(?:-(?:{_DATE}|(\d{{1,2}})))?")
_MONTHS = re.compile(rf"{_MONTH}(?:-{_MONTH})?")


def clock_words(minutes: int) -> str:
    """Return « 9 h », « 9 h 30 », « minuit » for minutes from midnight."""
    hour, minute = divmod(minutes % MINUTES_A_DAY, 60)
    if not hour and not minute:
        return _("minuit")
    if not minute:
        return _("%(hour)s h") % {"hour": hour}
    return _("%(hour)s h %(minute)s") % {"hour": hour, "minute": f"{minute:02}"}


def ranges_words(ranges: Iterable[Range]) -> str:
    """Return « de 9 h à 12 h et de 14 h à 17 h », « toute la journée », « fermé » when there is none."""
    ordered = sorted(ranges)
    if not ordered:
        return _("fermé")
    if ordered == [(0, MINUTES_A_DAY)]:
        return _("toute la journée")
    told = [_("de %(start)s à %(end)s") % {"start": clock_words(a), "end": clock_words(b)} for a, b in ordered]
    return listed(told)


def days_words(days: Sequence[int]) -> str:
    """Return « du lundi au vendredi », « lundi et mercredi », « tous les jours » for numbers 0 (Monday) to 6."""
    if len(days) == 7:
        return _("tous les jours")
    runs = [[day for _n, day in run] for _k, run in groupby(enumerate(days), key=lambda pair: pair[1] - pair[0])]
    told: list[str] = []
    for run in runs:
        if len(run) > 2:
            ends = {"first": DAY_NAMES[run[0]], "last": DAY_NAMES[run[-1]]}
            told.append(_("du %(first)s au %(last)s") % ends)
        else:
            told += [str(DAY_NAMES[day]) for day in run]
    return listed(told)


def listed(words: Sequence[str]) -> str:
    """Return « a, b et c »."""
    if len(words) < 2:
        return "".join(words)
    return _("%(first)s et %(last)s") % {"first": ", ".join(words[:-1]), "last": words[-1]}


def text_words(text: str) -> list[str]:
    """Return a valid text as sentences without a capital, one per rule; what has no word is shown as written."""
    if not text:
        return []
    grid = read_grid(text)
    if grid and not grid.appointment and grid.even is None:
        return _merged_days(grid.week, public=grid.public_closed, school=grid.school_closed)
    return [_rule(rule) for rule in take_apart(text)]


def _merged_days(week: Sequence[tuple[Range, ...]], *, public: bool, school: bool) -> list[str]:
    kinds = sorted({day for day in week if day}, key=list(week).index)
    told = [f"{days_words([n for n in range(7) if week[n] == kind])} {ranges_words(kind)}" for kind in kinds]
    closed = [n for n in range(7) if not week[n]]
    if closed and kinds:
        told.append(_("fermé %(days)s") % {"days": days_words(closed)})
    if public:
        told.append(_("fermé les jours fériés"))
    if school:
        told.append(_("fermé pendant les vacances scolaires"))
    return told


def _rule(rule: Rule) -> str:
    when = [part for part in (_wide(rule.wide), _days_of(rule)) if part]
    if rule.joint == "||" and not when:
        when = [_("le reste du temps")]
    return " ".join(part for part in (", ".join(when) + " :" if when else "", _what(rule)) if part)


def _what(rule: Rule) -> str:
    ranges = rule.ranges
    times = rule.times if ranges is None else ranges_words(ranges) if rule.times else ""
    if rule.state == CLOSED:
        said = f"{_('fermé')} {times}".strip()
        return f"{said} ({rule.comment})" if rule.comment else said
    if rule.state == UNKNOWN:
        return f"{times}, {rule.comment}" if times and rule.comment else rule.comment or times or _("à vérifier")
    said = times or _("toute la journée")
    return f"{said} ({rule.comment})" if rule.comment else said


def _days_of(rule: Rule) -> str:
    holidays = [_("jours fériés") if holiday.kind == PUBLIC else _("vacances scolaires") for holiday in rule.holidays]
    if any(holiday.days for holiday in rule.holidays):
        return str(rule).split('"')[0].strip()
    numbers = weekday_numbers(rule.weekdays) if rule.weekdays else []
    named = rule.weekdays if numbers is None else days_words(numbers) if numbers else ""
    if rule.within and named:
        return _("%(holidays)s, seulement %(days)s") % {"holidays": listed(holidays), "days": named}
    return listed([part for part in (named, *holidays) if part])


def _wide(wide: str) -> str:
    """Years, months, dates and weeks in words; as written when they are rarer than that."""
    if wide in WEEKS:
        return str(WEEKS[wide])
    month = _MONTHS.fullmatch(wide)
    if month:
        first, last = (str(MONTH_NAMES[MONTHS.index(name)]) for name in (month.group(1), month.group(2) or "Jan"))
        return _("de %(first)s à %(last)s") % {"first": first, "last": last} if month.group(2) else first
    dates = _DATES.fullmatch(wide)
    return _dates(dates) if dates else wide


def _dates(found: re.Match[str]) -> str:
    year, month, day, last_year, last_month, last_day, same_month_day = found.groups()
    first = _date(day, month, year)
    if last_month or same_month_day:
        last = _date(last_day or same_month_day, last_month or month, last_year)
        return _("du %(first)s au %(last)s") % {"first": first, "last": last}
    return _("le %(day)s") % {"day": first}


def _date(day: str, month: str, year: str | None) -> str:
    return f"{int(day)} {MONTH_NAMES[MONTHS.index(month)]}" + (f" {year}" if year else "")
