"""The score as people read it: "12 km sur 40 ; libre depuis le 3 mars ; expérience de la médiation ; …"."""

from collections.abc import Callable
from datetime import date
from functools import lru_cache
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from conum.domains.recruitment.enums import Mobility
from conum.domains.recruitment.rules.score import PairFacts, Score

SEPARATOR = " ; "


def score_sentence(score: Score) -> str:
    """Every reason of the score, in the order of its weights."""
    return SEPARATOR.join(score_reasons(score.facts).values())


def score_reasons(facts: PairFacts) -> dict[str, str]:
    """The words of each part, under the name of the part."""
    language, kilometres = get_language(), -(-facts.distance_m // 1000)
    return {
        "distance": _said(language, distance_reason, kilometres * 1000, facts.mobility_km),
        "date": _said(language, date_reason, facts.available_from, facts.today),
        "experience": _said(language, experience_reason, facts.mediation_degree, facts.mediation_experience),
        "pix": _said(language, pix_reason, facts.pix_level),
        "waiting": _said(language, waiting_reason, facts.waiting_days),
    }


@lru_cache(maxsize=16_384)
def _said(language: str | None, reason: Callable[..., str], *facts: Any) -> str:
    """The words of one part in the language in force: lists say the same few over and over."""
    return reason(*facts)


def distance_reason(distance_m: int, mobility_km: int) -> str:
    """Distance beside the radius accepted; rounded up to the kilometre so that it never reads as nearer."""
    distance = -(-distance_m // 1000)
    if mobility_km == Mobility.FRANCE:
        return _("{distance} km, accepte toute la France").format(distance=distance)
    return _("{distance} km sur {mobility}").format(distance=distance, mobility=mobility_km)


def date_reason(available_from: date, today: date) -> str:
    if available_from == today:
        return _("libre dès aujourd’hui")
    if available_from < today:
        return _("libre depuis le {day}").format(day=day_in_words(available_from, today))
    return _("libre le {day}").format(day=day_in_words(available_from, today))


def experience_reason(degree: bool, experience: bool) -> str:
    if degree and experience:
        return _("diplôme et expérience de la médiation")
    if degree:
        return _("diplôme de médiation")
    if experience:
        return _("expérience de la médiation")
    return _("ni diplôme ni expérience de la médiation (non exigés)")


def pix_reason(pix_level: int | None) -> str:
    if not pix_level:
        return _("niveau Pix non partagé")
    return _("Pix {level} partagé").format(level=pix_level)


def waiting_reason(waiting_days: int) -> str:
    if waiting_days <= 0:
        return _("candidature du jour")
    return ngettext("attend depuis {days} jour", "attend depuis {days} jours", waiting_days).format(days=waiting_days)


def day_in_words(day: date, today: date) -> str:
    """The day and its month, with the year when it is another one: "1er mars", "3 mars 2021"."""
    number = _("1er") if day.day == 1 else str(day.day)
    return _("{number} {month}").format(number=number, month=date_format(day, "F" if day.year == today.year else "F Y"))
