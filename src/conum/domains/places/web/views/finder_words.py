"""Distances and opening in plain words, for lists and pages of places."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.utils.formats import number_format
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from conum.domains.places.enums import AccessMode, Freshness
from conum.domains.places.queries.opening import Standing
from conum.domains.places.queries.opening_words import standing_words
from conum.domains.places.rules.opening_hours.words import clock_words
from conum.kernel.ui import words

WEEKDAYS = (
    gettext_lazy("lundi"), gettext_lazy("mardi"), gettext_lazy("mercredi"), gettext_lazy("jeudi"),
    gettext_lazy("vendredi"), gettext_lazy("samedi"), gettext_lazy("dimanche"),
)  # fmt: skip
NEVER_CLOSES = timedelta(days=2)


def distance(metres: float | None, exact: bool = True) -> str:
    """Return « à 350 m », « à 1,2 km », « à 12 km »; « à 12 km environ » when the point is a commune's centre."""
    if metres is None:
        return ""
    if metres < 950:
        text = _("à %(number)s m") % {"number": max(50, round(metres / 50) * 50)}
    elif metres < 9_950:
        text = _("à %(number)s km") % {"number": number_format(round(metres / 1000, 1), 1).replace(",0", "")}
    else:
        text = _("à %(number)s km") % {"number": number_format(round(metres / 1000))}
    return text if exact else _("%(distance)s environ") % {"distance": text}


def hour(moment: datetime) -> str:
    """Return « 9 h », « 14 h 30 », « minuit », as the hours of the place are written beside."""
    return clock_words(moment.hour * 60 + moment.minute)


def day(moment: date, today: date) -> str:
    """Return « aujourd'hui », « demain », « lundi », « lundi 12 janvier »."""
    ahead = (moment - today).days
    if ahead == 0:
        return _("aujourd'hui")
    if ahead == 1:
        return _("demain")
    name = str(WEEKDAYS[moment.weekday()])
    return name if ahead < 7 else f"{name} {words.day(moment).rsplit(' ', 1)[0]}"


def opening(
    known: bool, opens_at: datetime | None, closes_at: datetime | None, timezone: str, now: datetime
) -> tuple[str, str]:
    """Return a state (open, soon, closed, unknown) and the words of the place's own page (`standing_words`).

    Args:
        known: opening instants of the place are known.
        opens_at, closes_at: opening under way or next.
        timezone: name of the place's clock.
        now: instant.
    """
    language = get_language() or "fr"
    if not known or opens_at is None or closes_at is None:
        return _opening(known, False, None, None, timezone, now.date(), language)
    if opens_at <= now:
        until = closes_at if closes_at - now <= NEVER_CLOSES else None
        return _opening(True, True, None, until, timezone, now.date(), language)
    return _opening(True, False, opens_at, None, timezone, now.astimezone(ZoneInfo(timezone)).date(), language)


@lru_cache(maxsize=4096)
def _opening(
    known: bool,
    is_open: bool,
    opens_at: datetime | None,
    until: datetime | None,
    timezone: str,
    today: date,
    language: str,
) -> tuple[str, str]:
    """The same, for what many places share of a day in a language."""
    zone = ZoneInfo(timezone)
    opens, end = opens_at and opens_at.astimezone(zone), until and until.astimezone(zone)
    soon = opens is not None and opens.date() == today
    state = "unknown" if not known else "open" if is_open else "soon" if soon else "closed"
    noon = datetime.combine(today, time(12), zone)  # of an instant, words read the day only
    return state, standing_words(Standing(known, is_open, end, opens, zone), noon)


def slot(moment: datetime, timezone: str, now: datetime) -> str:
    """Return « demain à 10 h » for the beginning of an appointment or a workshop."""
    zone = ZoneInfo(timezone)
    local = moment.astimezone(zone)
    return _("%(day)s à %(hour)s") % {"day": day(local.date(), now.astimezone(zone).date()), "hour": hour(local)}


def private_notice(access_modes: Sequence[str]) -> str:
    """Return what the public is told of a place that receives nobody, so that nobody goes there for nothing."""
    return _("Ce lieu ne reçoit pas de public.") if AccessMode.NOT_OPEN_TO_PUBLIC in access_modes else ""


def freshness_notice(kind: Freshness) -> str:
    """Return what the public is told, from `to_check` on (PLA-08), else nothing."""
    if kind == Freshness.TO_CHECK:
        return _("Informations confirmées il y a plus d'un an : appelez avant de venir.")
    if kind == Freshness.TO_UPDATE:
        return _("Informations anciennes, à vérifier : appelez avant de venir.")
    return ""
