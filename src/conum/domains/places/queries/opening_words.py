"""The hours of a place in sentences, for pages and mails."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from conum.commons.territories.queries import time_zone
from conum.domains.places.models import OpeningException, Place
from conum.domains.places.queries.opening import DayHours, Standing, monday_of, standing, week
from conum.domains.places.rules.opening_hours.grid import read_grid
from conum.domains.places.rules.opening_hours.words import DAY_NAMES, clock_words, listed, ranges_words, text_words

WEEK = timedelta(days=7)


def usual_hours(place: Place) -> list[str]:
    """Return the usual hours of a place, one sentence per line, without capital; empty when they are not known."""
    return text_words(place.opening_hours)


def now_words(place: Place, now: datetime) -> str:
    """Return « Ouvert jusqu’à 17 h », « Fermé, ouvre demain à 9 h », « Horaires non connus »."""
    return standing_words(standing(place, now), now)


def standing_words(found: Standing, now: datetime) -> str:
    """Return the sentence of a standing already read."""
    if not found.known:
        return _("Horaires non connus")
    if found.is_open:
        return _("Ouvert jusqu’à %(time)s") % {"time": _clock(found.until)} if found.until else _("Ouvert en continu")
    if found.opens_at is None:
        return _("Fermé ces prochaines semaines")
    return _("Fermé, ouvre %(when)s") % {"when": moment_words(found.opens_at, now)}


def moment_words(local: datetime, now: datetime) -> str:
    """Return « aujourd’hui à 9 h », « demain à 9 h », « lundi à 9 h », « le 3 janvier à 9 h »."""
    day, today = local.date(), now.astimezone(local.tzinfo).date()
    told = {"time": _clock(local)}
    if day == today:
        return _("aujourd’hui à %(time)s") % told
    if day == today + timedelta(days=1):
        return _("demain à %(time)s") % told
    if day < today + WEEK:
        return _("%(day)s à %(time)s") % {**told, "day": DAY_NAMES[day.weekday()]}
    return _("le %(date)s à %(time)s") % {**told, "date": date_format(day, "j F")}


def day_words(day: DayHours) -> str:
    """Return « de 9 h à 12 h et de 14 h à 17 h », « fermé (jour férié : Noël) », « de 9 h à 12 h, sur rendez-vous »."""
    parts = []
    if day.ranges or not day.by_appointment:
        parts.append(ranges_words(day.ranges))
    if day.by_appointment:
        whole = day.by_appointment == ((0, 1440),)
        note = listed(day.notes) or _("à vérifier")
        parts.append(note if whole or day.ranges else f"{ranges_words(day.by_appointment)}, {note}")
    why = [day.reason or _("exceptionnellement")] if day.exceptional else []
    if day.holiday:
        why.append(_("jour férié : %(name)s") % {"name": day.holiday})
    said = ", ".join(parts)
    return f"{said} ({', '.join(why)})" if why else said


def exceptional_words(exception: OpeningException) -> str:
    """Return « fermé », « ouvert de 9 h à 12 h » for exceptional days."""
    if not exception.hours:
        return _("fermé")
    grid = read_grid(exception.hours)
    return _("ouvert %(hours)s") % {"hours": ranges_words(grid.week[0]) if grid else exception.hours}


def coming_exceptions(place: Place, now: datetime) -> list[tuple[OpeningException, str]]:
    """Return the exceptional days not over yet by the place's clock, soonest first, with their words."""
    today = now.astimezone(time_zone(place.commune)).date()
    coming = [one for one in place.opening_exceptions.all() if one.ends_on >= today]
    return [(one, exceptional_words(one)) for one in sorted(coming, key=lambda one: (one.starts_on, one.created_at))]


def this_week(place: Place, now: datetime) -> list[tuple[DayHours, str, str]]:
    """Return the days of the place's current week: (day, « lundi 9 novembre », its hours in words)."""
    return [
        (day, f"{DAY_NAMES[day.day.weekday()]} {date_format(day.day, 'j F')}", day_words(day))
        for day in week(place, monday_of(place, now), now)
    ]


def _clock(local: datetime) -> str:
    return clock_words(local.hour * 60 + local.minute)
