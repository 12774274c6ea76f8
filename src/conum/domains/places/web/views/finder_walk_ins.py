"""The next presence without appointment, on cards and on the map (BOO-50).

A search is kept five minutes, a presence is cancelled at once: the line of a kept card is written again at each look.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import datetime
from html import escape
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from conum.domains.places.queries.walk_ins import WalkIn, walk_ins_of
from conum.domains.places.web.views import finder_words as say

MARK = '<p class="pl-card__walkin" data-place="'
LINE = re.compile(f'{MARK}([0-9a-f-]{{36}})">.*?</p>')


def walk_in_words(one: WalkIn, now: datetime) -> str:
    """Return « Permanence sans rendez-vous : demain de 9 h à 12 h », on the clock of the place."""
    zone = ZoneInfo(one.timezone)
    start, end = one.starts_at.astimezone(zone), one.ends_at.astimezone(zone)
    if one.starts_at <= now:
        return _("Permanence sans rendez-vous : en ce moment, jusqu'à %(end)s") % {"end": say.hour(end)}
    said = {"day": say.day(start.date(), now.astimezone(zone).date()), "start": say.hour(start), "end": say.hour(end)}
    return _("Permanence sans rendez-vous : %(day)s de %(start)s à %(end)s") % said


def walk_in_line(place: UUID, one: WalkIn, now: datetime) -> str:
    """Return the line of a card; its mark lets `retold` find it in a kept search."""
    words = escape(walk_in_words(one, now))
    return f'{MARK}{place}"><span class="fr-icon-user-line fr-icon--sm" aria-hidden="true"></span> {words}</p>'


def retold(html: str, now: datetime) -> str:
    """Return a search with its presences as they are now, in one query, or in none when it told of no presence."""
    if MARK not in html:
        return html
    coming = walk_ins_of([UUID(found) for found in LINE.findall(html)], now)

    def line(found: re.Match[str]) -> str:
        place = UUID(found[1])
        return walk_in_line(place, coming[place][0], now) if place in coming else ""

    return LINE.sub(line, html)


def walk_in_words_of(places: Collection[str], now: datetime) -> dict[str, str]:
    """Return place id → its next presence in words, for the map: one query for all."""
    found = walk_ins_of([UUID(place) for place in places], now)
    return {str(place): walk_in_words(coming[0], now) for place, coming in found.items()}
