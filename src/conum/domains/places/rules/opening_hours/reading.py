"""Reading a text of opening hours: the same text in its usual spelling, or what is wrong and where (PLA-06)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from opening_hours import OpeningHours, ParserError

from conum.domains.places.rules.opening_hours.text import DAYS, MONTHS, outside_comments
from conum.kernel.rules import rule

MOST_CHARACTERS = 1000
SHOWN = 24
_PLACE = re.compile(r"--> 1:(\d+)")
_NAMES = {name.lower(): name for name in (*DAYS, *MONTHS, "PH", "SH")}
_NAME = re.compile(rf"\b(?:{'|'.join(_NAMES)})\b", re.IGNORECASE)
_DAY_LIST = re.compile(rf"(?<=\b[A-Z][a-zH])\s*,\s*(?=(?:{'|'.join((*DAYS, 'PH', 'SH'))})\b)")
_SAME = re.compile(r"(?<!\d)(\d{1,2}:\d\d)\s*-\s*\1(?!\d)")
# What stands where the reading stopped → the sentence that helps; the first that fits is said.
HINTS = (
    (r"\d{1,2}\s*[hH]", gettext_lazy("une heure s’écrit 09:30, pas 9h30")),
    (r"[–—−‑]", gettext_lazy("l’intervalle s’écrit avec un tiret simple : 09:00-12:00")),
    (r"-\s*\d{1,2}:\d\d", gettext_lazy("une plage a un début et une fin ; séparez les plages par une virgule")),
    (r"\d{1,2}:\d\d\s*(?:[;,]|$)", gettext_lazy("il manque l’heure de fin")),
    (r"\d{1,2}:[6-9]", gettext_lazy("les minutes vont de 00 à 59")),
    (r"(?:2[5-9]|[3-9]\d):\d\d", gettext_lazy("une heure va de 00:00 à 24:00")),
    (r"\d{1,2}(?:\s*-\s*\d{1,2})?(?![:\d])", gettext_lazy("une heure s’écrit avec ses minutes : 14:00")),
    (
        r"[^\W\d]{2,}",
        gettext_lazy("les jours s’écrivent Mo, Tu, We, Th, Fr, Sa, Su ; férié PH, vacances SH, fermé off"),
    ),
)


@dataclass(frozen=True)
class Problem:
    """Why a text is not read.

    Attributes:
        at: place of the first character that is not understood, from 1.
        unread: what stands there.
        hint: French sentence without a capital: what is expected.
    """

    at: int
    unread: str
    hint: str


@dataclass(frozen=True)
class Reading:
    """What became of a text: its usual spelling, or the problem."""

    text: str
    problem: Problem | None = None


@rule("PLA-06", field="opening_hours")
def opening_hours_are_read(unread: str, at: int, hint: str) -> bool:
    """Les horaires ne se lisent pas à partir de « {unread} » (caractère {at}) : {hint}."""
    return not unread and not hint


def read(text: str) -> Reading:
    """Read a text in the OSM syntax; capitals, spaces and a last semicolon are put right, as they change no meaning."""
    if len(text) > MOST_CHARACTERS:
        return Reading(text, Problem(MOST_CHARACTERS + 1, text[MOST_CHARACTERS:][:SHOWN], _too_long()))
    tidy = _tidied(text)
    if not tidy:
        return Reading("")
    same = _SAME.search(outside_comments(tidy))
    if same:
        return Reading(text, Problem(same.start() + 1, same.group(), _("le début et la fin sont à la même heure")))
    problem = _problem(tidy)
    return Reading(text, problem) if problem else Reading(tidy)


def check(text: str) -> str:
    """Return the text in its usual spelling.

    Raises:
        RuleBroken: PLA-06, with what is wrong and where.
    """
    found = read(text)
    if found.problem:
        opening_hours_are_read.check(found.problem.unread, found.problem.at, found.problem.hint)
    return found.text


def _tidied(text: str) -> str:
    parts = re.split(r'("[^"]*")', text.replace("\x00", " "))
    tidy = "".join(part if part.startswith('"') else _bare(part) for part in parts)
    return re.sub(r"\s+", " ", tidy).strip(" ;")


def _bare(part: str) -> str:
    """Outside comments: names with their capitals, no space inside lists of days, no colon after days."""
    named = _NAME.sub(lambda found: _NAMES[found.group().lower()], part)
    spaced = re.sub(r"\s+", " ", named)
    listed = re.sub(r"(?<=[a-zH\]])\s*-\s*(?=[A-Z])", "-", _DAY_LIST.sub(",", spaced))
    return re.sub(r"(?<=\b[A-Z][a-zH]):\s+", " ", re.sub(r"\s*;[\s;]*", "; ", listed))


def _problem(text: str) -> Problem | None:
    try:
        OpeningHours(text)
    except ParserError as refusal:
        place = _PLACE.search(str(refusal))
        at = int(place.group(1)) if place else 1
        return _explained(text, at)
    return None


def _explained(text: str, at: int) -> Problem:
    """Say what is expected at a place; at the end of the text, or on a sign, what comes before counts too."""
    while at > 1 and text[at - 2].isalpha() and text[at - 1 : at].isalpha():  # the library reads « Mar » in « Mardi »
        at -= 1
    rest = text[at - 1 :]
    lone = re.search(r"\d{1,2}:\d\d\s*$", text[: at - 1])
    if lone and not rest.strip(" ;").startswith(("-", "–", "—")) and not rest[:1].isalnum():
        return Problem(lone.start() + 1, lone.group(), _("il manque l’heure de fin"))
    for pattern, hint in HINTS:
        if re.match(pattern, rest):
            return Problem(at, rest[:SHOWN], str(hint))
    return Problem(at, rest[:SHOWN] or text[-SHOWN:], _("ce passage n’est pas compris"))


def _too_long() -> str:
    return _("au plus %(most)s caractères") % {"most": MOST_CHARACTERS}
